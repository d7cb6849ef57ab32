from __future__ import annotations

import json
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.contrib.messages import get_messages

from claims.admin.claim_list import bulk_actions
from claims.models import Claim, Flag, Revision, VerificationRun
from tests.claims.admin.listing import LIST, act, many
from tests.claims.admin.posting import errors, opened


@pytest.fixture
def claims(now):
    many(now, 3)
    return list(Claim.objects.order_by("id"))


@pytest.fixture(autouse=True)
def _later(now):
    with time_machine.travel(now + timedelta(hours=1), tick=False):
        yield


def form_of(client, action, *claims, **query):
    answer = act(client, f"bulk_{action}", *claims, **query)
    assert answer.status_code == 302, answer
    return answer.url


def carry_out(client, action, *claims, **typed):
    url = form_of(client, action, *claims)
    return client.post(url, opened(client, url, **typed))


def message_in(answer):
    return " ".join(str(each) for each in get_messages(answer.wsgi_request))


def last(key):
    return Revision.objects.filter(claim__key=key).order_by("-number").values_list("actor", "action", "reason").first()


def test_claims_are_assigned_to_me_with_a_revision_each(editor, ed, claims):
    answer = carry_out(editor, "assign", *claims[:2], reason="on shift")

    assert set(Claim.objects.filter(assignee=ed).values_list("key", flat=True)) == {"c001", "c002"}
    assert last("c001") == last("c002") == ("user:ed", "assigned", "on shift")
    assert last("c003")[1] == "load case"
    assert message_in(answer) == "2 claims assigned to ed."


def test_claims_are_unassigned(editor, ed, claims):
    Claim.objects.filter(key="c001").update(assignee=ed)

    answer = carry_out(editor, "assign", *claims, assignee="")

    assert not Claim.objects.exclude(assignee=None).exists()
    assert message_in(answer) == "1 claim unassigned. 2 were so already, and are unchanged."
    assert last("c002")[1] == "load case"


def test_assigning_needs_no_reason_and_filing_does(editor, ed, claims):
    carry_out(editor, "assign", *claims[:1], reason="")
    assert last("c001") == ("user:ed", "assigned", "")

    answer = carry_out(editor, "add_topic", *claims[1:], topic="x", reason="")
    assert "This field is required" in errors(answer)
    assert last("c002")[1] == "load case"


def test_inactive_people_are_not_offered(editor, claims):
    User.objects.create_user("gone", is_staff=True, is_active=False)

    assert "gone" not in editor.get(form_of(editor, "assign", *claims)).content.decode()


def test_a_claim_that_changed_meanwhile_stops_all_and_is_named(editor, ed, claims, now):
    url = form_of(editor, "assign", *claims)
    data = opened(editor, url, reason="mine")
    carry_out(editor, "add_topic", claims[0], topic="new", reason="why")

    answer = editor.post(url, data)

    assert "these claims have changed since you chose them: c001 (user:ed)" in errors(answer)
    assert not Claim.objects.filter(assignee=ed).exists()
    again = {**data, "seen": answer.context["form"].data["seen"]}
    assert message_in(editor.post(url, again)) == "3 claims assigned to ed."


def test_a_topic_is_added_where_it_is_missing(editor, claims):
    carry_out(editor, "add_topic", claims[0], topic="North Korea", reason="filing")

    answer = carry_out(editor, "add_topic", *claims, topic="north-korea", reason="filing")

    assert Claim.objects.filter(topics__topic="north-korea").count() == 3
    assert message_in(answer) == "2 claims filed under north-korea. 1 was so already, and is unchanged."
    assert json.loads(Claim.objects.get(key="c002").public_body.body)["topics"] == ["a", "b", "north-korea"]


@pytest.mark.parametrize("topic", ["", "a, b", "!!", "☃"])
def test_an_invalid_topic_is_refused(topic, editor, claims):
    answer = carry_out(editor, "add_topic", *claims, topic=topic, reason="filing")

    assert answer.status_code == 200
    assert Claim.objects.filter(topics__topic="a").count() == 3


