"""The pages of the help. Every member of the staff may read them: they show no record."""

from __future__ import annotations

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.flags.settling import ACTIONS
from claims.admin.help.flag_tags import flag_help
from claims.admin.help.glossary import TERMS
from claims.admin.help.shortcuts import ACCESS, PLACES
from claims.policy.flag_reference import Entry, entries
from factcheck.desk.admin_theme import DeskAdmin
from factcheck.desk.labels import label, translated
from sources.admin.display import tag
from sources.admin.pages import page

#: The pages for the sidebar: label, URL name and icon.
MENU: Final = (
    (gettext_lazy("Flags explained"), "admin:help_flags", "flag_circle"),
    (gettext_lazy("Glossary"), "admin:help_glossary", "dictionary"),
    (gettext_lazy("Keyboard shortcuts"), "admin:help_shortcuts", "keyboard"),
)


def help_urls(admin: DeskAdmin) -> list[URLPattern]:
    """Return the URLs of the help, which must come before the admin's own."""

    def flags(request: HttpRequest) -> HttpResponse:
        shown = [(_shown(entry), flag_help(entry.code)) for entry in entries()]
        return page(request, admin, "admin/help/flags.html", title=_("Flags explained"), flags=shown)

    def flag(request: HttpRequest, code: str) -> HttpResponse:
        entry = next((entry for entry in entries() if entry.code == code), None)
        if entry is None:
            raise Http404(_("There is no such flag."))
        return page(request, admin, "admin/help/flag.html", title=label(code), flag=_shown(entry))

    def glossary(request: HttpRequest) -> HttpResponse:
        terms = [(term, [(code, flag_help(code)) for code in term.flags]) for term in TERMS]
        return page(request, admin, "admin/help/glossary.html", title=_("Glossary"), terms=terms)

    def shortcuts(request: HttpRequest) -> HttpResponse:
        shown = {"title": _("Keyboard shortcuts"), "places": PLACES, "access": ACCESS}
        return page(request, admin, "admin/help/shortcuts.html", **shown)

    wrap = admin.admin_site.admin_view
    return [
        path("help/", wrap(flags), name="help_flags"),
        path("help/glossary/", wrap(glossary), name="help_glossary"),
        path("help/shortcuts/", wrap(shortcuts), name="help_shortcuts"),
        path("help/<slug:code>/", wrap(flag), name="help_flag"),
    ]


def _shown(entry: Entry) -> dict[str, Any]:
    """Return what the page shows of a flag, in its language; sentences that the desk stores in English stay as stored."""
    action = ACTIONS[entry.code]
    return {
        "code": entry.code,
        "tag": tag(entry.code, entry.severity.partition(";")[0]),
        "desk_only": entry.desk_only,
        "severity": translated(entry.severity),
        "raised": translated(entry.raised),
        "cleared": translated(entry.cleared),
        "ask": entry.ask.replace("{names}", "…").replace("{first}", "…"),
        "decisions": [translated(kind) for kind in entry.decisions],
        "judges": entry.judges,
        "action": action.name,
        "outside": action.outside,
        "example": entry.example,
    }
