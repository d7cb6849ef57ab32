"""Encrypt the private notes with the current key."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from factcheck.encryption.stored import encrypt_again


class Command(BaseCommand):
    help = (
        "Encrypts every private note with NOTES_KEY, after that was changed and the former key was put into"
        " NOTES_KEY_FALLBACKS; after it, the former key can be removed. It can be stopped, and run again."
    )

    def handle(self, **_options: Any) -> None:
        done, unreadable = encrypt_again()
        self.stdout.write(f"{done} notes are encrypted with NOTES_KEY.")
        if unreadable:
            raise CommandError(
                f"{unreadable} notes cannot be read with NOTES_KEY or one of NOTES_KEY_FALLBACKS, and stay as they are."
                " Add the key with which they were encrypted to NOTES_KEY_FALLBACKS, and run this again."
            )
