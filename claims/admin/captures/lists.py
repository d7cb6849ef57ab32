"""Lists of URLs: upload one, look at what is wrong with it, start it, follow it, and stop it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.captures.wording import title_of, tone_of
from claims.admin.refusals import REFUSALS
from claims.intake.url_lines import MOST_URL, FaultyLine, UrlFault, read_urls, text_of
from factcheck.desk.admin_theme import Area, DeskAdmin, File, Text
from factcheck.desk.people import person_name
from factcheck.desk.record_log import last_logged
from sources.admin.display import address, date_time, record_link, tag, words
from sources.admin.pages import ReasonForm, actor_of, form_page, page, refuse_in, require, sent
from sources.models import Capture, CaptureList, Document, ListedUrl
from sources.operations.capture_lists import MOST_URLS, make_list, stop_list
from sources.queries.documents.capture_lists import is_offline, list_of_id, progress_of, recent_lists, urls_of
from sources.tasks import continue_list
from sources.vocabulary import CAPTURED

#: Characters of a list: ten thousand URLs of a hundred characters each. Django reads at most 2.5 MB of a form.
_MOST_TEXT: Final = 1_000_000
#: Lines that a page shows (a guess at how many people read).
_MOST_SHOWN: Final = 30
_LISTS_SHOWN: Final = 5

_FAULTS: Final = {
    UrlFault.NO_URL: gettext_lazy("“%(words)s” is no URL. Put the URL of the page into one of the columns."),
    UrlFault.NO_SCHEME: gettext_lazy("“%(words)s” is no whole URL. Begin it with https://."),
    UrlFault.OTHER_SCHEME: gettext_lazy("“%(words)s” is no page of the web. Use a URL that begins with https:// or http://."),
    UrlFault.NO_HOST: gettext_lazy("“%(words)s” is not written like a URL. Copy it again from the browser."),
    UrlFault.PASSWORD: gettext_lazy("This URL holds a name or a password. Remove what is before the @."),
    UrlFault.TOO_LONG: gettext_lazy("This URL is longer than %(most)s characters. Remove what follows the question mark."),
    UrlFault.REPEATED: gettext_lazy("This URL is also in line %(words)s. It is captured once."),
}


class ListForm(forms.Form):
    """A list of URLs: a file, or its text. A file that was read is shown as text, so that it can be mended in place."""

    file = forms.FileField(
        required=False,
        widget=File(),
        label=gettext_lazy("CSV file"),
        help_text=gettext_lazy("A table with the URLs in one of its columns, or one URL a line."),
    )
    text = forms.CharField(
        required=False,
        max_length=_MOST_TEXT,
        # A stripped text would move the number of every reported line.
        strip=False,
        widget=Area({"spellcheck": "false", "dir": "ltr"}, rows=8),
        label=gettext_lazy("URLs, one a line"),
    )
    reason = forms.CharField(
        required=False,
        max_length=2_000,
        widget=Text(),
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("Stored with each capture."),
    )

    def clean_file(self) -> str:
        """Return the text of the file, which may be empty."""
        file = self.cleaned_data["file"]
        if not file:
            return ""
        if file.size > _MOST_TEXT:
            raise ValidationError(
                _("The file is too large for one list. Split it: a list has at most %(most)s URLs."), params=_most()
            )
        try:
            return text_of(file.read())
        except UnicodeDecodeError:
            raise ValidationError(_("The file is no text. Save the table as CSV in UTF-8, and choose it again.")) from None

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        values["lines"] = values.get("file") or values.get("text", "")
        if not values["lines"].strip() and not self.errors:
            self.add_error("file", _("Choose a file, or enter at least one URL."))
        return values


def _most() -> dict[str, str]:
    return {"most": f"{MOST_URLS:,}"}


def new_list(request: HttpRequest, admin: DeskAdmin) -> HttpResponse:
    """Show the form. On POST, show what the list holds and what is wrong with it; once that was seen, start it."""
    require(request, (Document, "add"), (Document, "view"), (Capture, "view"))
    # A copy, because a file that was read becomes the text of the form.
    data: Any = request.POST.copy() if request.method == "POST" else None
    form = ListForm(data, request.FILES if request.method == "POST" else None)
    read = None
    if data is not None and form.is_valid():
        data["text"] = form.cleaned_data["lines"]
        read = read_urls(form.cleaned_data["lines"])
        if not read.urls:
            form.add_error("text", _("None of the lines has a URL to capture."))
        elif "start" in data and not form.cleaned_data["file"]:
            try:
                made = make_list(
                    read.urls, at=timezone.now(), actor=actor_of(request), reason=form.cleaned_data["reason"]
                )  # fmt: skip
            except REFUSALS as error:
                refuse_in(form)(error)
            else:
                continue_list(made)
                return HttpResponseRedirect(_url(made))
    return page(
        request,
        admin,
        "admin/claims/capture/list_new.html",
        title=_("Capture a list of URLs"),
        form=form,
        number=len(read.urls) if read is not None else 0,
        beginning=read.urls[:3] if read is not None else (),
        faults=[(fault.line, _message(fault)) for fault in read.faults[:_MOST_SHOWN]] if read is not None else [],
        more_faults=max(0, len(read.faults) - _MOST_SHOWN) if read is not None else 0,
        lists=[(_url(each), each) for each in recent_lists(_LISTS_SHOWN)],
        back=reverse("admin:sources_capture_changelist"),
        media=admin.media + form.media,
    )


def _message(fault: FaultyLine) -> str:
    return str(_FAULTS[fault.why]) % {"words": fault.words, "most": f"{MOST_URL:,}"}


def _url(made: CaptureList) -> str:
    return reverse("admin:sources_capture_progress", args=[made.pk])


def list_page(request: HttpRequest, admin: DeskAdmin, pk: int) -> HttpResponse:
    """Show how far a list is. On POST, continue it: without workers, each request captures some."""
    require(request, (Document, "view"), (Capture, "view"), *(((Document, "add"),) if request.method == "POST" else ()))
    made = _list_or_404(pk)
    may_write = request.user.has_perm("sources.add_document")
    if request.method == "POST":
        continue_list(made)
        return HttpResponseRedirect(_url(made))
    progress, rows = progress_of(made), urls_of(made)
    left = progress.urls - progress.done
    goes_on = bool(left) and made.stopped_at is None
    # What failed is what somebody has to see to; what was captured last comes after that.
    done = [(row, row.capture) for row in rows if row.capture is not None]
    failed = [(row, capture) for row, capture in done if capture.outcome != CAPTURED]
    good = [(row, capture) for row, capture in reversed(done) if capture.outcome == CAPTURED]
    return page(
        request,
        admin,
        "admin/claims/capture/list.html",
        title=_("List of %(number)s URLs") % {"number": progress.urls},
        made=made,
        made_at=date_time(made.recorded_at),
        stopped=_stopped(made),
        progress=progress,
        left=left,
        outcomes=[(tag(word, tone_of(word)), number) for word, number in progress.outcomes.items()],
        failed=[_line(row, capture, words(capture.outcome)) for row, capture in failed[:_MOST_SHOWN]],
        good=[_line(row, capture, title_of(capture)) for row, capture in good[:_MOST_SHOWN]],
        may_record=may_write,
        goes_on=goes_on,
        # Workers go on by themselves, and the page follows them.
        follows=goes_on and bool(settings.CELERY_BROKER_URL),
        offline=goes_on and is_offline(made),
        stop=reverse("admin:sources_capture_stop", args=[pk]) if may_write and goes_on else "",
        here=_url(made),
        back=reverse("admin:sources_capture_list") if may_write else reverse("admin:sources_capture_changelist"),
        may_continue=may_write and goes_on and not settings.CELERY_BROKER_URL,
    )


def _stopped(made: CaptureList) -> str:
    """Return when a list was stopped, by whom and why; empty if it was not."""
    if made.stopped_at is None:
        return ""
    # A list stores when it was stopped; by whom and why is in the admin's log.
    entry = last_logged(made)
    who = [person_name(entry.user), entry.change_message] if entry is not None else []
    return ", ".join([date_time(made.stopped_at), *who])


def _line(row: ListedUrl, capture: Capture, text: str) -> dict[str, Any]:
    record = f"{reverse('admin:sources_document_add')}?capture={capture.pk}" if capture.document_id is None else ""
    return {"url": address(row.url), "link": record_link(capture, text), "record": record}


def stop_page(request: HttpRequest, admin: DeskAdmin, pk: int) -> HttpResponse:
    """Ask why a list is to be stopped, and stop it."""
    require(request, (Document, "add"), (Document, "view"), (Capture, "view"))
    made = _list_or_404(pk)

    def save(values: Mapping[str, Any]) -> str:
        if not stop_list(made, at=timezone.now()):
            raise ValidationError(_("This list was stopped already."))
        admin.log_change(request, made, values["reason"])
        return _("The list is stopped. A page that is being fetched is finished.")

    return form_page(
        request,
        admin,
        ReasonForm(sent(request)),
        title=_("Stop the list"),
        save=save,
        done=_url(made),
        refusals=REFUSALS,
        button=_("Stop the list"),
        explanation=_("What was captured stays. The other URLs are not fetched; start a new list for them."),
    )


def _list_or_404(pk: int) -> CaptureList:
    made = list_of_id(pk)
    if made is None:
        raise Http404(_("There is no such record."))
    return made
