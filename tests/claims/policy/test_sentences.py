"""The sentences of flags and explanations over generated claims: grammar, and who is named in them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hypothesis import HealthCheck, given, settings

from claims.policy.assess import Assessment
from tests.claims.policy.build import CLOCK, Facts
from tests.claims.policy.random_claims import claims_of_each_shape, claims_with_ties
from tests.examples import tried

#: Verbs that the sentences use in the present tense, in the singular and in the plural.
SINGULAR = "supports|denies|questions|passes|cites|looks|gains|calls|cites itself"
PLURAL = "support|deny|question|pass|cite|look|gain|call"
A_LIST = re.compile(rf"(?:\w|,) and ([\w-]+) (?:both )?(?:{SINGULAR}|is accused)\b")
COUNTED = r"(?:independent )?(?:on-record )?(?:claim|origin|route|confirmation|day)"
ONE_OF_SEVERAL = re.compile(rf"\b(?:1|[Oo]ne) {COUNTED}s\b")
SEVERAL_OF_ONE = re.compile(rf"\b(?:[02-9]|[Tt]wo|[Tt]hree) {COUNTED}\b(?!s)")


def sentences(found: Assessment) -> Iterator[str]:
    yield found.explanation
    yield from (flag.reason for flag in found.flags)


def labelled(facts: Facts) -> Facts:
    """Give each source a label that is no word of a sentence."""
    for number, fields in enumerate(facts.sources.values()):
        fields["label"] = f"Q{'abcdefghijklmnopqrstuvwxyz'[number]}zz"
    return facts


def parties(facts: Facts) -> set[str]:
    """Return the labels of all who have a row, a stake or a withdrawal, were asked, showed something, or top their voices."""
    claim, directory = facts.claim(), facts.directory()
    named = {row.source for row in claim.attributions} | {row.withdrawn_by for row in claim.attributions}
    named |= {source for source, _ in claim.stakes} | {decision.source for decision in claim.decisions}
    known = [directory.sources[source] for source in named if source is not None]
    return {one.label for one in known} | {one.speaks_for for one in known}


def check(facts: Facts) -> None:
    found = labelled(facts).assess(clock=CLOCK)
    plural = {fields["label"] for fields in facts.sources.values() if fields.get("plural")}
    for text in sentences(found):
        assert re.match(r"[A-Z0-9“]", text), text
        assert text.endswith("."), text
        assert not re.search(r"\s\s|\.\.|,\.|;\.| ,| ;|\(\)|None|\bnone none\b", text), text
        assert not ONE_OF_SEVERAL.search(text), text
        assert not SEVERAL_OF_ONE.search(text), text
        assert not A_LIST.search(text), text
        for name in set(re.findall(r"\bQ[a-z]zz\b", text)):
            assert name in parties(facts), (name, text)
            alone = rf"(?:^|; ){name}(?:, [^;,]+,)? (?:both )?"
            assert name in plural or not re.search(rf"{alone}(?:{PLURAL}|have|are) ", text), text
            assert name not in plural or not re.search(rf"{alone}(?:{SINGULAR}|is accused)\b", text), text


@settings(max_examples=tried(300), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(claims_of_each_shape())
def test_verbs_and_numbers_agree_and_nobody_is_named_who_has_no_part_in_it(facts: Facts) -> None:
    check(facts)


@settings(max_examples=tried(200), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(claims_with_ties())
def test_they_agree_where_sources_speak_for_each_other(facts: Facts) -> None:
    check(facts)
