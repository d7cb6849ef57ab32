"""The page "Capture a page": a URL, a file or a pasted text. What came of it is on the page of the capture."""

from __future__ import annotations

from collections.abc import Mapping
from threading import BoundedSemaphore
from typing import Any, Final

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from factcheck.desk.admin_theme import Area, DeskAdmin, File, Text
from sources.admin.display import is_web_address
from sources.admin.pages import actor_of, changelist_url, form_page, page_url, require, sent
from sources.capturing import capture_text, capture_upload, capture_url
from sources.models import Capture, Document
from sources.queries import documents_by_key

#: Characters of a pasted text: a long article has a tenth. Django reads at most 2.5 MB of a form.
_MOST_TEXT: Final = 500_000
#: A page takes up to a minute, and a process has two threads for writes: the other one stays free for those who save.
_FETCHING: Final = BoundedSemaphore(1)


class CaptureForm(forms.Form):
    """What to capture: a URL, or the saved page or the text, which may come with the URL at which it was."""

    url = forms.CharField(
        label=gettext_lazy("URL"),
        required=False,
        max_length=2_000,
        widget=Text({"inputmode": "url"}),
        help_text=gettext_lazy("It is fetched now, which takes some seconds. With a file or a text, it is only noted."),
    )
    file = forms.FileField(
        label=gettext_lazy("Saved page or file"),
        required=False,
        widget=File(),
        help_text=gettext_lazy("A saved web page (HTML), a PDF file or a plain text."),
    )
    text = forms.CharField(
        label=gettext_lazy("Pasted text"), required=False, max_length=_MOST_TEXT, widget=Area(rows=5)
    )  # fmt: skip
    language = forms.CharField(
        label=gettext_lazy("Language"),
        required=False,
        max_length=35,
        widget=Text(),
        validators=[RegexValidator(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z", gettext_lazy("Use a language tag: en, uk, pt-BR."))],
        help_text=gettext_lazy("Only if the page does not say it: en, uk, pt-BR."),
    )
    reason = forms.CharField(label=gettext_lazy("Why"), required=False, max_length=2_000, widget=Text())
    document = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput())  # its key

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"].strip()
        if url and not is_web_address(url):
            raise ValidationError(_("Enter the whole URL, beginning with https:// or http://."))
        return url

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > settings.CAPTURE_MAX_BYTES:
            sizes = {"size": filesizeformat(file.size), "most": filesizeformat(settings.CAPTURE_MAX_BYTES)}
            raise ValidationError(_("The file has %(size)s; the most is %(most)s. Paste the text that matters.") % sizes)
        return file

    def clean_document(self) -> Document | None:
        key = self.cleaned_data["document"]
        found = _document_called(key)
        if key and found is None:
            raise ValidationError(_("There is no such document."))
        return found

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        file, text = values.get("file"), values.get("text", "").strip()
        if file and text:
            self.add_error("text", _("Choose a file or paste a text, not both."))
        elif not (file or text or values.get("url") or self.errors):
            self.add_error("url", _("Enter a URL, choose a file, or paste a text."))
        return values


def add_page(request: HttpRequest, admin: DeskAdmin) -> HttpResponse:
    """Show the form. On POST, fetch or read what it names, store the capture, and lead to its page."""
    require(request, (Document, "add"), (Document, "view"), (Capture, "view"))
    asked = {name: request.GET[name] for name in ("url", "document") if name in request.GET}
    form = CaptureForm(sent(request), request.FILES if request.method == "POST" else None, initial=asked)
    document = _document_called(str(form["document"].value() or ""))

    def save(values: Mapping[str, Any]) -> HttpResponse:
        capture = _captured(values, actor_of(request))
        if capture.document is not None:
            admin.log_change(request, capture.document, f"capture {capture.pk}: {capture.outcome}")
        return HttpResponseRedirect(page_url(capture))

    return form_page(
        request,
        admin,
        form,
        title=_("Capture a page") if document is None else _("Capture “%(title)s” again") % {"title": document.title},
        save=save,
        done=changelist_url(admin) if document is None else page_url(document),
        button=_("Capture"),
        explanation=_(
            "Enter a URL, choose a file, or paste a text. The copy is for the desk alone; readers see the quotes and the link."
        ),
    )


def _document_called(key: str) -> Document | None:
    return documents_by_key([key] if key else []).get(key)


def _captured(values: Mapping[str, Any], actor: str) -> Capture:
    """Return the stored capture of what a form names. Raises: ValidationError while another page is being fetched."""
    record = {
        "at": timezone.now(),
        "actor": actor,
        **{name: values[name] for name in ("reason", "document", "language", "url")},
    }
    if values["file"]:
        return capture_upload(values["file"].name, values["file"].read(), **record)
    if values["text"].strip():
        return capture_text(values["text"], **record)
    if not _FETCHING.acquire(blocking=False):
        raise ValidationError(_("Another page is being fetched at the moment. Send the form again in a few seconds."))
    try:
        return capture_url(**record)
    finally:
        _FETCHING.release()
