"""Binding an unnamed source to the named one that it has said in public to be: one senior editor proposes, another confirms.

The unnamed record keeps its words and its outlets and gets no names; from confirmation on it has the voice of the named one.
A proposal leaves no trace outside its own table, which only senior editors read. See docs/decisions/0040-named-in-public.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.contrib.auth.models import User
from django.db import transaction

from factcheck.text.blanks import is_blank
from sources.models import Document, SelfNaming, Source
from sources.operations import persons
from sources.operations.changes import SourceOperationError, in_order, record_change
from sources.operations.relations import regroup
from sources.queries.approvers import APPROVE
from sources.queries.mergers import judged_independent, records_of, surviving_source_id

#: The actions of the changes that bind a source, and that undo it.
NAMED: Final = "named since"
UNNAMED_AGAIN: Final = "naming undone"


class By(NamedTuple):
    """Who does something, when; None as person: a command, whose file names both editors."""

    at: datetime
    actor: str
    person: User | None


def propose_naming(unnamed: Source, named: Source, document: Document, by: By, *, reason: str) -> SelfNaming:
    """Propose that an unnamed source is the named one; nobody but senior editors learns of it.

    Raises: SourceOperationError without permission or reason, if the two cannot be one, if the document is retracted, or if
    something is proposed or confirmed for the source already.
    """
    _need_senior(by)
    if is_blank(reason):
        raise SourceOperationError("Say how the document shows who the source is.")
    with transaction.atomic():
        in_order(by.at)
        one, into = Source.objects.get(pk=unnamed.pk), Source.objects.get(pk=named.pk)
        _refuse(one, into)
        _refuse_document(document)
        return SelfNaming.objects.create(
            unnamed=one,
            named=into,
            document=document,
            reason=reason.strip(),
            proposed_at=by.at,
            proposed_by=by.actor,
            proposer=by.person,
        )


def confirm_naming(naming: SelfNaming, by: By) -> None:
    """Confirm a proposal: the unnamed source, with its second records, has the voice of the named one from now on.

    Raises: SourceOperationError without permission, by whoever proposed it, if it is not open, or if the two cannot be one any
    more.
    """
    _need_senior(by)
    with transaction.atomic():
        at = in_order(by.at)
        current = _current(naming, confirmed=False)
        if by.person is not None and current.proposer_id == by.person.pk:
            raise SourceOperationError("You proposed this: another senior editor must confirm it.")
        _refuse(current.unnamed, current.named, proposed=True)
        _refuse_document(current.document)
        current.confirmed_at, current.confirmed_by, current.confirmer = at, by.actor, by.person
        current.save(update_fields=["confirmed_at", "confirmed_by", "confirmer"])
        _bind(current, by._replace(at=at))


def decline_naming(naming: SelfNaming, by: By, *, reason: str) -> None:
    """Decline an open proposal, or withdraw one's own. Raises: SourceOperationError without permission or reason."""
    _strike(naming, by, reason, confirmed=False)


def undo_naming(naming: SelfNaming, by: By, *, reason: str) -> None:
    """Undo a confirmed binding: the source is unnamed again. Raises: SourceOperationError without permission or reason."""
    _strike(naming, by, reason, confirmed=True)


def bind_named(unnamed: Source, named: Source, document: Document, by: By, *, reason: str, proposed_by: str) -> SelfNaming:
    """Record a binding that two senior editors made elsewhere, ``proposed_by`` one and confirmed by the other, the actor.

    Raises: SourceOperationError as proposing and confirming do, or if both were one person.
    """
    if proposed_by == by.actor:
        raise SourceOperationError("Two senior editors are needed: one who proposes, and another who confirms.")
    with transaction.atomic():
        naming = propose_naming(unnamed, named, document, by._replace(actor=proposed_by), reason=reason)
        confirm_naming(naming, by)
        naming.refresh_from_db()
        return naming


def _need_senior(by: By) -> None:
    if by.person is not None and not by.person.has_perm(APPROVE):
        raise SourceOperationError("Only who may approve unnamed sources may say that one has named itself.")


