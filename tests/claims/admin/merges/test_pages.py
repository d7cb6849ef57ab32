"""The pages on which claims are merged and contradicted, and what moved claims leave on other pages."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.admin.merges.pages import PAGES
from claims.models import Claim, ClaimRelation, Decision
from claims.operations.merges.merge import merge
from claims.operations.merges.removal import remove_claim
from claims.operations.merges.split import Part, split
from claims.queries.claims.change_list import counted
from claims.queries.desk.front_page import my_queue
from claims.queries.merges.retired import going_on
from tests.cases import claim, load, row
from tests.claims.admin.posting import errors, opened, sendable
from tests.claims.operations.moving import LATER, because, flags, pk


def page_of(key: str, name: str = "change") -> str:
    return reverse(f"admin:claims_claim_{name}", args=[pk(key)])


def shown(client: Client, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200, page
    return str(page.content.decode())


def test_a_duplicate_is_chosen_previewed_and_merged(mover: Client, desk: Any) -> None:
    assert page_of("a", "merge") in shown(mover, page_of("a"))
    chosen = mover.post(page_of("a", "merge"), {"into": pk("b")})
    assert chosen["Location"] == f"{page_of('a', 'merge')}?into={pk('b')}"

    look = shown(mover, chosen["Location"])
    assert "post → post-2" in look
    assert "contradicts third" in look
    assert "<td>2</td><td>2–3</td>" in look
    assert not Decision.objects.exists()

    sent = mover.post(chosen["Location"], opened(mover, chosen["Location"], reason="<b>the same</b> words"))
    assert sent["Location"] == page_of("b")
    assert Claim.objects.get(key="a").merged_into_id == pk("b")
    page = shown(mover, page_of("a"))
    assert f'href="{page_of("b")}"' in page
    assert "&lt;b&gt;the same&lt;/b&gt; words" in page
    assert page_of("a", "unmerge") in page
    assert page_of("a", "merge") not in page
    assert 'id="attributions"' not in page  # nothing more is recorded of it
    assert f'href="{page_of("a")}"' in shown(mover, page_of("b"))


def test_a_merge_is_undone_after_a_preview(mover: Client, desk: Any) -> None:
    merge(pk("a"), pk("b"), because(desk))
    load({"claims": [claim("b", row("since", "cy", stance="reports", cites=["dip"]))]}, at=desk + LATER)
    look = shown(mover, page_of("a", "unmerge"))
    assert "Recorded there since" in look
    assert "<li>since</li>" in look

    sent = mover.post(page_of("a", "unmerge"), opened(mover, page_of("a", "unmerge"), reason="two after all"))
    assert sent["Location"] == page_of("a")
    assert Claim.objects.get(key="a").merged_into is None
    assert mover.get(page_of("a", "unmerge"))["Location"] == page_of("a")


def test_a_stale_merge_is_refused_and_may_be_sent_again(mover: Client, superuser: Client, desk: Any) -> None:
    address = f"{page_of('a', 'merge')}?into={pk('b')}"
    mine = opened(mover, address, reason="mine, typed by hand")
    superuser.post(page_of("b", "edit"), opened(superuser, page_of("b", "edit"), priority="1", reason="it is urgent"))

    sent = mover.post(address, mine)
    assert "user:boss, changed (it is urgent)" in errors(sent)
    assert "post → post-2" in sent.content.decode()
    assert not Decision.objects.filter(kind="merged").exists()
    assert mover.post(address, sendable(sent)).status_code == 302


def test_what_cannot_be_merged_is_said_before_anything_is_typed(mover: Client, desk: Any) -> None:
    merge(pk("a"), pk("b"), because(desk))
    page = mover.get(f"{page_of('third', 'merge')}?into={pk('a')}", follow=True)
    assert page.redirect_chain[-1][0] == page_of("third", "merge")
    assert "was merged into “b”" in page.content.decode()


def test_a_contradiction_is_named(mover: Client, desk: Any) -> None:
    address = page_of("b", "contradict")
    sent = mover.post(address, opened(mover, address, other=pk("third"), reason="either or"))
    assert sent["Location"] == page_of("b")
    assert ClaimRelation.objects.filter(from_claim__key="b", to_claim__key="third", kind="contradicts").exists()
    assert "self_contradicting" in flags("b")  # Ada supports both
    again = mover.post(address, opened(mover, address, other=pk("third"), reason="either or"))
    assert "already recorded" in errors(again)


def test_claims_that_go_on_elsewhere_are_left_out_unless_asked_for(mover: Client, ed: User, desk: Any) -> None:
    Claim.objects.update(assignee=ed)
    load({"claims": [claim("gone", row("ada")), claim("two", row("ada"))]}, at=desk)
    merge(pk("a"), pk("b"), because(desk))
    remove_claim(pk("gone"), because(desk))
    split(pk("two"), [Part("one-of", "One."), Part("other-of", "Other.")], {}, because(desk))
    listing = reverse("admin:claims_claim_changelist")

    def listed(query: str) -> set[str]:
        return {each.key for each in mover.get(f"{listing}{query}").context["cl"].result_list}

    here = {"b", "third", "one-of", "other-of"}
    assert listed("") == here
    assert "a" not in listed("?q=claim+a")
    assert [listed(f"?retired={how}") for how in ("merged", "split", "deleted")] == [{"a"}, {"two"}, {"gone"}]
    assert listed("?retired=any") == {*here, "a", "two", "gone"}
    assert listed("?retired=nonsense") == here
    assert counted(Claim.objects.filter(going_on()), narrowed=False).number == 4
    assert my_queue(ed.pk, timezone.now(), None).assigned == 2  # b and third; the parts are nobody's
    asked = {"app_label": "claims", "model_name": "claim", "field_name": "merged_into", "term": "claim"}
    found = json.loads(mover.get(reverse("admin:sources_source_find"), asked).content)["results"]
    assert {each["key"] for each in found} == {"b", "third"}


@pytest.mark.parametrize("name", sorted(PAGES))
def test_without_permission_there_is_no_action(newcomer: Client, desk: Any, name: str) -> None:
    User.objects.get(username="new").user_permissions.add(*Permission.objects.filter(codename__startswith="view_"))
    merge(pk("a"), pk("b"), because(desk))
    address = page_of("a", name)
    assert address not in shown(newcomer, page_of("a"))
    assert newcomer.get(address).status_code == 403
    assert newcomer.post(address, {"reason": "mine", "typed_key": "a", "into": pk("third")}).status_code == 403
    assert Claim.objects.get(key="a").text
