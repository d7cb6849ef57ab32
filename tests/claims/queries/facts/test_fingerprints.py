"""The fingerprint of a claim's rows: it changes with everything that the policy reads of them, and with nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from claims.models import Attribution, Citation, Claim, ClaimRelation, Decision, Interest, PageProblem, SourcePrint, Standing
from claims.policy.assess import RULES_VERSION
from claims.queries.claims.selection import ids_of_all
from claims.queries.facts.fingerprints import fingerprints, suspects
from claims.verification import refresh_prints
from sources.models import Document, Source
from tests.cases import claim, outlet, person, row, unnamed

Load = Callable[..., Any]
LATER = datetime(2024, 7, 1, tzinfo=UTC)
VERSION = f"{RULES_VERSION}+0"


@pytest.fixture
def ids(loaded: Load) -> range:
    """Three claims: one with all kinds of rows, one that contradicts it, and a bystander."""
    loaded(
        sources=[outlet("post"), outlet("wire"), person("ada"), person("ben"), unnamed("dip", "post")],
        documents=[{"key": "doc", "publisher": "post", "kind": "article", "title": "One"}],
        claims=[
            claim(
                "c",
                row("ada"),
                row("dip"),
                row("post", stance="reports", cites=["ada"], document="doc"),
                row("wire", stance="reports", copies="post"),
                interests=[{"source": "ada", "side": 1}],
                decisions=[
                    {"kind": "acknowledged", "about": [{"kind": "attribution", "key": "ada"}], "reason": "Seen."},
                    {"kind": "change_declared", "attribution": "ada", "reason": "The later."},
                    {"kind": "comment_requested", "source": "ada", "reason": "By telephone."},
                ],
                window={"from": "2024-06", "until": "2024-07"},
            ),
            claim("rival", row("ben"), relations=[{"kind": "contradicts", "claim": "c"}]),
            claim("bystander", row("ben")),
        ],
    )
    refresh_prints()
    first, *_, last = ids_of_all()
    return range(first, last + 1)


def attributions() -> Any:
    return Attribution.objects.filter(claim__key="c", key="ada")


def decisions(*kinds: str) -> Any:
    return Decision.objects.filter(kind__in=kinds) if kinds else Decision.objects.all()


CHANGES: dict[str, Callable[[], object]] = {
    "key of the claim": lambda: Claim.objects.filter(key="c").update(key="d"),
    "window_from": lambda: Claim.objects.filter(key="c").update(window_from="2024-05"),
    "window_until": lambda: Claim.objects.filter(key="c").update(window_until=""),
    "recorded_at of the claim": lambda: Claim.objects.filter(key="c").update(recorded_at=LATER),
    "key": lambda: attributions().update(key="other"),
    "source": lambda: attributions().update(source=Source.objects.get(key="ben")),
    "stance": lambda: attributions().update(stance="denies"),
    "scope": lambda: attributions().update(scope="partial"),
    "basis": lambda: attributions().update(basis="unstated"),
    "said_at": lambda: attributions().update(said_at="2024-06-01"),
    "document": lambda: attributions().update(document=Document.objects.get()),
    "recorded_at": lambda: attributions().update(recorded_at=LATER),
    "withdrawal": lambda: attributions().update(
        withdrawal_recorded_at=LATER, withdrawn_by="source", withdrawal_reason="Not so."
    ),
    "concern about its document": lambda: Document.objects.update(doubted_at=LATER),
    "problem of its page": lambda: PageProblem.objects.create(
        claim=Claim.objects.get(key="c"),
        attribution=attributions().get(),
        document=Document.objects.get(),
        missing_since=LATER,
        recorded_at=LATER,
    ),
    "superseded": lambda: attributions().update(supersedes=Attribution.objects.get(key="dip")),
    "voided": lambda: attributions().update(voided_at=LATER, void_reason="Ours."),
    "struck link": lambda: Citation.objects.filter(kind="cites").update(struck_at=LATER, struck_reason="No."),
    "kind of a link": lambda: Citation.objects.filter(kind="cites").update(kind="copies"),
    "end of a link": lambda: Citation.objects.filter(kind="cites").update(cited=Attribution.objects.get(key="dip")),
    "stake": lambda: Interest.objects.update(side=-1),
    "holder of a stake": lambda: Interest.objects.update(source=Source.objects.get(key="ben")),
    "struck stake": lambda: Interest.objects.update(struck_at=LATER, struck_reason="No."),
    "struck decision": lambda: decisions().update(struck_at=LATER, struck_by="user:eve", struck_reason="No."),
    "kind of a decision": lambda: decisions("acknowledged").update(kind="reviewed"),
    "what a decision is about": lambda: decisions("acknowledged").update(about=[["attribution", "dip"]]),
    "findings of a decision": lambda: decisions("acknowledged").update(findings_digest="other"),
    "time of a decision": lambda: decisions("acknowledged").update(recorded_at=LATER),
    "last word that was declared": lambda: decisions("change_declared").update(attribution=Attribution.objects.get(key="dip")),
    "who was asked": lambda: decisions("comment_requested").update(source=Source.objects.get(key="ben")),
    "struck contradiction": lambda: ClaimRelation.objects.update(struck_at=LATER, struck_reason="No."),
    "kind of a relation": lambda: ClaimRelation.objects.update(kind="restates"),
    "country of a source": lambda: Source.objects.filter(key="ada").update(country="US") and refresh_prints(),
    "name of a voucher": lambda: Source.objects.filter(key="post").update(name="The Post") and refresh_prints(),
}


@pytest.mark.django_db
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_each_change_of_what_the_policy_reads_changes_the_fingerprint(ids: range, change: Callable[[], object]) -> None:
    before = fingerprints(ids)
    change()
    after = fingerprints(ids)
    differing = {Claim.objects.get(pk=pk).key for pk in ids if before[pk] != after[pk]}
    assert differing & {"c", "d"}
    assert "bystander" not in differing


@pytest.mark.django_db
def test_columns_that_the_policy_does_not_read_do_not_change_it(ids: range) -> None:
    before = fingerprints(ids)
    Claim.objects.update(text="Other words.", priority=1)
    Attribution.objects.update(quote_exact="Words.", ground_rule="background")
    Source.objects.filter(key="ada").update(description="A countess.", homepage="https://example.org")
    Decision.objects.update(reason="Other words.", actor="user:eve")
    refresh_prints()
    assert fingerprints(ids) == before


@pytest.mark.django_db
def test_the_fingerprint_is_the_same_for_one_claim_or_a_range(ids: range) -> None:
    whole = fingerprints(ids)
    assert len(set(whole.values())) == 3
    assert {pk: fingerprints([pk])[pk] for pk in ids} == whole


@pytest.mark.django_db
def test_two_claims_with_swapped_rows_have_new_fingerprints(ids: range) -> None:
    """Equal rows swapped between two claims: combined hashes must not cancel out."""
    before = fingerprints(ids)
    rows = list(Attribution.objects.filter(key="ben").order_by("id"))
    for one, source in zip(rows, ("ada", "ada"), strict=True):
        Attribution.objects.filter(pk=one.pk).update(source=Source.objects.get(key=source))
    after = fingerprints(ids)
    assert [before[pk] != after[pk] for pk in ids] == [False, True, True]


@pytest.mark.django_db
class TestSuspects:
    @pytest.fixture(autouse=True)
    def _verified(self, ids: range, now: datetime) -> None:
        self.ids, self.now = ids, now
        for pk, found in fingerprints(ids).items():
            Standing.objects.filter(pk=pk).update(fingerprint=found)

    def unproven(self, at: datetime | None = None, version: str = VERSION) -> list[int]:
        found = suspects(self.ids, version, at or self.now, one_in=2**40)
        assert found.sampled == {}
        return list(found.unproven)

    def test_a_claim_verified_on_these_rows_is_proven(self) -> None:
        assert self.unproven() == []

    @pytest.mark.parametrize(
        "doubt",
        [{"error": "boom"}, {"marked_at": LATER}, {"fingerprint": None}, {"fingerprint": 1}, {"now": None}, {"now": LATER}],
        ids=str,
    )
    def test_a_doubt_about_one_makes_it_a_suspect(self, doubt: dict[str, Any]) -> None:
        Standing.objects.filter(pk=self.ids[1]).update(**doubt)
        assert self.unproven() == [self.ids[1]]

    def test_time_policy_and_a_missing_result_leave_nothing_proven(self) -> None:
        due = min(Standing.objects.values_list("due_at", flat=True))
        assert self.unproven(due - timedelta(seconds=1)) == []
        assert self.unproven(due)
        assert self.unproven(version=f"{RULES_VERSION}+7") == list(self.ids)
        Standing.objects.filter(pk=self.ids[2]).delete()
        assert self.unproven() == [self.ids[2]]

    def test_in_time_each_claim_is_sampled(self) -> None:
        seen = [list(suspects(self.ids, VERSION, self.now + timedelta(days=day), one_in=5).sampled) for day in range(5)]
        assert sorted(pk for found in seen for pk in found) == list(self.ids)


@pytest.mark.django_db
def test_prints_follow_sources_their_families_and_judgements(ids: range) -> None:
    assert refresh_prints() == 0
    Source.objects.filter(key="wire").update(family=Source.objects.get(key="post"))
    assert refresh_prints() >= 2
    SourcePrint.objects.filter(source__key="ada").delete()
    assert refresh_prints() == 1