def _refuse(one: Source, into: Source, *, proposed: bool = False) -> None:
    if one.identified:
        raise SourceOperationError(f"“{one}” is named: only an unnamed source can have named itself since.")
    if not into.identified:
        raise SourceOperationError(f"“{into}” is unnamed: choose the named source that it has said to be.")
    for source in (one, into):
        if source.merged_into_id is not None:
            end = Source.objects.get(pk=surviving_source_id(source.pk))
            raise SourceOperationError(f"“{source}” is a second record of “{end}” ({end.key}): choose that one.")
    if judged_independent(one, into):
        raise SourceOperationError(
            f"“{one}” and “{into}” were judged independent: record another judgement of the two, such as unsure, first."
        )
    if not proposed and SelfNaming.objects.filter(unnamed=one, struck_at=None).exists():
        raise SourceOperationError(f"“{one}” ({one.key}) is proposed or confirmed to be somebody: decline or undo that first.")


def _refuse_document(document: Document) -> None:
    if document.withdrawal_recorded_at is not None:
        raise SourceOperationError(f"“{document}” was retracted and shows nothing: give another document.")


def _current(naming: SelfNaming, *, confirmed: bool) -> SelfNaming:
    rows = SelfNaming.objects.filter(pk=naming.pk, struck_at=None, confirmed_at__isnull=not confirmed)
    found = rows.select_related("unnamed", "named", "document").first()
    if found is None:
        raise SourceOperationError("Nothing was changed: a colleague decided on this meanwhile. Open the source again.")
    return found


def _bind(naming: SelfNaming, by: By) -> None:
    named = naming.named
    groups = {"voice_id": named.voice_id or named.pk, "family_id": named.family_id or named.pk}
    records = list(Source.objects.filter(pk__in=records_of(naming.unnamed_id)).order_by("id"))
    for record in records:
        old = {"named_as_id": None, "voice_id": record.voice_id, "family_id": record.family_id}
        new = {"named_as_id": named.pk, **groups}
        Source.objects.filter(pk=record.pk).update(**new)
        shown = {**new, "named_as": named.key, "document": naming.document.key}
        record_change(record, NAMED, old, shown, by.at, by.actor, naming.reason, _pk(by))
    _settle_groups([*records, named], records, by, naming.reason)


def _strike(naming: SelfNaming, by: By, reason: str, *, confirmed: bool) -> None:
    _need_senior(by)
    if is_blank(reason):
        raise SourceOperationError("Say why the two are not one, or not shown to be.")
    with transaction.atomic():
        at = in_order(by.at)
        current = _current(naming, confirmed=confirmed)
        current.struck_at, current.struck_by, current.striker, current.struck_reason = at, by.actor, by.person, reason.strip()
        current.save(update_fields=["struck_at", "struck_by", "striker", "struck_reason"])
        if confirmed:
            _unbind(current, by._replace(at=at), reason.strip())


def _unbind(naming: SelfNaming, by: By, reason: str) -> None:
    records = list(Source.objects.filter(pk__in=records_of(naming.unnamed_id), named_as=naming.named).order_by("id"))
    for record in records:
        old = {"named_as_id": naming.named_id, "voice_id": record.voice_id, "family_id": record.family_id}
        # Second records have the voice of the first again, which has its own.
        new = {"named_as_id": None, "voice_id": record.merged_into_id, "family_id": record.merged_into_id}
        Source.objects.filter(pk=record.pk).update(**new)
        shown = {"named_as": naming.named.key}
        record_change(record, UNNAMED_AGAIN, {**old, **shown}, new, by.at, by.actor, reason, _pk(by))
    _settle_groups([naming.named], records, by, reason)


def _settle_groups(around: Iterable[Source], records: Iterable[Source], by: By, reason: str) -> None:
    regroup({source.pk for source in around}, at=by.at, actor=by.actor, reason=reason)
    why: dict[str, Any] = {"at": by.at, "actor": by.actor}
    persons.follow_unnamed(records, [], **why)


def _pk(by: By) -> int | None:
    return by.person.pk if by.person is not None else None
