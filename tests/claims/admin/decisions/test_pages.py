"""Settling on the page of a claim: each flag's step, stakes, and taking back."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.admin.decisions.words import STEPS
from claims.models import Attribution, Claim, Decision, Flag, Interest, Revision
from claims.operations.decisions.ledger import BY_A_WORD, request_comment
from claims.verification import Change
from sources.models import Document, Source
from tests.cases import claim, load
from tests.claims.admin.posting import errors, opened, sendable

WHY = "<b>They</b> spoke of another shipment."
SHOWN = "&lt;b&gt;They&lt;/b&gt; spoke of another shipment."


def page_of(claim: Claim, name: str = "change", asked: str = "") -> str:
    return reverse(f"admin:claims_claim_{name}", args=[claim.pk]) + asked


def sent(client: Client, url: str, **typed: Any) -> Any:
    return client.post(url, opened(client, url, **typed))


def open_codes() -> set[str]:
    return set(Flag.objects.filter(cleared_at=None).values_list("code", flat=True))


def steps_of(client: Client, claim: Claim) -> dict[str, list[str]]:
    """The addresses that the card of each open flag offers."""
    cards = client.get(page_of(claim)).context["cards"]
    return {card["flag"].code: [step.address for step in card["steps"]] for card in cards}


def asked_cyd(c: Claim, **fields: Any) -> Decision:
    change = Change(timezone.now(), "user:ann", "comment requested", "By e-mail.")
    return request_comment(c.pk, Source.objects.get(key="cyd"), change, **fields)[0]


def test_each_flag_that_a_decision_resolves_has_its_button(desk: Client, c: Claim) -> None:
    steps = steps_of(desk, c)
    by_a_word = {code: [page_of(c, "settle", f"?code={code}")] for code in STEPS if code in steps}
    assert set(by_a_word) == {"contested", "position_changed", "retracted_source", "tainted", "stale"} & open_codes()
    assert {code: steps[code] for code in by_a_word} == by_a_word
    assert steps["self_contradicting"] == [page_of(c, "declare", f"?last={key}") for key in ("yes", "no")]
    assert steps["overdue_outcome"] == [page_of(c, "outcome")]
    assert steps["no_response_sought"] == [page_of(c, "comment")]
    page = desk.get(page_of(c)).content.decode()
    assert all(address.replace("&", "&amp;") in page for addresses in steps.values() for address in addresses)


@pytest.mark.parametrize("code", ["contested", "position_changed", "retracted_source", "tainted"])
def test_a_decision_with_a_reason_resolves_it(desk: Client, c: Claim, code: str) -> None:
    url = page_of(c, "settle", f"?code={code}")
    flag = Flag.objects.get(code=code, cleared_at=None)
    page = desk.get(url)
    assert flag.reason in page.context["flag"].reason
    assert [record.key for record in page.context["rests_on"]] == [key for _, key in flag.culprits]
    assert ("Readers see this" in page.content.decode()) == (code == "contested")

    done = sent(desk, url, reason=WHY)

    assert done.status_code == 302, errors(done)
    assert done["Location"] == page_of(c)
    assert code not in open_codes()
    decision = Decision.objects.get(kind=BY_A_WORD[code])
    assert (decision.actor, decision.reason, decision.about) == ("user:ed", WHY, flag.culprits)
    assert Revision.objects.filter(claim=c).order_by("-number")[0].action == BY_A_WORD[code].replace("_", " ")
    page = desk.get(page_of(c, "decisions")).content.decode()
    assert SHOWN in page
    assert WHY not in page


def test_what_it_rests_on_is_read_before_deciding(desk: Client, c: Claim) -> None:
    page = desk.get(page_of(c, "settle", "?code=contested")).content.decode()
    ben = Attribution.objects.get(key="ben")
    assert reverse("admin:claims_attribution_change", args=[ben.pk]) in page
    assert "Not a word of it &lt;is&gt; true." in page


def test_what_does_not_hold_for_the_new_wording_is_left_in_doubt(desk: Client, c: Claim) -> None:
    url = page_of(c, "settle", "?code=tainted")
    done = sent(desk, url, holds=["ada", "ben"], reason="Both were asked again.")
    assert done.status_code == 302, errors(done)
    assert ["attribution", "no"] in Flag.objects.get(code="tainted", cleared_at=None).culprits
    assert Decision.objects.get(kind="reconfirmed").about == [["attribution", "ada"], ["attribution", "ben"]]
    assert "holds" in errors(sent(desk, url, holds=["ada"], reason="Again."))


def test_the_last_word_is_declared_by_the_button_of_the_statement(desk: Client, c: Claim) -> None:
    done = sent(desk, steps_of(desk, c)["self_contradicting"][1], reason="She corrected herself.")
    assert done.status_code == 302, errors(done)
    decision = Decision.objects.get(kind="change_declared")
    assert (decision.attribution.key, decision.about) == ("no", [["attribution", "yes"]])
    assert "self_contradicting" not in open_codes()


def test_an_outcome_is_linked_with_the_document_that_shows_it(desk: Client, c: Claim) -> None:
    url = page_of(c, "outcome")
    assert "Link the evidence" in errors(sent(desk, url, outcome="did_not", reason="It fell through."))
    assert "is not a date" in errors(sent(desk, url, outcome="did_not", happened_at="soon", reason="So."))
    values = {"outcome": "did_not", "happened_at": "2024-06-01", "document": Document.objects.get().pk}

    done = sent(desk, url, reason="It fell through.", **values)

    assert done.status_code == 302, errors(done)
    assert "overdue_outcome" not in open_codes()
    page = desk.get(page_of(c, "decisions")).content.decode()
    assert "it did not come about" in page
    assert "What came of it" in page


def test_a_claim_can_be_reaffirmed_without_a_flag(desk: Client, c: Claim) -> None:
    assert [step.address for step in desk.get(page_of(c, "decisions")).context["decision_steps"]] == [
        page_of(c, name, "?from=decisions") for name in ("comment", "parties", "reaffirm", "outcome", "discredit")
    ]
    assert sent(desk, page_of(c, "reaffirm"), reason="I called her.").status_code == 302
    assert Decision.objects.get(kind="reaffirmed").reason == "I called her."


def test_parties_are_set_together_in_one_revision(desk: Client, c: Claim) -> None:
    url, before = page_of(c, "parties"), c.revision
    assert "Cyd harmed if believed" in desk.get(url).content.decode()
    ben, kim = (Source.objects.get(key=key).pk for key in ("ben", "kim"))
    rows = {"source_1": ben, "because_1": "accused of lying", "source_2": kim, "side_2": "1"}

    done = sent(desk, url, reason="From the indictment.", **rows)

    assert done.status_code == 302, errors(done)
    stands = Interest.objects.filter(struck_at=None).order_by("source__key").values_list("source__key", "side", "reason")
    assert list(stands) == [("ben", -1, "accused of lying"), ("cyd", -1, ""), ("kim", 1, "")]
    assert Claim.objects.get().revision == before + 1
    assert "already recorded" in errors(sent(desk, url, reason="Again.", **rows))


def test_a_decision_is_undone_with_a_reason_and_stays_readable(desk: Client, c: Claim) -> None:
    sent(desk, page_of(c, "settle", "?code=contested"), reason=WHY)
    (line,) = (one for one in desk.get(page_of(c, "decisions")).context["decided"] if one.row.kind == "contest_resolved")

    done = sent(desk, line.take_back, reason="I was wrong.")

    assert done.status_code == 302, errors(done)
    assert "contested" in open_codes()
    assert SHOWN not in desk.get(page_of(c, "decisions")).content.decode()
    page = desk.get(reverse("admin:claims_decision_change", args=[line.row.pk])).content.decode()
    assert "I was wrong." in page
    assert SHOWN in page
    assert desk.get(reverse("admin:claims_decision_changelist"), {"claim__id__exact": c.pk}).status_code == 200


@pytest.mark.parametrize(
    ("name", "asked", "typed"),
    [
        ("settle", "?code=contested", {}),
        ("settle", "?code=tainted", {"holds": ["ada", "ben"]}),
        ("declare", "?last=no", {}),
        ("reaffirm", "", {}),
        ("comment", "", {}),
        ("parties", "", {"source_1": "ben"}),
        ("outcome", "", {"outcome": "did_not", "document": "paper"}),
    ],
)
def test_a_change_in_the_meantime_is_shown_and_the_input_kept(
    desk: Client, superuser: Client, c: Claim, name: str, asked: str, typed: dict[str, Any]
) -> None:
    keys = {"source_1": Source, "document": Document}
    values = {field: keys[field].objects.get(key=key).pk if field in keys else key for field, key in typed.items()}
    url = page_of(c, name, asked)
    mine = opened(desk, url, reason="Typed by hand.", **values)
    sent(superuser, page_of(c, "edit"), priority="1", reason="it is urgent")

    refused = desk.post(url, mine)

    assert "user:boss, changed (it is urgent)" in errors(refused)
    assert "Typed by hand." in refused.content.decode()
    again = desk.post(url, mine | sendable(refused))
    assert again.status_code == 302, errors(again)
    settled = Decision.objects.filter(kind="reconfirmed").values_list("about", flat=True)
    assert all(about == [["attribution", key] for key in typed["holds"]] for about in settled)


def test_the_second_editor_sees_who_resolved_it(desk: Client, superuser: Client, c: Claim) -> None:
    for code, typed in (("contested", {}), ("tainted", {"holds": ["ada"]})):
        url = page_of(c, "settle", f"?code={code}")
        mine = opened(desk, url, reason="Mine.", **typed)
        assert sent(superuser, url, reason="A colleague was first.").status_code == 302
        refused = desk.post(url, mine)
        assert "A colleague was first." in errors(refused)
        assert "Mine." in refused.content.decode()
        assert "is no longer open on this claim" in errors(desk.post(url, mine | sendable(refused)))
    assert not Decision.objects.filter(reason="Mine.").exists()


def test_what_is_not_open_has_no_page(desk: Client, c: Claim) -> None:
    pages = [("settle", ""), ("settle", "?code=single_origin"), ("settle", "?code=stale"), ("answer", "?request=x")]
    pages += [("answer", "?request=99"), ("no_answer", f"?request={'9' * 30}")]
    assert {page_of(c, *page): desk.get(page_of(c, *page)).status_code for page in pages} == {
        page_of(c, *page): 404 for page in pages
    }


def test_flags_of_a_merged_claim_cannot_be_resolved(desk: Client, c: Claim) -> None:
    load({"claims": [claim("whole"), claim("c", text=c.text, merged_into="whole")]}, at=timezone.now())
    assert desk.get(page_of(c, "decisions")).context["decision_steps"] == []
    assert not any(card["steps"] for card in desk.get(page_of(c)).context["cards"])
    assert {desk.get(page_of(c, name)).status_code for name in ("reaffirm", "comment", "parties", "outcome")} == {404}


def test_without_permission_nothing_is_offered_and_all_is_refused(newcomer: Client, c: Claim) -> None:
    new = User.objects.get(username="new")
    new.user_permissions.add(*Permission.objects.filter(codename__startswith="view_"))
    asked = asked_cyd(c)
    assert not any(card["steps"] for card in newcomer.get(page_of(c)).context["cards"])
    page = newcomer.get(page_of(c, "decisions"))
    assert page.context["decision_steps"] == []
    assert not any(one.answer or one.no_answer for one in page.context["comment_requests"])
    assert not any(one.take_back for one in page.context["decided"])
    pages = [("settle", "?code=contested"), ("declare", ""), ("reaffirm", ""), ("outcome", ""), ("comment", "")]
    pages += [("parties", ""), ("answer", f"?request={asked.pk}"), ("no_answer", f"?request={asked.pk}")]
    for page_name in pages:
        assert newcomer.get(page_of(c, *page_name)).status_code == 403
        assert newcomer.post(page_of(c, *page_name), {"reason": "mine"}).status_code == 403
    strike = reverse("admin:claims_decision_strike", args=[asked.pk])
    assert newcomer.get(strike).status_code == 403


def test_without_permission_to_change_claims_one_only_requests_comment(newcomer: Client, c: Claim) -> None:
    wanted = ("view_claim", "view_source", "add_decision", "add_attribution")
    User.objects.get(username="new").user_permissions.add(*Permission.objects.filter(codename__in=wanted))
    assert [step.address for step in newcomer.get(page_of(c, "decisions")).context["decision_steps"]] == [
        page_of(c, "comment", "?from=decisions")
    ]
    assert sent(newcomer, page_of(c, "comment"), reason="By phone.").status_code == 302
    assert newcomer.get(page_of(c, "settle", "?code=contested")).status_code == 403


def test_the_editor_says_whether_other_words_mean_the_same(desk: Client, c: Claim) -> None:
    assert "Only spelling or style changed" in desk.get(page_of(c, "edit")).content.decode()
    assert "same_meaning" not in desk.get(reverse("admin:claims_claim_add")).context["form"].fields
    before = Decision.objects.filter(kind="reworded").count()

    assert (
        sent(desk, page_of(c, "edit"), text="The claim C, put otherwise.", same_meaning="on", reason="a capital").status_code
        == 302
    )
    assert Decision.objects.filter(kind="reworded").count() == before

    assert sent(desk, page_of(c, "edit"), text="The claim c was something else.", reason="it said more").status_code == 302
    assert Decision.objects.filter(kind="reworded").count() == before + 1
    assert "tainted" in open_codes()
