"""Comments on the page of a claim: who sees, writes, edits and strikes them out."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from claims.models import Claim, Comment
from sources.admin.pages import page_url


def url(name: str, claim: Claim, comment: Comment | None = None) -> str:
    address = reverse(f"admin:claims_claim_{name}", args=[claim.pk])
    return f"{address}?comment={comment.pk}" if comment else address


def test_a_comment_is_added_on_the_page_and_shown_escaped_by_the_authors_name(
    arms: Claim, ed: User, editor: Client, sen: User
) -> None:
    User.objects.filter(pk=ed.pk).update(first_name="Ada", last_name="Quinn")

    answer = editor.post(url("discuss", arms), {"text": "<b>@sen</b> call @nobody"}, follow=True)

    page = answer.content.decode()
    assert answer.redirect_chain[0][0] == page_url(arms)
    assert "In the inbox of: sen." in page
    assert "@nobody, so nobody was called" in page
    assert "&lt;b&gt;@sen&lt;/b&gt; call @nobody" in page
    assert "<strong>Ada Quinn</strong>" in page


def test_what_was_typed_is_kept_where_a_mention_is_refused(arms: Claim, editor: Client, newcomer: Client) -> None:
    page = editor.post(url("discuss", arms), {"text": "@new, look"}).content.decode()
    assert "“new” may not read comments on this claim" in page
    assert "@new, look</textarea>" in page


def test_viewers_neither_see_nor_write_comments(arms: Claim, editor: Client, viewer: Client) -> None:
    editor.post(url("discuss", arms), {"text": "canary"})
    comment = Comment.objects.get()

    assert b'id="discussion"' not in viewer.get(page_url(arms)).content
    pages = (url("discuss", arms), url("discuss_edit", arms, comment), url("discuss_strike", arms, comment))
    assert [viewer.post(page, {"text": "x"}).status_code for page in pages] == [403, 403, 403]
    assert viewer.get(reverse("admin:claims_comment_changelist")).status_code == 403


def test_an_author_edits_and_strikes_a_comment_and_a_senior_strikes_it_alone(
    arms: Claim, editor: Client, reporter: Client, senior: Client
) -> None:
    editor.post(url("discuss", arms), {"text": "Call."})
    comment = Comment.objects.get()
    edit, strike = (url(name, arms, comment) for name in ("discuss_edit", "discuss_strike"))

    assert [one.post(edit, {"text": "x"}).status_code for one in (reporter, senior)] == [403, 403]
    assert reporter.post(strike).status_code == 403
    assert edit not in senior.get(page_url(arms)).content.decode()
    assert editor.post(edit, {"text": "Call soon."}).status_code == 302
    assert "edited" in reporter.get(page_url(arms)).content.decode()
    assert senior.post(strike).status_code == 302
    page = reporter.get(page_url(arms)).content.decode()
    assert "Call soon." not in page
    assert "struck out" in page
