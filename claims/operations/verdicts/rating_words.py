"""The desk's words for verdicts: adding, changing and retiring them. A key is never reused."""

from __future__ import annotations

from typing import NamedTuple

from django.db import IntegrityError, transaction

from claims.models import RatingWord, Verdict
from claims.models.verdict import PUBLISHED
from claims.operations.sources.changes import AT_ONCE, mark
from claims.operations.writing import OperationError, need_reason, writing
from claims.verification import Change
from factcheck.text.blanks import is_blank


class Meaning(NamedTuple):
    """The content of a word: ``scale`` is None if it is off the scale; the lowest ``position`` is offered first."""

    word: str
    definition: str
    scale: int | None = None
    position: int = 0


def add_word(key: str, meaning: Meaning, change: Change) -> RatingWord:
    """Add a word for verdicts.

    Raises: OperationError without a reason, word or definition, or for a key in use.
    """
    need_reason(change)
    _check(meaning)
    try:
        with transaction.atomic():
            return RatingWord.objects.create(key=key, **meaning._asdict())
    except IntegrityError as error:
        raise OperationError(f"“{key}” is in use: keys of words are never reused, even those of retired words.") from error


def change_word(row: RatingWord, meaning: Meaning, change: Change, *, retired: bool) -> int:
    """Change a word, and whether it is ``retired``; return how many claims have yet to show it to readers.

    The public bodies that show the word are rendered again: at once if they are few, else by the next verification.

    Raises: OperationError without a reason, word or definition.
    """
    need_reason(change)
    _check(meaning)
    with transaction.atomic():
        # Without the key: a verdict that is drafted with the word meanwhile need not wait.
        stored = RatingWord.objects.select_for_update(no_key=True).get(pk=row.pk)
        is_shown_otherwise = (stored.word, stored.scale) != (meaning.word, meaning.scale)
        retired_at = (stored.retired_at or change.at) if retired else None
        RatingWord.objects.filter(pk=row.pk).update(**meaning._asdict(), retired_at=retired_at)
        return _show_anew(row, change) if is_shown_otherwise else 0


def _show_anew(row: RatingWord, change: Change) -> int:
    claims = list(Verdict.objects.filter(rating=row, state=PUBLISHED).order_by("claim").values_list("claim_id", flat=True))
    if len(claims) > AT_ONCE:
        mark(claims, change.at)
        return len(claims)
    if claims:
        with writing(claims, change):
            pass  # the word is already written, so the bodies must be rendered again
    return 0


def _check(meaning: Meaning) -> None:
    if is_blank(meaning.word) or is_blank(meaning.definition):
        raise OperationError("Enter the word as readers see it, and what it means.")
