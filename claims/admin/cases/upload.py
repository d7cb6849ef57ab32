"""The page that loads a case file."""

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

#: A few thousand claims, which one request loads within seconds (a guess). ``manage.py load_case`` takes larger files.
MAX_UPLOAD_BYTES: Final = 10_000_000
#: Characters of a rejected file that the page shows for editing. Django reads at most 2.5 MB of a form.
MAX_KEPT: Final = 500_000
#: Changed records that one message lists (a guess at how many people read).
_MOST_CHANGES: Final = 50
_YAML = (".yaml", ".yml")
_WRITES = (Claim, Attribution, Interest, ClaimRelation, Source, SourceRelation, IndependenceJudgement, Document)
_CHANGES = (Claim, Attribution, Interest, Source, SourceRelation, Document)
#: A case file may add all of these, withdraw, void and strike out records, and merge claims. The user needs the permissions
#: for all of it.
MAY_UPLOAD: Final = (
    *((model, "add") for model in _WRITES),
    *((model, "change") for model in _CHANGES),
    (Claim, "merge"),
)


class CaseForm(ReasonForm):
    """A case file and the reason for loading it.

    A rejected file is shown as text, because a browser forgets the chosen file.
    """

    file = forms.FileField(
        required=False,
        widget=File(),
        label=gettext_lazy("Case file"),
        help_text=gettext_lazy("JSON or YAML (.yaml), at most 10 MB. If anything is wrong, nothing is loaded."),
    )
    update_sources = forms.BooleanField(
        required=False,
        widget=Checkbox(),
        label=gettext_lazy("Rename existing sources as in the file"),
        help_text=gettext_lazy(
            "Otherwise a file with another name for an existing source is rejected: it may be a different source."
        ),
    )
    text = forms.CharField(
        required=False,
        # The text is the file: a stripped one would move the line and column of every reported problem.
        strip=False,
        widget=Area({"spellcheck": "false", "dir": "ltr"}, rows=20),
        label=gettext_lazy("Your file"),
        help_text=gettext_lazy("Correct the file here and load it again, or choose another file above."),
    )
    name = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput())
    field_order = ("file", "text", "update_sources", "reason")

    def __init__(self, data: Any = None, files: Any = None) -> None:
        # A copy, because ``_keep`` writes the text of a rejected file into it.
        super().__init__(None if data is None else data.copy(), files)
        if data is None:
            del self.fields["text"]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        file, text = values.get("file"), values.get("text", "")
        if file:
            values.update(content=file.read(), name=file.name)
        # The file chosen last wins: the kept text is of the file that was refused.
        elif text:
            values.update(content=text.encode(), name=values.get("name") or "case.json")
        elif "file" not in self.errors:
            self.add_error("file", _("Choose a case file."))
        self._keep(values)
        return values

    def _keep(self, values: Mapping[str, Any]) -> None:
        """Show the file in the form, unless it is not text or too long for a page."""
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
        # YAML is far slower to parse than JSON, so its limit is lower.
        most = MAX_YAML_BYTES if file.name.lower().endswith(_YAML) else MAX_UPLOAD_BYTES
        if file.size > most:
            large = _("The file has %(size)s bytes; the limit here is %(most)s. Use manage.py load_case for larger files.")
            raise ValidationError(large % {"size": f"{file.size:,}", "most": f"{most:,}"})
        return file


def _as_text(content: bytes) -> str:
    """Return a file as text, or an empty text if it is not text or too long for a page."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return ""
    return text if len(text) <= MAX_KEPT and "\0" not in text else ""


def rights_of(request: HttpRequest) -> Rights:
    """Return what the user may set for sources in a case file."""
    person = request.user
    assert person.is_authenticated  # noqa: S101 - for mypy: admin_view requires it
    return Rights(approve=person.has_perm(APPROVE), grade=may(request, Source, "grade"), person=person)


def _changed(loaded: LoadResult) -> str:
    """Return the changes of existing sources and documents, old → new, or an empty text."""
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
    """Show the form for a case file. On POST, load the file, or list each of its problems with its place."""
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
            refused = _("“%(name)s” was not loaded. Nothing was saved. Problems found: %(number)s.")
            raise ValidationError(refused % {"name": values["name"], "number": len(problems)}) from error
        if changed := _changed(loaded):
            messages.info(request, changed)
        summary = _(
            "Loaded: %(claims)s claims, %(attributions)s attributions, %(sources)s sources and %(documents)s documents new or "
            "changed; %(revised)s claims revised."
        )
        counts = {name: getattr(loaded, name) for name in ("claims", "attributions", "sources", "documents")}
        return summary % {**counts, "revised": len(loaded.revised)}

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
