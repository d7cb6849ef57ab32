from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from claims.models import Claim
from tests.claims.admin.quick_desk import Desk, said


@pytest.fixture
def desk(editor, arms):
    return Desk(editor, arms)


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"through-TOTAL_FORMS": "x", "stance": "supports", "said-name": "Sputnik"},
        {"through-TOTAL_FORMS": "99999999", "through-INITIAL_FORMS": "0", "stance": "supports", "said-name": "Sputnik"},
        {"through-TOTAL_FORMS": "1", "through-INITIAL_FORMS": "0", "paste": "\x00\u202e<<<"},
        {
            "through-TOTAL_FORMS": "1",
            "through-INITIAL_FORMS": "0",
            "said-name": "\x00",
            "where-name": "%_\\",
            "revision_seen": "-1",
        },
        {
            "through-TOTAL_FORMS": "1",
            "through-INITIAL_FORMS": "0",
            "said-name": "Sputnik",
            "said-pick": "nobody",
            "said-matched": "Sputnik",
        },
    ],
)
def test_whatever_is_sent_is_refused_in_the_form_and_stores_nothing(desk, sent):
    shown = desk.client.post(desk.url, {**sent, "record": "1"})

    assert shown.status_code == 200
    assert said(shown)
    assert Claim.objects.get(pk=desk.claim.pk).revision == desk.claim.revision


class TestPermissions:
    def test_the_page_requires_the_permission_to_add_attributions(self, newcomer, arms):
        assert newcomer.get(reverse("admin:claims_claim_quick", args=[arms.pk])).status_code == 403

    def test_a_user_who_cannot_add_sources_sees_why_at_the_name(self, client, arms, django_user_model):
        user = django_user_model.objects.create_user("reader", password="pass-word-1", is_staff=True)
        may = ["view_claim", "change_claim", "add_attribution", "view_source"]
        user.user_permissions.add(*Permission.objects.filter(codename__in=may))
        client.force_login(user)

        shown = Desk(client, arms).look(said__name="CSIS", said__kind="organisation")

        assert "you do not have permission to add one" in said(shown)["said-name"][0]

    def test_a_claim_that_is_not_there_is_not_found(self, editor, arms):
        assert editor.get(reverse("admin:claims_claim_quick", args=[arms.pk + 1_000])).status_code == 404


def test_the_page_opens_with_every_field_labelled_and_no_inline_script(editor, arms):
    html = editor.get(reverse("admin:claims_claim_quick", args=[arms.pk])).content.decode()

    assert 'for="id_said-name"' in html
    assert "desk/quick.js" in html
    assert "onclick" not in html
