"""Erase a text from everything that is stored: permanently, listed in the chain of revisions, and without repeating it.

The result says what cannot be reached: backups, the copies of webhook receivers and readers, and logs.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime
from typing import Final

from django.db import transaction

from claims.models import Claim, Erasure
from claims.operations.claims.search_words import forget_erased
from claims.operations.history.erasing_claims import drop_facts_digests, erase_from, shared_tables
from claims.operations.history.erasing_rows import redact
from claims.operations.sources.changes import claims_reached, mark
from claims.operations.writing import OperationError, lock, lock_loading, need_reason
from claims.queries.history.occurrences import CONTENTS, Found, Progress, claims_of_documents, find, sent_about, silent
from claims.verification import Change, refresh_prints
from factcheck.access.answers import forget_bodies
from factcheck.text.blanks import is_blank
from factcheck.text.erasing import ERASED, ERASED_KEY, LONGEST, SHORTEST, Wanted, forms_of
from factcheck.text.search_words import words_of
from factcheck.text.texts import in_form
from factcheck.words import LABELS
from sources.models import IndependenceJudgement, SourceChange
from sources.names import key_from
from sources.operations import lock_sources
from sources.operations.erasing import forget_bytes, rebuild_derived, words_named

ACTION: Final = "erased"
#: The most claims in one transaction. With more, each batch is stored separately, and a stopped erasure can be resumed.
AT_ONCE: Final = 500
#: How many times it searches again for text written in the meantime.
_ROUNDS: Final = 3
_WORDS: Final = frozenset(word for label in LABELS for word in (label, label.replace(" ", "_")))


def wanted_of(text: str, *, whole: bool = False, fold: bool = False, keys: bool = True) -> Wanted:
    """Return what to look for: a text as given, and with ``keys`` also the form of it that keys have.

    Raises: OperationError for a text that is in nearly every other text, or that is one of the service's own words.
    """
    formed = in_form(text).strip()
    if not SHORTEST <= len(formed) <= LONGEST or (len(formed) <= SHORTEST and formed.isascii()):
        raise OperationError("A text to be erased has three characters or more, and 5,000 at most.")
    if formed.casefold() in _WORDS or formed.casefold() in ERASED or formed.casefold() in ERASED_KEY:
        raise OperationError("This is a word of the service's own: records could not be read without it.")
    key = key_from(formed) if keys else ""
    # Random: a token computed from the text would confirm a guess.
    token = f"{ERASED_KEY}{secrets.token_hex(4)}" if key else ""
    return Wanted(formed, whole=whole, fold=fold, key=key if len(key) > SHORTEST else "", token=token, words=_WORDS)


def refuse(wanted: Wanted, change: Change, ordered_by: str) -> None:
    """Refuse an erasure without a reason or an order, or if one of them contains the text.

    Raises: OperationError.
    """
    need_reason(change)
    if is_blank(ordered_by):
        raise OperationError("Say on whose order: a court, the person concerned, the editor-in-chief.")
    said_why = f"{change.reason}\n{ordered_by}".casefold()
    if any(form.casefold() in said_why for form in forms_of(wanted.text)):
        raise OperationError("The reason or the order has the text in it, and both are kept: say it in other words.")


def erase(wanted: Wanted, change: Change, *, ordered_by: str, progress: Progress = silent) -> Erasure:
    """Erase a text from everything that is stored; return the record of the erasure.

    Every claim concerned gets a revision with the reason and the order. Up to ``AT_ONCE`` claims are one transaction; with
    more, each batch is one, and erasing the same text again resumes where it stopped.

    Raises: OperationError as ``refuse``, or if nothing stored contains the text; then nothing is erased.
    """
    refuse(wanted, change, ordered_by)
    found = find(wanted, progress)
    if all(place.stays for place in found.places):
        raise OperationError("Nothing that can be erased has this text.")
    with transaction.atomic() if len(found.claims) <= AT_ONCE else nullcontext():
        wanted = _as_begun(wanted)
        record = _begun(wanted, found, change, ordered_by)
        concerned: set[int] = set()
        for _ in range(_ROUNDS):
            concerned |= found.claims
            _erase_once(wanted, found, said_with_order(change, ordered_by), record, progress)
            # Searched again: between two transactions somebody may have written the text once more.
            found = find(wanted, progress)
            if all(place.stays for place in found.places):
                _finish(change.at)
                break
        record.sent = sent_about(concerned)
        record.save(update_fields=["sent"])
    record.refresh_from_db()
    return record


def _as_begun(wanted: Wanted) -> Wanted:
    """Return what to look for with the token that a stopped erasure has already put into keys.

    The remaining records refer to these keys.
    """
    begun = Erasure.objects.filter(finished_at=None).order_by("-pk").first()
    token = begun.how.get("token") if begun is not None else None
    return replace(wanted, token=token) if wanted.key and token else wanted


def said_with_order(change: Change, ordered_by: str) -> Change:
    """Return the change in the form that revisions of an erasure store: the order, then the reason."""
    return change._replace(action=ACTION, reason=f"On the order of {in_form(ordered_by).strip()}: {change.reason}")


def _begun(wanted: Wanted, found: Found, change: Change, ordered_by: str) -> Erasure:
    how = {"whole": wanted.whole, "fold": wanted.fold, "keys": bool(wanted.key), "token": wanted.token}
    return Erasure.objects.create(
        at=change.at,
        actor=change.actor,
        person_id=change.person,
        reason=change.reason,
        ordered_by=in_form(ordered_by).strip(),
        how=how,
        places=found.counted(stays=False),
        stays=found.counted(stays=True),
    )


def _erase_once(wanted: Wanted, found: Found, change: Change, record: Erasure, progress: Progress) -> None:
    claims = sorted(found.claims)
    with transaction.atomic():
        # Both before any row lock, in the order in which loads take them.
        lock_loading()
        lock_sources()
        documents = found.rows("sources.Document")
        reached = claims_reached([SourceChange(source_id=pk) for pk in sorted(found.rows("sources.Source"))])
        shown = claims if len(claims) <= AT_ONCE else claims_of_documents(documents)
        dated = lock(sorted({*shown, *reached})).after(change)
        words = _erase_shared(wanted, found, dated, reached)
        # Stored responses quote records, and are not searched: all of them are emptied.
        forget_bodies()
    keyed = any(place.column == "key" and not place.stays for place in found.places)
    for start in range(0, len(claims), AT_ONCE):
        progress("claims", start, len(claims))
        batch = claims[start : start + AT_ONCE]
        with transaction.atomic():
            dated = lock(batch).after(change)
            words |= erase_from(batch, wanted, dated, keyed=keyed)
            _note_claims(record, batch)
    # Last, when no row has the words any more: until then they count as used.
    forget_erased([*words, *words_of(wanted.text)])


def _erase_shared(wanted: Wanted, found: Found, change: Change, reached: Collection[int]) -> set[str]:
    """Erase it from records that belong to no single claim; return the words that sources were found by.

    Claims in ``reached`` that changes of these sources affect are assessed again: with the others, or by the next run.
    """
    named = found.rows("sources.Source")
    words = words_named(named)
    forget_bytes(found.rows("sources.Capture", CONTENTS), found.rows("sources.CapturedBytes"))
    for table in shared_tables():
        redact(table, found.rows(table.label), wanted)
    sources, documents = named | _sources_with_changes(found), found.rows("sources.Document")
    rebuild_derived(sources, documents, at=change.at, actor=change.actor, reason=change.reason)
    if named:
        refresh_prints()
        drop_facts_digests(reached)
        mark({*reached} - found.claims, change.at)
    return words


def _sources_with_changes(found: Found) -> set[int]:
    """Return the sources with a change or a judgement that contains the text."""
    changes = SourceChange.objects.filter(pk__in=found.rows("sources.SourceChange")).values_list("source_id", flat=True)
    judged = IndependenceJudgement.objects.filter(pk__in=found.rows("sources.IndependenceJudgement"))
    return {*changes, *(pk for pair in judged.values_list("a_id", "b_id") for pk in pair)}


def _note_claims(record: Erasure, claims: Iterable[int]) -> None:
    rows = Claim.objects.filter(pk__in=list(claims)).order_by("key")
    record.claims = [*record.claims, *({"claim": row.key, "revision": row.revision} for row in rows)]
    record.save(update_fields=["claims"])


def _finish(at: datetime) -> None:
    """End this erasure, and earlier stopped ones that it completes."""
    Erasure.objects.filter(finished_at=None).update(finished_at=at)
