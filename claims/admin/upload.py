"""Loading a case file from the admin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from claims.admin.refusals import REFUSALS
from claims.casefile import MAX_YAML_BYTES, CaseFileError, decode
from claims.models import Attribution, Claim, ClaimRelation, Interest
from claims.operations.cases import Loaded, Rights, lines_of, load_case
from claims.verification import Change
from factcheck.admin_theme import Checkbox, DeskAdmin, File
from sources.admin.pages import ReasonForm, actor_of, changelist_url, form_page, may, require, sent
from sources.models import Document, IndependenceJudgement, Source, SourceRelation
from sources.queries.approvers import APPROVE

#: Some thousand claims, which one request loads in a few seconds (a guess); more is for ``manage.py load_case``.
MAX_UPLOAD_BYTES: Final = 10_000_000
#: Changed records that one message lists (a guess at what is still read).
_MOST_CHANGES: Final = 50
_YAML = (".yaml", ".yml")
_WRITES = (Claim, Attribution, Interest, ClaimRelation, Source, SourceRelation, IndependenceJudgement, Document)
_CHANGES = (Claim, Attribution, Interest, Source, SourceRelation, Document)
#: A case file may write any of these, withdraw, void and strike out what is recorded, and merge claims: who loads one must be
#: allowed to.
MAY_UPLOAD: Final = (
    *((model, "add") for model in _WRITES),
    *((model, "change") for model in _CHANGES),
    (Claim, "merge"),
)


class CaseForm(ReasonForm):
    file = forms.FileField(
        widget=File(),
        label=gettext_lazy("Case file"),
        help_text=gettext_lazy("JSON or YAML (.yaml), at most 10 MB. All of it is loaded or, if anything is wrong, nothing."),
    )
    update_sources = forms.BooleanField(
        required=False,
        widget=Checkbox(),
        label=gettext_lazy("Give recorded sources the names of the file"),
        help_text=gettext_lazy("Without it, a file that has another name for a recorded source is refused: it may be another."),
    )
    field_order = ("file", "update_sources", "reason")

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        most = MAX_YAML_BYTES if file.name.lower().endswith(_YAML) else MAX_UPLOAD_BYTES
        if file.size > most:
            large = _("The file has %(size)s bytes; at most %(most)s are loaded here. Use manage.py load_case for larger ones.")
            raise ValidationError(large % {"size": f"{file.size:,}", "most": f"{most:,}"})
        return file


def rights_of(request: HttpRequest) -> Rights:
    """Return what the person may say of sources in a case file, or in what is recorded through one."""
    return Rights(approve=request.user.has_perm(APPROVE), grade=may(request, Source, "grade"))


def _changed(loaded: Loaded) -> str:
    """Return what changed in recorded sources and documents, old → new; empty if nothing did."""
    lines = lines_of(loaded.changes)
    shown = "; ".join([*lines[:_MOST_CHANGES], *(["…"] if len(lines) > _MOST_CHANGES else [])])
    return (
        ngettext("%(number)s changed: %(what)s", "%(number)s changed: %(what)s", len(lines))
        % {
            "number": len(lines),
            "what": shown,
        }
        if lines
        else ""
    )


def upload_case(request: HttpRequest, admin: DeskAdmin) -> HttpResponse:
    """Show the form for a case file and load what is sent; every problem of the file is listed with its place."""
    require(request, *MAY_UPLOAD)
    form = CaseForm(sent(request), request.FILES or None)
    problems: list[Any] = []

    def save(values: Mapping[str, Any]) -> str:
        change = Change(timezone.now(), actor_of(request), "load case", values["reason"])
        file = values["file"]
        try:
            case = decode(file.read(), yaml=file.name.lower().endswith(_YAML))
            loaded = load_case(case, change, rights=rights_of(request), update_sources=values["update_sources"])
        except CaseFileError as error:
            problems.extend(error.problems)
            refused = _("“%(name)s” was not loaded; nothing is stored of it. Problems found: %(number)s.")
            raise ValidationError(refused % {"name": file.name, "number": len(problems)}) from error
        if changed := _changed(loaded):
            messages.info(request, changed)
        told = _(
            "Loaded: %(claims)s claims, %(attributions)s attributions, %(sources)s sources and %(documents)s documents new or "
            "changed; %(revised)s claims revised."
        )
        counts = {name: getattr(loaded, name) for name in ("claims", "attributions", "sources", "documents")}
        return told % {**counts, "revised": len(loaded.revised)}

    return form_page(
        request,
        admin,
        form,
        title=_("Load a case file"),
        save=save,
        done=changelist_url(admin),
        button=_("Load"),
        refusals=REFUSALS,
        template="admin/claims/claim/load_case.html",
        problems=problems,
    )
