"""The sidebar. It shows the entries that the user may view. The UNFOLD setting refers to it."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from claims.admin.help.pages import MENU
from claims.queries.desk.inbox import count_waiting

_PEOPLE: Final = _("People")
#: (group, ((label, app_model, icon), …)). Icons are names in the Material Symbols font that Unfold includes.
_SECTIONS: Final = (
    (
        _("The desk"),
        (
            (_("Claims"), "claims_claim", "fact_check"),
            (_("Flags"), "claims_flag", "flag"),
            (_("Attributions"), "claims_attribution", "record_voice_over"),
            (_("Verdicts"), "claims_verdict", "gavel"),
            (_("Complaints"), "claims_complaint", "mail"),
        ),
    ),
    (
        _("Sources"),
        (
            (_("Sources"), "sources_source", "person"),
            (_("Documents"), "sources_document", "article"),
            (_("Captures"), "sources_capture", "inventory_2"),
            (_("Relations"), "sources_sourcerelation", "hub"),
            (_("Judgements"), "sources_independencejudgement", "balance"),
            (_("Source changes"), "sources_sourcechange", "history"),
        ),
    ),
    (
        _("Verification"),
        (
            (_("Runs"), "claims_verificationrun", "play_circle"),
            (_("Assessments"), "claims_assessment", "analytics"),
            (_("Revisions"), "claims_revision", "commit"),
            (_("Policy"), "claims_deskpolicy", "policy"),
            (_("Rating words"), "claims_ratingword", "sell"),
        ),
    ),
    (
        _PEOPLE,
        (
            (_("Users"), "auth_user", "badge"),
            (_("Groups"), "auth_group", "group"),
            (_("API tokens"), "access_apitoken", "key"),
            (_("Sign-ins"), "signin_signin", "login"),
            (_("Webhooks"), "claims_webhooksubscription", "webhook"),
            (_("Erasures"), "claims_erasure", "ink_eraser"),
        ),
    ),
)


def sections(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the groups of the sidebar with at least one entry that the user may view, and the help."""
    found: list[dict[str, Any]] = []
    for title, entries in _SECTIONS:
        items = [_entry(*entry) for entry in entries if may_read(request, entry[1])]
        if title == _PEOPLE and may_operate(request):
            link = reverse("admin:claims_verificationrun_system")
            items.append({"title": _("System"), "icon": "monitor_heart", "link": link})
        if items:
            found.append({"title": title, "separator": bool(found), "items": items})
    if may_read(request, "claims_claim"):
        inbox, claims = _inbox(request), found[0]["items"][0]
        if inbox["active"]:  # its address begins with that of the claims
            claims["active"] = False
        found[0]["items"].insert(0, inbox)
    # Not only for those who may read flags: it shows no record.
    menu = [{"title": words, "icon": icon, "link": reverse(name)} for words, name, icon in MENU]
    return [*found, {"title": _("Help"), "separator": bool(found), "items": menu}]


def stylesheet(request: HttpRequest) -> str:  # noqa: ARG001 - called by Unfold with the request
    """Return the URL of the desk's stylesheet."""
    return static("desk/desk.css")


def typing_script(request: HttpRequest) -> str:  # noqa: ARG001 - called by Unfold with the request
    """Return the URL of the script that stops the theme's shortcuts from reacting to text typed into a field."""
    return static("desk/typing.js")


def forms_script(request: HttpRequest) -> str:  # noqa: ARG001 - called by Unfold with the request
    """Return the URL of the script that all forms of the desk share."""
    return static("desk/forms.js")


def script(request: HttpRequest) -> str:  # noqa: ARG001 - called by Unfold with the request
    """Return the URL of the script that hides the theme's icons from screen readers."""
    return static("desk/icons.js")


def help_stylesheet(request: HttpRequest) -> str:  # noqa: ARG001 - called by Unfold with the request
    """Return the URL of the stylesheet of the help."""
    return static("desk/help.css")


def help_script(request: HttpRequest) -> str:  # noqa: ARG001 - called by Unfold with the request
    """Return the URL of the script that opens the help in a dialog."""
    return static("desk/help.js")


def _entry(words: Any, name: str, icon: str) -> dict[str, Any]:
    return {"title": words, "icon": icon, "link": reverse(f"admin:{name}_changelist")}


def account_links(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the links of the user's own menu."""
    user: Any = request.user
    if not user.is_authenticated:
        return []
    links = [{"title": _("Your sign-in"), "link": reverse("mfa_index")}]
    if user.has_usable_password():
        links.append({"title": _("Change password"), "link": reverse("admin:password_change")})
    return links


def _inbox(request: HttpRequest) -> dict[str, Any]:
    """Return the entry of the user's inbox, with the number of things that wait in it: one query for each page."""
    if not hasattr(request, "inbox_waiting"):  # Unfold asks for the sidebar more than once
        request.inbox_waiting = count_waiting(request.user, timezone.now())  # type: ignore[attr-defined, arg-type]
    waiting: int = request.inbox_waiting  # type: ignore[attr-defined]
    address = reverse("admin:claims_claim_inbox")
    entry = {"title": _("Inbox"), "icon": "inbox", "link": address, "active": request.path == address}
    return {**entry, "badge": waiting} if waiting else entry


def may_operate(request: HttpRequest) -> bool:
    """Return whether the user sees whether the service works, and may stop runs."""
    user: Any = request.user
    return bool(user.is_active and user.has_perm("claims.change_verificationrun"))


def may_read(request: HttpRequest, name: str) -> bool:
    """Return whether the user may view a model, named ``app_model``."""
    app, model = name.split("_")
    user: Any = request.user
    # As in Django's admin: who may change a record may view it.
    return bool(user.is_active and (user.has_perm(f"{app}.view_{model}") or user.has_perm(f"{app}.change_{model}")))
