"""The pages of the desk, each open in a window as an editor has it: the forms filled in, their previews shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from claims.models import Attribution, Claim, WebhookSubscription
from claims.operations.attributions.changes import withdraw
from claims.operations.decisions.ledger import request_comment
from claims.operations.decisions.notes import add_note
from claims.operations.flags.waivers import waive
from claims.operations.verdicts.drafts import draft_verdict, submit_draft
from claims.operations.webhooks.subscriptions import send_test, subscribe
from claims.verification import Change
from sources.models import Capture, Document, Source
from sources.operations.captures import Sign, record_capture
from tests.claims.verdicts import author, wording
from tests.reviewing import reading
from tests.sites import PARAGRAPH


def work_on_the_sample(at: datetime) -> None:
    """Leave on the contested claim a withdrawn denial, a waiver, a request for comment, a note, and a verdict in review.

    A capture waits for a document; another one was read.
    """
    arms = Claim.objects.get(key="arms-transfers")
    change = Change(at, "user:ada", "worked on", "Both called.")
    withdraw(arms.attributions.get(key="pyongyang-denies"), change, by="source")
    waive([arms.pk], {"single_gateway"}, change, until=at + timedelta(days=7))
    request_comment(arms.pk, Source.objects.get(key="moscow"), change, answer_by=at + timedelta(days=1))
    add_note(arms.pk, "The photographs are the weak point.", at=at, actor="user:ada")
    eve = author("eve")
    says = wording("unproven", "All of it came through one agency.", "us-photos", of=arms)
    verdict = draft_verdict(arms.pk, says, eve, change)
    submit_draft(verdict, eve, change)
    record_capture(
        Capture(way="fetched", url="https://paper.example/b", title="The bridge", text=PARAGRAPH * 9, fetched_at=at),
        at=at,
        actor="user:ada",
        body=b"<html>",
        signs=[Sign("credit", "(Reuters)", credited=Source.objects.get(key="bloomberg"))],
    )
    reading(now=at)
    send_test(subscribe("The CMS", "https://cms.example/hook", change).subscription.key, change)


def open_pages(window: Any) -> Iterator[tuple[str, Any]]:
    """Open one page after the other, each by its name; it is closed when the next one is asked for.

    The person needs to be an administrator, and the sample case to be loaded.
    """
    claim = f"/admin/claims/claim/{Claim.objects.get(key='arms-transfers').pk}"
    other = Claim.objects.get(key="ballistic-missiles").pk
    row = Attribution.objects.get(key="moscow-denies", claim__key="arms-transfers").pk
    document = Document.objects.get(key="sr-rare-visits").pk
    bloomberg, vedomosti = (Source.objects.get(key=key).pk for key in ("bloomberg", "vedomosti"))
    hook = WebhookSubscription.objects.get().pk
    capture = f"/admin/sources/capture/{Capture.objects.get(document=None).pk}"
    reviewed = f"/admin/sources/capture/{Capture.objects.get(document__isnull=False).pk}"
    addresses = {
        "front page": "/admin/",
        "claim list": "/admin/claims/claim/?severity=critical",
        "adding several claims": "/admin/claims/claim/add-several/",
        "report": f"/admin/claims/claim/report/?claims={other}",
        "claim": f"{claim}/change/",
        **{f"claim, {tab}": f"{claim}/{tab}/" for tab in ("chain", "decisions", "history", "edit")},
        "settling a flag": f"{claim}/settle/?code=contested",
        "asking for comment": f"{claim}/comment/",
        "help": "/admin/claims/flag/help/",
        "glossary": "/admin/claims/flag/help/glossary/",
        "shortcuts": "/admin/claims/flag/help/shortcuts/",
        "inbox": "/admin/claims/claim/inbox/",
        "hand-over": "/admin/claims/claim/hand-over/",
        "system": "/admin/claims/verificationrun/system/",
        "verdict": f"{claim}/verdict/",
        "merging": f"{claim}/merge/?into={other}",
        "attribution": f"/admin/claims/attribution/{row}/change/",
        "document": f"/admin/sources/document/{document}/change/",
        "story sheet": f"/admin/sources/document/{document}/sheet/",
        "capturing a page": "/admin/sources/capture/add/",
        "capturing a list": "/admin/sources/capture/list/",
        "capture": f"{capture}/change/",
        "captured text": f"{capture}/text/",
        "reviewing proposals": f"{reviewed}/proposals/?all=1",
        "how often rules are right": "/admin/sources/capture/precision/",
        "source": f"/admin/sources/source/{bloomberg}/change/",
        "merging sources": f"/admin/sources/source/{vedomosti}/merge/?into={bloomberg}",
        "search": "/admin/search/?q=putn+visits",
        "making a token": "/admin/access/apitoken/add/",
        "making a webhook": "/admin/claims/webhooksubscription/add/",
        "webhook": f"/admin/claims/webhooksubscription/{hook}/change/",
    }
    for name, address in addresses.items():
        page = window.new_page()
        answer = page.goto(address)
        assert answer.ok, f"{name}: {answer.status} at {address}"
        _unfold(page)
        yield name, page
        page.close()
    for opened in (_recording, _splitting, _conflict, _policy):
        page = window.new_page()
        name = opened(page, claim)
        _unfold(page)
        yield name, page
        page.close()


def _unfold(page: Any) -> None:
    """Open whatever is folded away: it is part of the page."""
    page.evaluate("document.querySelectorAll('#main details').forEach((one) => { one.open = true })")


def _recording(page: Any, claim: str) -> str:
    page.goto(f"{claim}/who-says-so/")
    fill_in_a_chain(page)
    return "recording who says so"


def fill_in_a_chain(page: Any) -> None:
    """Say through whom something came, and look at what that would record."""
    page.fill("[name=paste]", "Spokesman-Review < Bloomberg < Vedomosti < unnamed envoy")
    page.select_option("[name=stance]", "supports")
    page.click("[name=look]")
    page.wait_for_selector("#preview")


def _splitting(page: Any, claim: str) -> str:
    page.goto(f"{claim}/split/")
    for number, text in enumerate(("Shells were shipped.", "Missiles were shipped."), 1):
        page.fill(f"[name=text_{number}]", text)
    page.fill("[name=reason]", "Two claims in one.")
    page.click(".desk-submit button")
    page.wait_for_selector("#preview")
    return "splitting"


def _conflict(page: Any, claim: str) -> str:
    page.goto(f"{claim}/edit/")
    colleague = page.context.new_page()
    for one, priority in ((colleague, "2"), (page, "3")):
        if one is colleague:
            one.goto(f"{claim}/edit/")
        one.select_option("[name=priority]", priority)
        one.fill("[name=reason]", "The ministry called.")
        one.click("button:text-is('Save')")
        one.wait_for_load_state()
    colleague.close()
    page.wait_for_selector("#conflict")
    return "conflict"


def _policy(page: Any, _claim: str) -> str:
    page.goto("/admin/claims/deskpolicy/add/")
    page.fill("[name=min_on_record]", "4")
    page.fill("[name=reason]", "Two more.")
    page.click("button:text-is('Preview')")
    page.wait_for_selector("#preview")
    return "policy preview"
