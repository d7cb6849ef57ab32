"""The page of a claim's verdicts, who sees what on it, and where the desk hears of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from claims.models import Attribution, Claim, Revision, Verdict
from claims.models.verdict import DRAFT, DROPPED, IN_REVIEW, PUBLISHED, RETURNED, WITHDRAWN
from claims.operations.attributions.changes import void
from tests.cases import claim, load, row
from tests.claims.admin.posting import opened
from tests.claims.verdicts import change, in_review, published, reviewer, staff

HOUR = timedelta(hours=1)
HOSTILE = "<script>alert(1)</script>"
LIST = "/admin/claims/claim/"


def at_desk(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def url(c: Claim) -> str:
    return reverse("admin:claims_claim_verdict", args=[c.pk])


def shown(client: Client, c: Claim, name: str = "decisions") -> str:
    response = client.get(reverse(f"admin:claims_claim_{name}", args=[c.pk]))
    assert response.status_code == 200
    return response.content.decode()


def buttons(client: Client, c: Claim) -> list[str]:
    return [move.name for each in client.get(url(c)).context["current"] for move in each["moves"]]


def typed(client: Client, c: Claim, do: str, reason: str = "") -> dict[str, Any]:
    """Return what pressing a button of the page would post."""
    current = client.get(url(c)).context["current"]
    form = next(each["form"] for each in current if do in [move.name for move in each["moves"]])
    return {"do": do, "reason": reason, **{field.html_name: field.value() for field in form.hidden_fields()}}


def press(client: Client, c: Claim, do: str, reason: str = "") -> str:
    """Press a button of the page, and return what the page then says."""
    sent = client.post(url(c), typed(client, c, do, reason), follow=True)
    assert sent.redirect_chain, sent.content.decode()
    return sent.content.decode()


def test_a_verdict_is_drafted_by_one_and_published_by_another(c: Claim, eve: User, sam: User) -> None:
    drafts, reviews = at_desk(eve), at_desk(sam)
    ada, echo = Attribution.objects.filter(claim=c).order_by("key")
    says = {"rating": "mostly-true", "rationale": f"Ada was there. {HOSTILE}", "reason": "A first go."}
    evidence = {f"take-{ada.pk}": "on", f"take-{echo.pk}": "on", f"place-{echo.pk}": 1, f"place-{ada.pk}": 2}
    data = opened(drafts, url(c), do="save", **says, **evidence)
    assert "The draft is saved" in drafts.post(url(c), data, follow=True).content.decode()
    draft = Verdict.objects.get()
    assert (draft.state, [each.attribution.key for each in draft.evidence.all()]) == (DRAFT, ["echo", "ada"])
    assert buttons(drafts, c) == ["submit", "drop"]
    press(drafts, c, "submit")
    assert buttons(drafts, c) == ["drop"]
    assert buttons(reviews, c) == ["publish", "return", "drop"]
    page = press(reviews, c, "return", "Who else was there?")
    assert "Who else was there?" in page
    assert "No verdict is published." in shown(drafts, c)
    again = opened(drafts, url(c), do="save", rationale="Ada was there, alone.")
    drafts.post(url(c), again)
    press(drafts, c, "submit", "She alone.")
    reader = at_desk(staff("reader"))
    for what in (shown(reader, c), reader.get("/admin/claims/verdict/").content.decode()):
        assert "Mostly true" not in what
        assert "in review" not in what

    page = press(reviews, c, "publish", "Read against the recording.")

    assert "The verdict is published." in page
    assert Verdict.objects.get().state == PUBLISHED
    card = shown(reader, c).split('id="verdict"')[1].split("</section>")[0]
    assert "Mostly true" in card
    assert "Ada was there, alone." in card
    assert card.index("echo") < card.index("ada)")
    assert "Who else was there?" not in card
    assert HOSTILE not in shown(drafts, c, "verdict")
    assert Revision.objects.filter(claim=c).order_by("-number")[0].action == "verdict published"
    assert reader.get(url(c)).status_code == 403


def test_what_one_may_not_do_is_refused_however_it_is_sent(c: Claim, eve: User, sam: User, now: datetime) -> None:
    verdict = in_review(c, sam, now)
    own = at_desk(sam)
    assert buttons(own, c) == ["drop"]
    data = {**typed(own, c, "drop", "Mine."), "do": "publish"}
    assert "somebody else must review it" in own.post(url(c), data).content.decode()
    assert at_desk(eve).post(url(c), data).status_code == 403
    boss = User.objects.create_superuser("boss")
    assert buttons(at_desk(boss), c) == ["publish", "return", "drop"]
    assert at_desk(boss).post(url(c), {**data, "do": "enthrone"}).status_code == 403
    assert at_desk(boss).post(url(c), {**data, "verdict": verdict.pk + 1}).status_code == 404
    assert at_desk(boss).post(url(c), {**data, "reason": ""}).context["current"][0]["form"].errors
    assert at_desk(staff("reader")).post(url(c), data).status_code == 403
    assert Verdict.objects.get().state == IN_REVIEW


def test_changed_findings_are_shown_before_publication(c: Claim, eve: User, sam: User, now: datetime) -> None:
    in_review(c, eve, now)
    reviews = at_desk(sam)
    data = typed(reviews, c, "publish", "Checked.")
    load({"claims": [claim("c", row("ada"), row("ben", stance="denies"))]}, at=now + HOUR)
    refused = reviews.post(url(c), data)
    page = refused.content.decode()
    assert "has changed since you opened it" in page
    assert "have changed since this draft was sent to review" in page
    (each,) = refused.context["current"]
    again = {**data, "revision_seen": each["form"]["revision_seen"].value()}
    assert reviews.post(url(c), again).status_code == 302
    assert Verdict.objects.get().state == PUBLISHED


def test_an_outdated_verdict_is_marked_where_it_is_read_and_confirmed_withdrawn_or_replaced(
    c: Claim, eve: User, sam: User, now: datetime
) -> None:
    published(c, eve, sam, now + HOUR)
    drafts, reviews = at_desk(eve), at_desk(reviewer("kim"))
    load({"claims": [claim("c", row("ada"), row("copy", "echo", stance="reports", cites=["ada"]))]}, at=now + HOUR)
    assert "data-outdated" not in shown(drafts, c)
    assert buttons(reviews, c) == ["withdraw"]
    load({"claims": [claim("c", row("ada"), row("ben", stance="denies"))]}, at=now + HOUR)
    assert "data-outdated" in shown(drafts, c)
    assert "outdated" in drafts.get(LIST).content.decode().split("data-verdict")[1][:200]
    assert buttons(drafts, c) == []
    assert buttons(reviews, c) == ["confirm", "withdraw"]
    press(reviews, c, "confirm", "Ben would say so.")
    assert "data-outdated" not in shown(drafts, c)
    press(reviews, c, "withdraw", "We were wrong.")
    assert Verdict.objects.get().state == WITHDRAWN
    assert "No verdict is published." in shown(drafts, c)
    assert "We were wrong." in shown(reviews, c, "verdict")


def test_evidence_that_was_our_own_error_is_refused_in_place(c: Claim, eve: User, now: datetime) -> None:
    verdict = in_review(c, eve, now)
    drafts = at_desk(eve)
    void(Attribution.objects.get(claim=c, key="ada"), change(now + HOUR, eve, "Misheard."))
    sent = drafts.post(url(c), opened(drafts, url(c), do="save", rationale="Now what?"))
    page = sent.content.decode()
    assert "“ada” was voided as our own error" in page
    assert "Now what?" in page
    assert "voided since (our error)" in page
    press(drafts, c, "drop", "Nothing to say.")
    verdict.refresh_from_db()
    assert verdict.state == DROPPED


def test_the_front_page_lists_waiting_verdicts(c: Claim, eve: User, sam: User, now: datetime) -> None:
    load({"claims": [claim(key, row("ada")) for key in ("d", "e", "f")]}, at=now)
    at = {each.key: each for each in Claim.objects.all()}
    in_review(at["d"], eve, now + HOUR)
    published(at["e"], eve, sam, now + HOUR)
    in_review(c, sam, now + HOUR)
    drafts, reviews, reader = at_desk(eve), at_desk(sam), at_desk(staff("reader"))

    def found(client: Client, value: str) -> list[str]:
        listed = client.get(LIST, {"verdict": value}).context["cl"].result_list
        return sorted(each.key for each in listed)

    with time_machine.travel(now + 2 * HOUR, tick=False):
        assert found(reviews, "none") == ["f"]
        assert found(reviews, "published") == ["e"]
        assert found(reviews, "outdated") == []
        assert found(reviews, "review") == ["c", "d"]
        assert found(reviews, "my-review") == ["d"]
        assert found(reader, "published") == ["e"]
        assert len(found(reader, "review")) == 4  # not understood, and the list says so
        press(reviews, at["d"], "return", "Not yet.")
        assert found(drafts, "returned") == found(drafts, "draft") == ["d"]
        assert "Unproven" in drafts.get(LIST, {"q": "e"}).content.decode()
        numbers = {person: at_desk(person).get("/admin/").context["desk"]["mine"]["verdicts"] for person in (eve, sam)}
        assert [(each.value, each.words) for each in numbers[eve]] == [(1, "of your drafts was returned with comments")]
        assert numbers[sam] == []
        assert drafts.get(numbers[eve][0].url).context["cl"].result_list[0].key == "d"
        assert at_desk(reviewer("kim")).get("/admin/").content.decode().count("verdict to review") == 1
    assert Verdict.objects.get(claim=at["d"]).state == RETURNED