def test_a_topic_is_removed(editor, claims):
    answer = carry_out(editor, "remove_topic", *claims[:2], topic="a", reason="refiled")

    assert message_in(answer) == "2 claims are filed under a no longer."
    assert list(Claim.objects.filter(topics__topic="a").values_list("key", flat=True)) == ["c003"]


def test_claims_are_verified_again_as_a_run_of_their_own(editor, claims):
    Flag.objects.filter(claim=claims[0]).update(reason="tampered")
    Claim.objects.get(key="c001").standing.__class__.objects.filter(claim=claims[0]).update(marked_at=claims[0].recorded_at)

    answer = carry_out(editor, "verify", *claims[:2])

    run = VerificationRun.objects.get()
    assert (run.scope, run.verified, run.actor) == ("claims", 2, "user:ed")
    assert message_in(answer).startswith("2 verified: ")
    assert Claim.objects.get(key="c001").standing.marked_at is None


def test_a_flag_is_waived_on_all_selected_claims_until_a_day(editor, claims, now):
    answer = carry_out(editor, "waive", *claims[:2], codes=["contested"], until="2024-06-20", reason="asked the desk in Seoul")

    waived = Flag.objects.filter(code="contested", waived_until__isnull=False)
    assert {flag.claim_id for flag in waived} == {claims[0].pk, claims[1].pk}
    assert {f"{flag.waived_until:%d %H:%M} {flag.waived_by}" for flag in waived} == {"21 00:00 user:ed"}
    assert message_in(answer) == "2 flags waived: contested."


@pytest.mark.parametrize("until", ["2024-06-01", "2026-01-01", "9999-12-31", "x"])
def test_a_waiver_until_an_impossible_time_is_refused(until, editor, claims):
    answer = carry_out(editor, "waive", *claims, codes=["contested"], until=until, reason="why")

    assert answer.status_code == 200
    assert errors(answer)
    assert not Flag.objects.filter(waived_until__isnull=False).exists()


def test_a_bulk_action_returns_to_the_same_list(editor, claims):
    url = form_of(editor, "assign", claims[0], status="contested")

    assert editor.post(url, opened(editor, url, reason="mine")).url == f"{LIST}?status=contested"
    outward = f"{url.split('&back=')[0]}&back=//evil.example/%3Fa=1"
    assert editor.post(outward, opened(editor, outward, reason="mine")).url.startswith(f"{LIST}?")


def test_more_claims_than_one_request_changes_are_refused(editor, claims, monkeypatch):
    monkeypatch.setattr(bulk_actions, "MOST_CHANGED", 2)

    answer = act(editor, "bulk_assign", claims[0], across=True)

    assert "At most 2 claims are changed at once" in message_in(answer)


@pytest.mark.parametrize("names", ["", "x", "-", "9" * 30, "999999"])
def test_a_form_about_no_claims_is_not_found(names, editor, claims):
    assert editor.get(f"{LIST}bulk/assign/", {"claims": names}).status_code == 404
    assert editor.get(f"{LIST}bulk/delete/", {"claims": claims[0].pk}).status_code == 404


def test_a_form_tampered_with_is_refused(editor, ed, claims):
    url = form_of(editor, "assign", *claims)

    for seen in ("", "x", "1", f"{claims[0].pk}:1", "1:2:3"):
        assert editor.post(url, {**opened(editor, url, reason="mine"), "seen": seen}).status_code == 200
    assert not Claim.objects.filter(assignee=ed).exists()


def test_the_number_of_queries_of_a_form_does_not_grow_with_the_claims(editor, claims, django_assert_max_num_queries):
    url = form_of(editor, "waive", *claims)

    # Session, person, two queries for permissions; the claims, their topics and flags.
    with django_assert_max_num_queries(8):
        editor.get(url)
