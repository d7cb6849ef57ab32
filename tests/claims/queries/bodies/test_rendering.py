"""From stored rows to public bodies: what is left out, what stands in which order, and in how many queries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec
from pytest_django import DjangoAssertNumQueries

from claims.models import Claim
from claims.operations.documents.changes import correct_document
from claims.operations.merges.removal import remove_claim
from claims.published import PublicAssessment, PublicClaim
from claims.queries.bodies.assessments import public_assessment
from claims.queries.bodies.rendering import render_bodies
from claims.queries.policy.versions import thresholds
from claims.verification import clock_at, evaluate
from sources.models import Document
from tests.cases import claim, outlet, person, row, unnamed
from tests.claims.operations.moving import because, pk

Load = Callable[..., Any]


def assessed(now: datetime) -> dict[int, PublicAssessment]:
    found = evaluate(list(Claim.objects.values_list("pk", flat=True)), clock_at(now), thresholds())
    return {claim: public_assessment(one.assessment) for claim, one in found.items() if one.assessment}


def rendered(key: str, now: datetime) -> PublicClaim:
    return msgspec.json.decode(render_bodies([pk(key)], assessed(now))[pk(key)], type=PublicClaim)


def test_bodies_take_eleven_queries_however_many_claims(
    arms: Claim, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assessments = assessed(now)
    ids = sorted(assessments)
    # Attributions, further documents, stakes, topics, relations, links, sources, documents; decisions and verdicts; claims.
    with django_assert_num_queries(11):
        bodies = render_bodies(ids, assessments)
    assert bodies[arms.pk] == arms.public_body.body.encode()
    with django_assert_num_queries(11):
        assert render_bodies([arms.pk], assessments) == {arms.pk: bodies[arms.pk]}


def test_a_voided_attribution_is_gone_with_its_source_and_the_links_to_it(loaded: Load, now: datetime) -> None:
    rows = row("ada"), row("slip", "ben", voided={"reason": "typed twice"}), row("post", cites=["ada", "slip"])
    loaded(sources=[person("ada"), person("ben"), outlet("post")], claims=[claim("c", *rows)])

    body = rendered("c", now)

    assert [(one.key, one.cites) for one in body.attributions] == [("ada", ()), ("post", ("ada",))]
    assert [source.key for source in body.sources] == ["ada", "post"]


def test_what_became_of_an_attribution_is_shown_with_it(loaded: Load, now: datetime) -> None:
    rows = (
        row("ada"),
        row("ada-2", "ada", "questions", supersedes="ada"),
        row("u", withdrawn={"by": "outlet", "reason": "Misheard.", "at": "2024-06"}),
    )
    loaded(sources=[person("ada"), outlet("post"), unnamed("u", "post")], claims=[claim("c", *rows)])

    old, new, gone = rendered("c", now).attributions

    assert (old.superseded_by, new.superseded_by) == ("ada-2", "")
    assert gone.withdrawn is not None
    assert (gone.withdrawn.by, gone.withdrawn.reason, gone.withdrawn.at) == ("outlet", "Misheard.", "2024-06")


def test_a_document_is_shown_with_its_corrections_oldest_first(loaded: Load, now: datetime) -> None:
    paper = {"key": "paper", "publisher": "post", "kind": "article", "title": "A story"}
    loaded(sources=[outlet("post")], documents=[paper], claims=[claim("c", row("post", document="paper"))])
    for note in ("It was ten.", "It was nine."):
        correct_document(Document.objects.get(), note, because(now))

    (shown,) = rendered("c", now).attributions

    assert shown.document is not None
    assert [one.note for one in shown.document.corrections] == ["It was ten.", "It was nine."]


def test_a_deleted_claim_is_not_rendered(loaded: Load, now: datetime) -> None:
    loaded(claims=[claim("c"), claim("gone")])
    gone, assessments = pk("gone"), assessed(now)
    remove_claim(gone, because(now))

    assert render_bodies([pk("c"), gone], assessments).keys() == {pk("c")}
    assert render_bodies([], {}) == {}
