"""The search words of claims, updated with each write."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from claims.models import Attribution, Claim, ClaimTopic, ClaimWords
from claims.queries.claims.search import is_found
from claims.queries.facts.current import compact
from claims.verification.storage import bulk
from factcheck.database.prepared import PreparedOf
from factcheck.text.search_words import as_stored
from sources.operations import forget_words, record_words


class _Texts(NamedTuple):
    """The texts by which a claim is found, and its stored words (None: none yet)."""

    texts: list[str]
    stored: str | None


def write_words(ids: Collection[int]) -> None:
    """Update the search words of claims; callers hold their locks."""
    new: list[bulk.Row] = []
    other: list[bulk.Row] = []
    added: set[str] = set()
    for claim, (texts, stored) in _texts(compact(sorted(ids))).items():
        words = as_stored(texts)
        if words != stored:
            (new if stored is None else other).append((claim, words))
            added.update(set(words.split()).difference((stored or "").split()))
    bulk.insert(ClaimWords, ("claim", "words"), new)
    bulk.update(ClaimWords, ("claim", "words"), other)
    record_words(added)


def outdated_words(ids: Collection[int]) -> dict[int, str]:
    """Return the keys of those of the claims whose stored search words are not those of their texts."""
    found = _texts(compact(sorted(ids)))
    # The first text of a claim is its key.
    return {claim: texts[0] for claim, (texts, stored) in found.items() if as_stored(texts) != stored}


def words_stored(claim_id: int) -> set[str]:
    """Return the stored search words of a claim."""
    return {word for words in ClaimWords.objects.filter(pk=claim_id).values_list("words", flat=True) for word in words.split()}


def forget_erased(words: Collection[str]) -> None:
    """Remove the words of an erased claim from the recorded words, except those of other claims and of source names."""
    forget_words([word for word in words if not is_found(word)])


def _texts(ids: range | Sequence[int]) -> dict[int, _Texts]:
    found = {claim: _Texts([key, text], stored) for claim, key, text, stored in _CLAIMS.rows(ids)}
    for rows in (_TOPICS, _QUOTES):
        for claim, *texts in rows.rows(ids):
            found[claim].texts.extend(texts)
    return found


_CLAIMS = PreparedOf(
    "id", lambda these: Claim.objects.alone().filter(these).values_list("id", "key", "text", "search_words__words")
)
_TOPICS = PreparedOf("claim_id", lambda these: ClaimTopic.objects.filter(these).values_list("claim_id", "topic"))
_QUOTES = PreparedOf(
    "claim_id",
    lambda these: (
        Attribution.objects.filter(these, voided_at=None)
        .exclude(quote_exact="")
        .values_list("claim_id", "quote_exact", "quote_translation")
    ),
)
