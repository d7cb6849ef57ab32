"""Loading a case file from the admin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from claims.admin.asking import change_of
from claims.admin.refusals import REFUSALS
from claims.casefile import MAX_YAML_BYTES, CaseFileError, read_case
from claims.models import Attribution, Claim, ClaimRelation, Interest
from claims.operations.cases import LoadResult, Rights, lines_of, load_case
from factcheck.desk.admin_theme import Area, Checkbox, DeskAdmin, File
from sources.admin.pages import ReasonForm, changelist_url, form_page, may, require, sent
from sources.models import Document, IndependenceJudgement, Source, SourceRelation
from sources.queries.approvers import APPROVE

#: Some thousand claims, which one request loads in a few seconds (a guess); more is for ``manage.py load_case``.
MAX_UPLOAD_BYTES: Final = 10_000_000
#: Characters of a refused file that the page hands back to be mended in place; the server reads a form of 2.5 MB at most.
MAX_KEPT: Final = 500_000
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
    """A case file and why it is loaded. A file that is refused comes back as text: a browser forgets which one was chosen."""

    file = forms.FileField(
        required=False,
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
    text = forms.CharField(
        required=False,
        strip=False,
        widget=Area({"spellcheck": "false", "dir": "ltr"}, rows=20),
        label=gettext_lazy("The file that you sent"),
        help_text=gettext_lazy("It is kept here: mend it and load it again, or choose another file above."),
    )
    name = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput())
    field_order = ("file", "text", "update_sources", "reason")

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(None if data is None else data.copy(), files)
        if data is None:
            del self.fields["text"]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        file, text = values.get("file"), values.get("text", "")
        if file:
            values.update(content=file.read(), name=file.name)
        elif text:
            values.update(content=text.encode(), name=values.get("name") or "case.json")
        elif "file" not in self.errors:
            self.add_error("file", _("Choose a case file."))
        self._keep(values)
        return values

    def _keep(self, values: Mapping[str, Any]) -> None:
        """Show the file in the form, should that be shown again; not one that is no text, or too long for a page."""
        shown = _as_text(values.get("content", b""))
        data: Any = self.data
        if shown:
            data["text"], data["name"] = shown, values["name"]
        else:
            self.fields.pop("text", None)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not file:
            return None
        most = MAX_YAML_BYTES if file.name.lower().endswith(_YAML) else MAX_UPLOAD_BYTES
        if file.size > most:
            large = _("The file has %(size)s bytes; at most %(most)s are loaded here. Use manage.py load_case for larger ones.")
            raise ValidationError(large % {"size": f"{file.size:,}", "most": f"{most:,}"})
        return file


def _as_text(content: bytes) -> str:
    """Return a file as text; nothing where it is none, or too long to be kept in a page."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return ""
    return text if len(text) <= MAX_KEPT and "\0" not in text else ""


def rights_of(request: HttpRequest) -> Rights:
    """Return what the person may say of sources in a case file, or in what is recorded through one."""
    person = request.user
    assert person.is_authenticated  # noqa: S101 - the admin lets nobody else in
    return Rights(approve=person.has_perm(APPROVE), grade=may(request, Source, "grade"), person=person)


def _changed(loaded: LoadResult) -> str:
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
    form = CaseForm(sent(request), request.FILES)
    problems: list[Any] = []

    def save(values: Mapping[str, Any]) -> str:
        change = change_of(request, "load case", values["reason"])
        try:
            case = read_case(values["content"], yaml=values["name"].lower().endswith(_YAML))
            loaded = load_case(case, change, rights=rights_of(request), update_sources=values["update_sources"])
        except CaseFileError as error:
            problems.extend(error.problems)
            refused = _("“%(name)s” was not loaded; nothing is stored of it. Problems found: %(number)s.")
            raise ValidationError(refused % {"name": values["name"], "number": len(problems)}) from error
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
