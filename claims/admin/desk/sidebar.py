"""The sidebar, in the newsroom's words: each entry for those who may read it. Named in UNFOLD of the settings."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

#: (group, ((words, app_model, symbol), …)); symbols are of the Material Symbols font that Unfold brings.
_SECTIONS: Final = (
    (
        _("The desk"),
        (
            (_("Claims"), "claims_claim", "fact_check"),
            (_("Flags"), "claims_flag", "flag"),
            (_("Attributions"), "claims_attribution", "record_voice_over"),
            (_("Verdicts"), "claims_verdict", "gavel"),
        ),
    ),
    (
        _("Who says, and where"),
        (
            (_("Sources"), "sources_source", "person"),
            (_("Documents"), "sources_document", "article"),
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
            (_("Words for verdicts"), "claims_ratingword", "sell"),
        ),
    ),
    (
        _("People"),
        (
            (_("Users"), "auth_user", "badge"),
            (_("Groups"), "auth_group", "group"),
            (_("API tokens"), "access_apitoken", "key"),
            (_("Webhooks"), "claims_webhooksubscription", "webhook"),
            (_("Erasures"), "claims_erasure", "ink_eraser"),
        ),
    ),
)


def sections(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the groups of the sidebar that the person may read something of."""
    found: list[dict[str, Any]] = []
    for title, entries in _SECTIONS:
        items = [_entry(*entry) for entry in entries if may_read(request, entry[1])]
        if items:
            found.append({"title": title, "separator": bool(found), "items": items})
    return found


def stylesheet(request: HttpRequest) -> str:  # noqa: ARG001 - called by Unfold with the request
    """Return the address of the desk's own stylesheet."""
    return static("desk/desk.css")


def typing_script(request: HttpRequest) -> str:  # noqa: ARG001 - called by Unfold with the request
    """Return the address of the script that keeps the theme's shortcuts from what is typed into a field."""
    return static("desk/typing.js")


def script(request: HttpRequest) -> str:  # noqa: ARG001 - called by Unfold with the request
    """Return the address of the script that keeps the theme's icons from screen readers."""
    return static("desk/icons.js")


def _entry(words: Any, name: str, icon: str) -> dict[str, Any]:
    return {"title": words, "icon": icon, "link": reverse(f"admin:{name}_changelist")}


def may_read(request: HttpRequest, name: str) -> bool:
    """Tell whether the person may read records of a model, named ``app_model``."""
    app, model = name.split("_")
    user: Any = request.user
    return bool(user.is_active and (user.has_perm(f"{app}.view_{model}") or user.has_perm(f"{app}.change_{model}")))
