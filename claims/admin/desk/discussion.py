"""The comments on a claim: the panel on its page, and the pages that add, edit and strike them out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from claims.admin.claim_page.tabs import back_to
from claims.admin.refusals import REFUSALS
from claims.models import Claim, Comment
from claims.operations.desk.discussion import LONGEST, Said, add_comment, edit_comment, strike_comment
from claims.queries.desk.discussion import SHOWN, comment_on, discussion_of
from claims.queries.desk.people import commenters
from factcheck.desk.admin_theme import Area, DeskAdmin
from factcheck.desk.labels import joined
from factcheck.desk.people import actor_name, person_name
from sources.admin.display import date_time, titled
from sources.admin.pages import actor_of, form_page, may, require, sent


class CommentForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Comment"),
        max_length=LONGEST,
        widget=Area({"data-mentions": "people"}, rows=2),
        help_text=gettext_lazy("For colleagues, never for readers. @ and a user name calls somebody. Name no unnamed source."),
    )


class Line(NamedTuple):
    """A comment, the claim merged into this one that it is on, and the URLs of what the user may do with it."""

    row: Comment
    merged: Claim | None
    edit: str
    strike: str


def discussion_panel(claim: Claim, request: HttpRequest) -> dict[str, Any]:
    """Return the template context. Without permission it is empty, so that the page does not reveal whether there are any."""
    if not may(request, Comment, "view"):
        return {}
    writes = may(request, Comment, "add") and claim.removed_at is None and claim.merged_into_id is None
    rows = discussion_of(claim)
    return {
        "discussion": {
            "lines": [_line(row, claim, request, writes=writes) for row in rows],
            "all": f"{reverse('admin:claims_comment_changelist')}?q={claim.key}" if len(rows) == SHOWN else "",
            "form": CommentForm(auto_id="comment_%s") if writes else None,
            "add": _address("discuss", claim) if writes else "",
            "people": [(one.get_username(), person_name(one)) for one in commenters()] if writes else [],
        }
    }


def _line(row: Comment, claim: Claim, request: HttpRequest, *, writes: bool) -> Line:
    here = writes and row.struck_at is None and row.claim_id == claim.pk
    own = row.person_id == request.user.pk
    named = {"comment": str(row.pk)}
    return Line(
        row,
        None if row.claim_id == claim.pk else row.claim,
        _address("discuss_edit", claim, **named) if here and own else "",
        _address("discuss_strike", claim, **named) if here and (own or may(request, Comment, "change")) else "",
    )


def _address(name: str, claim: Claim, **query: str) -> str:
    url = reverse(f"admin:claims_claim_{name}", args=[claim.pk])
    return f"{url}?{urlencode(query)}" if query else url


# Error reports quote the values of a form, and go to people who may not read comments.
@sensitive_post_parameters("text")
def discuss_page(request: HttpRequest, admin: DeskAdmin, claim: Claim) -> HttpResponse:
    """Add a comment to a claim."""
    _require(request)

    made: list[Comment] = []

    def save(values: Mapping[str, Any]) -> str:
        said = add_comment(claim.pk, values["text"], at=timezone.now(), actor=actor_of(request), person=request.user.pk)
        made.append(said.comment)
        return _done(request, said, _("The comment is saved."))

    def undo() -> str:
        return _address("discuss_strike", claim, comment=str(made[-1].pk))

    form = CommentForm(sent(request))
    return _page(request, admin, claim, form, save, _("Comment on %s"), _("Save comment"), undo=undo)


@sensitive_post_parameters("text")
def edit_page(request: HttpRequest, admin: DeskAdmin, claim: Claim) -> HttpResponse:
    """Edit the comment that the URL names."""
    comment = _named(request, claim)
    if comment.person_id != request.user.pk:
        raise PermissionDenied

    def save(values: Mapping[str, Any]) -> str:
        said = edit_comment(comment, values["text"], at=timezone.now(), person=request.user.pk)
        return _done(request, said, _("The comment is changed."))

    form = CommentForm(sent(request), initial={"text": comment.text})
    return _page(request, admin, claim, form, save, _("Edit a comment on %s"), _("Save comment"))


def strike_page(request: HttpRequest, admin: DeskAdmin, claim: Claim) -> HttpResponse:
    """Strike out the comment that the URL names."""
    comment = _named(request, claim)
    if comment.person_id != request.user.pk and not may(request, Comment, "change"):
        raise PermissionDenied

    def save(_values: Mapping[str, Any]) -> str:
        strike_comment(comment, at=timezone.now(), actor=actor_of(request))
        return _("The comment is struck out and its text is erased.")

    says = _(
        "The comment by %(actor)s of %(at)s. Its text is erased permanently. The record that there was a comment stays."
    ) % {"actor": actor_name(comment.actor), "at": date_time(comment.recorded_at)}
    form = forms.Form(sent(request))
    return _page(request, admin, claim, form, save, _("Strike out a comment on %s"), _("Strike out"), explanation=says)


def _page(
    request: HttpRequest,
    admin: DeskAdmin,
    claim: Claim,
    form: forms.Form,
    save: Callable[[Mapping[str, Any]], str],
    title: str,
    button: str,
    **page: Any,
) -> HttpResponse:
    shown = {"explanation": f"“{claim.text}”", "title": title % titled(claim), "button": button, **page}
    return form_page(request, admin, form, save=save, done=back_to(request, claim), refusals=REFUSALS, **shown)


def _done(request: HttpRequest, said: Said, done: str) -> str:
    """Return the message, with the names of those who find the comment in their inbox."""
    mentioned = [person_name(one) for one in said.mentioned if one.pk != request.user.pk]
    if said.unknown:
        unknown = _("Nobody on the desk has the user name %(names)s, so nobody was called.")
        messages.warning(request, unknown % {"names": ", ".join(f"@{name}" for name in said.unknown)})
    if not mentioned:
        return done
    return f"{done} " + _("In the inbox of: %(names)s.") % {"names": joined(mentioned)}


def _require(request: HttpRequest) -> None:
    require(request, (Claim, "view"), (Comment, "view"), (Comment, "add"))


def _named(request: HttpRequest, claim: Claim) -> Comment:
    # The permission first: a 404 would already reveal something to others.
    _require(request)
    comment = comment_on(claim, request.GET.get("comment", ""))
    if comment is None:
        raise Http404(_("This claim has no such comment."))
    return comment


#: By the last part of the URL, which is also its name: ``admin:claims_claim_NAME``.
PAGES: dict[str, Callable[[HttpRequest, DeskAdmin, Claim], HttpResponse]] = {
    "discuss": discuss_page,
    "discuss-edit": edit_page,
    "discuss-strike": strike_page,
}
