"""The encrypted columns of the database: encrypting them anew after a change of the key, and counting what cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.apps import apps
from django.db import transaction

from factcheck.encryption.field import EncryptedTextField, Unreadable

_LATEST: Final = 1_000


def encrypt_again() -> tuple[int, int]:
    """Encrypt every value with the first key; return how many were, and how many no key could decrypt, which stay."""
    done = unreadable = 0
    for model, name in _columns():
        keys = model._base_manager.exclude(**{name: ""}).order_by("pk").values_list("pk", flat=True)
        for pk in keys.iterator():
            # One at a time and locked: a note that somebody strikes out at this moment must not come back.
            with transaction.atomic():
                row = model._base_manager.select_for_update().filter(pk=pk).exclude(**{name: ""}).values_list(name).first()
                if row is None:
                    continue
                if isinstance(row[0], Unreadable):
                    unreadable += 1
                    continue
                model._base_manager.filter(pk=pk).update(**{name: row[0]})
                done += 1
    return done, unreadable


def count_unreadable() -> int:
    """Return how many values none of the keys decrypts, of the latest of each column: a lost key shows in these."""
    return sum(
        isinstance(text, Unreadable)
        for model, name in _columns()
        for text in model._base_manager.exclude(**{name: ""}).order_by("-pk").values_list(name, flat=True)[:_LATEST]
    )


def _columns() -> Iterator[tuple[Any, str]]:
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, EncryptedTextField):
                yield model, field.name
