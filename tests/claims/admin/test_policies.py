from __future__ import annotations

import pytest
from django.urls import reverse

from claims.models import Claim, DeskPolicy, Standing
from claims.queries.selection import waiting_claims
from tests.claims.admin.posting import errors, opened

ADD = "/admin/claims/deskpolicy/add/"


def test_an_admin_sets_a_new_version_and_all_claims_wait(superuser, sample):
    sent = superuser.post(ADD, opened(superuser, ADD, min_on_record="3", reason="after the retraction of May"))

    assert sent.status_code == 302, errors(sent)
    policy = DeskPolicy.objects.get()
    assert (policy.version, policy.min_on_record, policy.recorded_by) == (1, 3, "user:boss")
    assert waiting_claims() == Standing.objects.count() > 0
    claim = Claim.objects.order_by("id")[0]
    assert "waits for the next verification" in superuser.get(f"/admin/claims/claim/{claim.pk}/change/").content.decode()


def test_the_form_starts_from_what_is_in_force(superuser, sample):
    superuser.post(ADD, opened(superuser, ADD, shelf_life_days="30", reason="shorter"))

    page = opened(superuser, ADD)

    assert (page["shelf_life_days"], page["min_on_record"]) == (30, 2)
    superuser.post(ADD, page | {"reason": "again"})
    assert [row.version for row in DeskPolicy.objects.order_by("version")] == [1, 2]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"reason": ""}, "required"),
        ({"reason": "r", "min_disinterested": "5"}, "never be met"),
        ({"min_on_record": "0"}, "greater"),
    ],
)
def test_a_policy_without_a_reason_or_that_nobody_could_meet_is_refused(typed, said, superuser, sample):
    assert said in errors(superuser.post(ADD, opened(superuser, ADD, **typed)))
    assert not DeskPolicy.objects.exists()


def test_stored_versions_are_not_edited(superuser, sample):
    superuser.post(ADD, opened(superuser, ADD, reason="a"))
    url = reverse("admin:claims_deskpolicy_change", args=[DeskPolicy.objects.get().pk])

    assert superuser.post(url, {"min_on_record": "1"}).status_code == 403


def test_editors_read_the_policy_and_do_not_set_it(editor, sample):
    assert editor.get("/admin/claims/deskpolicy/").status_code == 200
    assert editor.get(ADD).status_code == 403
    assert editor.post(ADD, {"min_on_record": "1", "reason": "mine"}).status_code == 403
