from __future__ import annotations

import re

import pytest
from django.urls import reverse

from claims.models import Claim, DeskPolicy, Standing
from claims.queries.claims.selection import waiting_claims
from claims.queries.policy.versions import thresholds
from tests.claims.admin.posting import errors, opened

ADD = "/admin/claims/deskpolicy/add/"


def drafted(client, **typed):
    sent = client.post(ADD, opened(client, ADD, **{"reason": "after the retraction of May", **typed}))
    assert sent.status_code == 302, errors(sent)
    return sent.url


def test_an_admin_drafts_a_policy_sees_what_it_changes_and_puts_it_in_force(superuser, sample):
    preview = drafted(superuser, min_on_record="4", **{"flag-single_gateway": "off"})
    assert thresholds().version == 0

    page = superuser.get(preview).content.decode()

    numbers = {kind: int(number) for kind, number in re.findall(r'data-kind="(\w+)">\s*<h2>[^<]*: (\d+)</h2>', page)}
    assert numbers["cleared"] > 0
    assert "single gateway" in page
    superuser.post(preview, {"do": "activate"})
    policy = DeskPolicy.objects.get()
    assert (policy.version, policy.min_on_record, policy.switched_off) == (1, 4, ["single_gateway"])
    assert (policy.recorded_by, policy.reason) == ("user:boss", "after the retraction of May")
    assert waiting_claims() == Standing.objects.count() > 0
    claim = Claim.objects.order_by("id")[0]
    assert "waits for the next verification" in superuser.get(f"/admin/claims/claim/{claim.pk}/change/").content.decode()


def test_a_preview_that_compared_with_an_older_policy_has_to_be_made_again(superuser, sample):
    old, new = drafted(superuser, min_on_record="3"), drafted(superuser, min_on_record="4")
    superuser.post(new, {"do": "activate"})

    page = superuser.get(old).content.decode()
    assert "Preview the draft again" in page
    assert 'value="activate"' not in page
    superuser.post(old, {"do": "go on"})
    assert 'value="activate"' in superuser.get(old).content.decode()


def test_a_draft_is_given_up_and_stays_on_record(superuser, sample):
    preview = drafted(superuser)
    superuser.post(preview, {"do": "drop"})

    assert DeskPolicy.objects.get().dropped_at is not None
    assert "<button" not in superuser.get(preview).content.decode().split('id="preview"')[1].split("</section>")[0]
    superuser.post(preview, {"do": "activate"})
    assert thresholds().version == 0


def test_the_form_starts_from_what_is_in_force(superuser, sample):
    superuser.post(drafted(superuser, shelf_life_days="30", **{"flag-stale": "critical"}), {"do": "activate"})

    page = opened(superuser, ADD)

    assert (page["shelf_life_days"], page["min_on_record"], page["flag-stale"]) == (30, 2, "critical")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"reason": ""}, "required"),
        ({"reason": "r", "min_disinterested": "5"}, "cannot include"),
        ({"min_on_record": "0"}, "greater"),
        ({"reason": "r", "flag-contested": "off"}, "Select a valid choice"),
    ],
)
def test_an_impossible_policy_or_one_without_a_reason_is_rejected(typed, said, superuser, sample):
    assert said in errors(superuser.post(ADD, opened(superuser, ADD, **typed)))
    assert not DeskPolicy.objects.exists()


def test_stored_versions_are_not_edited(superuser, sample):
    drafted(superuser)
    url = reverse("admin:claims_deskpolicy_change", args=[DeskPolicy.objects.get().pk])

    assert superuser.post(url, {"min_on_record": "1"}).status_code == 403


def test_editors_read_the_policy_and_do_not_set_it(editor, superuser, sample):
    preview = drafted(superuser)

    assert editor.get("/admin/claims/deskpolicy/").status_code == 200
    assert 'value="activate"' not in editor.get(preview).content.decode()
    assert editor.post(preview, {"do": "activate"}).status_code == 403
    assert editor.get(ADD).status_code == 403
    assert editor.post(ADD, {"min_on_record": "1", "reason": "mine"}).status_code == 403
