"""Saving lists of claims under a name. They are their owner's alone, and part of no claim: writing one leaves no revision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from django.db import IntegrityError, transaction

from claims.models.saved_view import SavedView
from claims.operations.writing import OperationError
from factcheck.text.blanks import is_blank

#: More tabs than these are no help in finding one's work (a guess).
MOST_VIEWS: Final = 30
_LONGEST: Final = 60


class Saved(NamedTuple):
    """A view as it was saved, and whether it took the place of one of the same name."""

    view: SavedView
    replaced: bool


def save_view(user_id: int, name: str, query: Mapping[str, str], *, default: bool = False) -> Saved:
    """Save a list under a name; a view that its owner has under this name shows this list from now on.

    Raises: OperationError for an empty or overlong name, or where there are ``MOST_VIEWS`` already.
    """
    name = _named(name)
    with transaction.atomic():
        own = SavedView.objects.select_for_update().filter(user=user_id)
        known = own.filter(name=name).first()
        if known is None and own.count() >= MOST_VIEWS:
            raise OperationError(f"You have {MOST_VIEWS} saved views: remove one, or save this under the name of one.")
        if default:
            own.update(is_default=False)
        view = known or SavedView(user_id=user_id, name=name)
        view.query, view.is_default = dict(query), default or view.is_default
        view.save()
    return Saved(view, known is not None)


def rename_view(user_id: int, pk: int, name: str) -> None:
    """Give a view another name.

    Raises: OperationError for a name that is empty, overlong or another view's, or where the person has no such view.
    """
    name = _named(name)
    try:
        with transaction.atomic():
            if not SavedView.objects.filter(user=user_id, pk=pk).update(name=name):
                raise OperationError("There is no such view any more.")
    except IntegrityError as error:
        raise OperationError(f"You have a view “{name}” already: choose another name, or remove that one.") from error


def remove_view(user_id: int, pk: int) -> None:
    """Forget a view of a person, if there is one."""
    SavedView.objects.filter(user=user_id, pk=pk).delete()


def choose_default(user_id: int, pk: int | None) -> None:
    """Let the list open with a view, or with all claims.

    Raises: OperationError where the person has no such view.
    """
    with transaction.atomic():
        own = SavedView.objects.select_for_update().filter(user=user_id)
        own.filter(is_default=True).update(is_default=False)
        if pk is not None and not own.filter(pk=pk).update(is_default=True):
            raise OperationError("There is no such view any more.")


def _named(name: str) -> str:
    name = " ".join(name.split())
    if is_blank(name) or len(name) > _LONGEST:
        raise OperationError(f"Give the view a name of 1 to {_LONGEST} letters.")
    return name
