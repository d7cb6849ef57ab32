"""Export formats: each is offered by the list of claims and by the API, and holds what outsiders see and nothing else."""

from __future__ import annotations

import pytest
from django.urls import reverse

from claims.exports import formats
from claims.models import Claim
from claims.operations.desk.page_permissions import ACTIONS
from tests.factcheck.api.asking import caller

LIST = "admin:claims_claim_changelist"


def act(client, form, *claims):
    sent = {"action": f"export_{form.ending}", "_selected_action": [claim.pk for claim in claims], "index": "0"}
    return client.post(reverse(LIST), sent, follow=True)


@pytest.fixture(params=formats(), ids=lambda form: form.ending)
def form(request):
    return request.param


def test_endings_and_labels_distinguish_formats():
    assert len({form.ending for form in formats()}) == len({form.label for form in formats()}) == len(formats())
    assert {f"export_{form.ending}" for form in formats()} <= set(ACTIONS["claims.claim"])
    assert not {"case", "csv", "xlsx", "ndjson", "json"} & {form.ending for form in formats()}


def test_the_list_and_the_api_give_the_same_file(form, editor, arms):
    answer = act(editor, form, arms)
    sent = caller().get(f"claims.{form.ending}?q=shells&order=recorded")

    assert answer["Content-Type"] == sent["Content-Type"] == form.content_type
    assert answer["Content-Disposition"].endswith(f'.{form.ending}"')
    assert answer.content
    assert answer.content in sent.getvalue()


def test_a_claim_that_is_not_published_is_in_no_file(form, editor, arms):
    Claim.objects.filter(pk=arms.pk).update(public=False)

    answer = act(editor, form, arms)

    assert "1 of the claims are not published. Nothing was exported" in answer.content.decode()
    whole = caller().get(f"claims.{form.ending}").getvalue().decode()
    assert arms.text[:20] not in whole


def test_a_flag_of_the_desk_alone_is_in_no_file(form, editor, arms):
    before = act(editor, form, arms).content
    body = arms.public_body
    flag = '{"code":"unnamed_unapproved","severity":"warning","reason":"SECRET of the desk"},'
    body.body = body.body.replace('"flags":[', f'"flags":[{flag}')
    body.save()

    assert act(editor, form, arms).content == before


def test_anybody_may_read_it_where_the_desk_publishes(form, client, sample, settings):
    assert client.get(f"/api/v1/claims.{form.ending}").status_code == 401
    settings.API_ANONYMOUS_READ = True
    anonymous = client.get(f"/api/v1/claims.{form.ending}?order=recorded").getvalue()
    assert anonymous == caller().get(f"claims.{form.ending}?order=recorded").getvalue()


def test_claims_that_were_deleted_are_in_no_file(form, arms, now):
    Claim.objects.filter(pk=arms.pk).update(removed_at=now)
    assert caller().get(f"claims.{form.ending}?retired=deleted").getvalue() == b"".join(form.written(()))
