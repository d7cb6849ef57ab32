"""Made-up rows of a newsroom at wire-agency scale: the same for a size, a seed and a present, made as they are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cached_property
from random import Random
from typing import Any, NamedTuple

from django.db.models import Model

from claims.models import Attribution, Citation, Claim, ClaimRelation, ClaimTopic, Interest
from sources.families import Groups, Tie, Ties, group
from sources.models import Document, Source, SourceRelation

Row = tuple[Any, ...]
Rows = dict[type[Model], list[Row]]

#: What of each table is made up; the rest of its columns hold their defaults. Instants are text, in UTC without an offset.
COLUMNS: dict[type[Model], tuple[str, ...]] = {
    Source: (
        "id", "key", "name", "kind", "identified", "vouched_by_id", "description", "country", "organisation",
        "anonymity_reason", "approved_by", "voice_id", "family_id", "recorded_at",
    ),
    SourceRelation: ("from_source_id", "to_source_id", "kind", "reason", "recorded_at"),
    Document: ("id", "key", "publisher_id", "kind", "title", "url", "published_at", "copy_of_id", "recorded_at"),
    Claim: ("id", "key", "text", "window_from", "window_until", "language", "recorded_at"),
    ClaimTopic: ("claim_id", "topic"),
    ClaimRelation: ("from_claim_id", "to_claim_id", "kind", "recorded_at"),
    Attribution: (
        "id", "claim_id", "key", "source_id", "stance", "scope", "basis", "ground_rule", "document_id", "document_recorded_at",
        "quote_exact", "said_at", "supersedes_id", "recorded_at", "withdrawal_recorded_at", "withdrawn_by", "withdrawal_reason",
    ),
    Citation: ("claim_id", "citing_id", "cited_id", "kind", "recorded_at"),
    Interest: ("claim_id", "source_id", "side", "reason", "recorded_at"),
}  # fmt: skip

SINGLE, LARGEST, DEEPEST = 0.4, 500, 5
#: With 40% of one, this tail (a Pareto distribution from two upwards) brings the mean to 3.5.
_TAIL = 1.52
_BATCH = 2_000
_COUNTRIES = ("", "DE", "FR", "GB", "JP", "KP", "RU", "UA", "US")
_SUBJECTS = ("A minister", "The army", "A shipping company", "The central bank", "A court", "An opposition party", "A plant")
_ACTS = ("denied a transfer of", "ordered", "seized", "sold", "inspected", "stopped a shipment of", "lost")
_THINGS = ("ammunition", "grain", "satellite parts", "fuel", "ballots", "vaccines", "records")


class Cast(NamedTuple):
    """Ids of the sources by kind: most claims come through a few of each."""

    outlets: range
    bodies: range
    people: range
    unnamed: range


class Spoken(NamedTuple):
    """What later rows of one claim need to know of an earlier one."""

    id: int
    source: int
    depth: int  # links to the nearest origin


class Newsroom:
    """Sources, documents and ``claims`` claims, 3.5 attributions each on average, recorded up to two days before ``now``."""

    def __init__(self, claims: int, now: datetime, seed: int = 1) -> None:
        self.claims = claims
        self.documents = max(claims // 2, 1)
        self.random = Random(seed)  # noqa: S311 - made-up data, the same each time
        start = (now - timedelta(days=30)).replace(second=0, microsecond=0, tzinfo=None)
        self.instants = [str(start + timedelta(minutes=minute)) for minute in range(28 * 24 * 60)]
        self.days = [(start - timedelta(days=day)).date().isoformat() for day in range(400, 0, -1)]
        self.cast = _cast(claims)
        self.last_attribution = 0

    def rows(self) -> Iterator[Rows]:
        """Yield everything, referred-to rows before the rows that refer to them, a few thousand claims at a time."""
        yield {Source: list(self._sources()), SourceRelation: self._ties}
        for start in range(1, self.documents + 1, _BATCH):
            yield {Document: [self._document(pk) for pk in range(start, min(start + _BATCH, self.documents + 1))]}
        for start in range(1, self.claims + 1, _BATCH):
            batch: Rows = {model: [] for model in (Claim, ClaimTopic, ClaimRelation, Attribution, Citation, Interest)}
            for pk in range(start, min(start + _BATCH, self.claims + 1)):
                self._add_claim(pk, batch)
            yield batch

    def _chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def _one_of(self, ids: range) -> int:
        """Return one of ``ids``, the first far more often than the last."""
        return ids[int(len(ids) * self.random.random() ** 3)]

    @cached_property
    def _ties(self) -> list[Row]:
        """Some outlets have a common owner or share reporting, some people speak for a body."""
        outlets, bodies, people, _ = self.cast
        ties = {(outlet, self._one_of(outlets[:20]), "owned_by") for outlet in outlets[20:] if self._chance(0.15)}
        ties |= {(one, one + 1, "shares_reporting_with") for one in outlets[20:-1] if self._chance(0.02)}
        ties |= {(person, self._one_of(bodies), "speaks_for") for person in people if self._chance(0.2)}
        return [(*tie, "As its imprint says.", self.instants[0]) for tie in sorted(ties)]

    @cached_property
    def _groups(self) -> Groups:
        ties = tuple(Tie(lower, upper, kind) for lower, upper, kind, *_ in self._ties)
        return group(range(1, self.cast.unnamed.start), Ties(ties))

    def _sources(self) -> Iterator[Row]:
        outlets, bodies, people, unnamed = self.cast
        for name, kind, ids in (
            ("Outlet", "outlet", outlets),
            ("Ministry", "government", bodies),
            ("Person", "person", people),
        ):
            for number, pk in enumerate(ids):
                shown = "wire_agency" if kind == "outlet" and number % 20 == 0 else kind
                voice, family = (None if found[pk] == pk else found[pk] for found in self._groups)
                whence = (self.random.choice(_COUNTRIES), f"Ministry {number % 90}" if kind == "person" else "")
                yield (
                    pk,
                    f"{kind}-{number}",
                    f"{name} {number}",
                    shown,
                    True,
                    None,
                    "",
                    *whence,
                    "",
                    "",
                    voice,
                    family,
                    self.instants[0],
                )
        for number, pk in enumerate(unnamed):
            approval = ("Fears for their post.", "Desk head") if self._chance(0.9) else ("", "")
            role = ("Unnamed official", "person", False, self._one_of(outlets), "an official it did not identify")
            yield pk, f"unnamed-{number}", *role, self.random.choice(_COUNTRIES), "", *approval, None, None, self.instants[0]

    def _document(self, pk: int) -> Row:
        original = self.random.randrange(max(1, pk - 100), pk) if pk > 1 and self._chance(0.1) else None
        day = self.random.choice(self.days)
        address = f"https://example.com/{day}/{pk}"
        kind = "article" if self._chance(0.8) else "statement"
        return pk, f"doc-{pk}", self._one_of(self.cast.outlets), kind, f"Article {pk}", address, day, original, self.instants[0]

    def _add_claim(self, pk: int, batch: Rows) -> None:
        """Make up one claim with all that hangs on it."""
        random = self.random
        recorded = random.randrange(len(self.instants) - LARGEST)
        window = (
            ("", "")
            if random.random() >= 0.03
            else random.choice((("2023", "2023"), (self.days[0], self.days[100]), ("2035", "2036")))
        )
        text = f"{random.choice(_SUBJECTS)} {random.choice(_ACTS)} {random.choice(_THINGS)}, as statement {pk} has it."
        batch[Claim].append((pk, f"claim-{pk:07}", text, *window, "en", self.instants[recorded]))
        topics = {int(200 * random.random() ** 2) for _ in range(1 if random.random() < 0.7 else 2)}
        batch[ClaimTopic] += [(pk, f"topic-{topic}") for topic in sorted(topics)]
        if pk > 1 and random.random() < 0.01:
            batch[ClaimRelation].append((pk, random.randrange(max(1, pk - 200), pk), "contradicts", self.instants[recorded]))
        spoken = self._add_attributions(pk, recorded, batch)
        if random.random() < 0.05:
            gains = random.choice((1, 1, -1))
            batch[Interest].append((pk, spoken[0].source, gains, "Runs for office.", self.instants[recorded]))

    def _size(self) -> int:
        if self.random.random() < SINGLE:
            return 1
        return min(int(2 * self.random.paretovariate(_TAIL)), LARGEST)

    def _add_attributions(self, claim: int, recorded: int, batch: Rows) -> list[Spoken]:
        spoken: list[Spoken] = []
        said = self.random.randrange(300)
        for index in range(self._size()):
            self.last_attribution += 1
            at, day = self.instants[recorded + index], self.days[min(said + index, len(self.days) - 1)]
            # Of the latest few: so chains grow deep.
            above = spoken[-self.random.randrange(1, min(index, 5) + 1)] if index and self.random.random() < 0.65 else None
            if above is None or above.depth == DEEPEST:
                spoken.append(self._add_statement(claim, spoken, at, day, batch))
            else:
                spoken.append(self._add_report(claim, spoken, above, at, day, batch))
        return spoken

    def _add_statement(self, claim: int, spoken: list[Spoken], at: str, day: str, batch: Rows) -> Spoken:
        random, pk = self.random, self.last_attribution
        unnamed = random.random() < 0.2
        source = self._one_of(self.cast.unnamed if unnamed else self.cast.people)
        earlier = spoken[-1] if spoken and spoken[-1].depth == 0 and random.random() < 0.02 else None
        stance = random.choices(("supports", "denies", "questions", "declined"), (81, 15, 2, 2))[0]
        scope = "partial" if random.random() < 0.05 else "full"
        basis = random.choices(("statement", "witness", "evidence"), (90, 5, 5))[0]
        rule = "background" if unnamed and random.random() < 0.5 else "on_the_record"
        quote = f"We can say as much of statement {claim}, and no more today." if random.random() < 0.3 else ""
        if earlier:  # a source puts right what it said itself
            source, rule = earlier.source, "on_the_record"
        said = (
            pk,
            claim,
            f"a{len(spoken)}",
            source,
            stance,
            scope,
            basis,
            rule,
            *self._held(claim, at),
            quote,
            self._said(day),
        )
        batch[Attribution].append((*said, earlier.id if earlier else None, at, *self._withdrawal(at)))
        return Spoken(pk, source, 0)

    def _add_report(self, claim: int, spoken: list[Spoken], above: Spoken, at: str, day: str, batch: Rows) -> Spoken:
        random, pk = self.random, self.last_attribution
        source = self._one_of(self.cast.outlets)
        said = (pk, claim, f"a{len(spoken)}", source, "reports", "full", "statement", "on_the_record", *self._held(claim, at))
        batch[Attribution].append((*said, "", self._said(day), None, at, *self._withdrawal(at)))
        if random.random() < 0.25:
            batch[Citation].append((claim, pk, above.id, "copies", at))
            return Spoken(pk, source, above.depth + 1)
        batch[Citation].append((claim, pk, above.id, "cites", at))
        also = random.choice(spoken[-10:])
        if also.id != above.id and also.depth < DEEPEST and random.random() < 0.15:
            batch[Citation].append((claim, pk, also.id, "cites", at))
            return Spoken(pk, source, max(above.depth, also.depth) + 1)
        return Spoken(pk, source, above.depth + 1)

    def _held(self, claim: int, at: str) -> Row:
        """Return a document and when it was tied to the row, for half of the rows; claims of one time share documents."""
        if self.random.random() < 0.5:
            return None, None
        return 1 + (claim // 2 + self.random.randrange(50)) % self.documents, at

    def _said(self, day: str) -> str:
        return self.random.choices((day, day[: len("2024-06")], f"{day}T14:30Z", ""), (70, 10, 10, 10))[0]

    def _withdrawal(self, at: str) -> Row:
        return (at, "source", "It withdrew the statement.") if self.random.random() < 0.01 else (None, "", "")


def _cast(claims: int) -> Cast:
    """Return how many sources a newsroom of so many claims knows; they grow far more slowly than its claims."""
    sizes = (600, 300, max(1_200, claims // 50), max(300, claims // 100))
    ends = [1 + sum(sizes[: number + 1]) for number in range(len(sizes))]
    return Cast(*(range(end - size, end) for end, size in zip(ends, sizes, strict=True)))
