"""The sidebar, in the newsroom's words: each entry for those who may read it. Named in UNFOLD of the settings."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse

from claims.queries.admin_lists import desk_view
from claims.queries.selection import waiting_claims
from sources.admin.display import record_link, tag

#: (group, ((words, app_model, symbol), …)); symbols are of the Material Symbols font that Unfold brings.
_SECTIONS: Final = (
    (
        "The desk",
        (
            ("Claims", "claims_claim", "fact_check"),
            ("Flags", "claims_flag", "flag"),
            ("Attributions", "claims_attribution", "record_voice_over"),
        ),
    ),
    (
        "Who says, and where",
        (
            ("Sources", "sources_source", "person"),
            ("Documents", "sources_document", "article"),
            ("Relations", "sources_sourcerelation", "hub"),
            ("Judgements", "sources_independencejudgement", "balance"),
            ("Source changes", "sources_sourcechange", "history"),
        ),
    ),
    (
        "Verification",
        (
            ("Runs", "claims_verificationrun", "play_circle"),
            ("Assessments", "claims_assessment", "analytics"),
            ("Revisions", "claims_revision", "commit"),
            ("Policy", "claims_deskpolicy", "policy"),
        ),
    ),
    ("People", (("Users", "auth_user", "badge"), ("Groups", "auth_group", "group"))),
)


def sections(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the groups of the sidebar that the person may read something of."""
    found: list[dict[str, Any]] = []
    for title, entries in _SECTIONS:
        items = [_entry(*entry) for entry in entries if _may_read(request, entry[1])]
        if items:
            found.append({"title": title, "separator": bool(found), "items": items})
    return found


def front_page(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Return the context of the first page, with what waits for the desk, for those who may read claims."""
    if not _may_read(request, "claims_claim"):
        return context
    view = desk_view()
    shown = [(record_link(row), [tag(flag.code, flag.severity) for flag in row.open_flags]) for row in view.first]  # type: ignore[attr-defined]
    flags = [
        (severity, count, f"{reverse('admin:claims_flag_changelist')}?severity={severity}")
        for severity, count in view.open_flags.items()
    ]
    return {**context, "flags": flags, "first": shown, "waiting": waiting_claims()}


def stylesheet(request: HttpRequest) -> str:  # noqa: ARG001 - called by Unfold with the request
    """Return the address of the desk's own stylesheet."""
    return static("desk/desk.css")


def _entry(words: str, name: str, icon: str) -> dict[str, Any]:
    return {"title": words, "icon": icon, "link": reverse(f"admin:{name}_changelist")}


def _may_read(request: HttpRequest, name: str) -> bool:
    app, model = name.split("_")
    user: Any = request.user
    return bool(user.is_active and (user.has_perm(f"{app}.view_{model}") or user.has_perm(f"{app}.change_{model}")))
