"""Saved lists of claims. They are private to their owner, and not part of a claim: writing one leaves no revision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from django.db import IntegrityError, transaction

from claims.models.saved_view import SavedView
from claims.operations.writing import OperationError
from factcheck.text.blanks import is_blank

#: More tabs than this do not help to find one's work (a guess).
MOST_VIEWS: Final = 30
_LONGEST: Final = 60


class Saved(NamedTuple):
    """A saved view, and whether it replaced one of the same name."""

    view: SavedView
    replaced: bool


def save_view(user_id: int, name: str, query: Mapping[str, str], *, default: bool = False) -> Saved:
    """Save a list under a name; an existing view of the owner with this name is replaced.

    Raises: OperationError for an empty or overlong name, or if there are already ``MOST_VIEWS``.
    """
    name = _named(name)
    with transaction.atomic():
        own = SavedView.objects.select_for_update().filter(user=user_id)
        known = own.filter(name=name).first()
        if known is None and own.count() >= MOST_VIEWS:
            raise OperationError(f"You have {MOST_VIEWS} saved views: remove one, or replace one by saving under its name.")
        if default:
            own.update(is_default=False)
        view = known or SavedView(user_id=user_id, name=name)
        view.query, view.is_default = dict(query), default or view.is_default
        view.save()
    return Saved(view, known is not None)


def rename_view(user_id: int, pk: int, name: str) -> None:
    """Rename a view.

    Raises: OperationError for a name that is empty, overlong or used by another view, or if the person has no such view.
    """
    name = _named(name)
    # Left to the constraint: another window may take the name between a look and the write.
    try:
        with transaction.atomic():
            if not SavedView.objects.filter(user=user_id, pk=pk).update(name=name):
                raise OperationError("This view no longer exists.")
    except IntegrityError as error:
        raise OperationError(f"You already have a view “{name}”: choose another name, or remove that one.") from error


def remove_view(user_id: int, pk: int) -> None:
    """Delete a view of a person, if it exists."""
    SavedView.objects.filter(user=user_id, pk=pk).delete()


def choose_default(user_id: int, pk: int | None) -> None:
    """Set the view with which the list opens, or none, to open with all claims.

    Raises: OperationError if the person has no such view.
    """
    with transaction.atomic():
        # Locked, because one person has one default, and may choose it in two windows.
        own = SavedView.objects.select_for_update().filter(user=user_id)
        own.filter(is_default=True).update(is_default=False)
        if pk is not None and not own.filter(pk=pk).update(is_default=True):
            raise OperationError("This view no longer exists.")


def _named(name: str) -> str:
    name = " ".join(name.split())
    if is_blank(name) or len(name) > _LONGEST:
        raise OperationError(f"Give the view a name of 1 to {_LONGEST} characters.")
    return name
