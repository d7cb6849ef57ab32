"""The file of a backup: a ZIP of the dump and its manifest, encrypted with age (https://age-encryption.org) if asked.

It is written as a stream, so that of an encrypted backup nothing reaches the disk in plain text.
"""

from __future__ import annotations

import hashlib
import os
import threading
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, Final

import pyrage  # type: ignore[import-untyped]

from factcheck.backups.manifest import BackupError, Manifest, decode, encode

DUMP: Final = "dump"
MANIFEST: Final = "manifest.json"
_AGE: Final = b"age-encryption.org/v1\n"
_BLOCK: Final = 1 << 20

#: Called with the number of bytes copied.
Copied = Callable[[int], None]


def recipients_of(names: Sequence[str]) -> list[Any]:
    """Return the public keys that may decrypt a backup. Raises: BackupError for one that is no age recipient."""
    return [_recipient(name) for name in names]


def _recipient(name: str) -> Any:
    try:
        return pyrage.x25519.Recipient.from_str(name)
    except pyrage.RecipientError as error:
        raise BackupError(f"“{name}” is no age recipient; `age-keygen` prints one, which begins with “age1”.") from error


class Digested:
    """A readable stream that knows how much was read of it, and its SHA-256."""

    def __init__(self, stream: IO[bytes], copied: Copied) -> None:
        self._stream, self._copied, self._digest, self.bytes = stream, copied, hashlib.sha256(), 0

    def read(self, size: int = -1) -> bytes:
        block = self._stream.read(_BLOCK if size < 0 else size)
        self._digest.update(block)
        self.bytes += len(block)
        self._copied(self.bytes)
        return block

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


def write(path: Path, dump: Digested, manifest: Callable[[], Manifest], recipients: Sequence[Any], *, compress: bool) -> None:
    """Write a backup: the dump, and the manifest that ``manifest`` returns once all of the dump was read."""
    # Readable by its owner alone from the first byte: it holds all that the desk knows.
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        if not recipients:
            _zip(file, dump, manifest, compress=compress)
        else:
            with _encrypted(file, recipients) as plain:
                _zip(plain, dump, manifest, compress=compress)
        file.flush()
        os.fsync(file.fileno())


def _zip(file: IO[bytes], dump: Digested, manifest: Callable[[], Manifest], *, compress: bool) -> None:
    method = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
    with zipfile.ZipFile(file, "w", method, compresslevel=6 if compress else None) as entries:
        with entries.open(DUMP, "w", force_zip64=True) as entry:
            while block := dump.read(_BLOCK):
                entry.write(block)
        entries.writestr(MANIFEST, encode(manifest()))


@contextmanager
def _encrypted(file: IO[bytes], recipients: Sequence[Any]) -> Iterator[IO[bytes]]:
    """Yield a stream whose content is encrypted into ``file``."""
    read_end, write_end = os.pipe()
    failed: list[BaseException] = []

    def encrypt() -> None:
        with os.fdopen(read_end, "rb") as plain:
            try:
                pyrage.encrypt_io(plain, file, recipients)
            except BaseException as error:  # noqa: BLE001 - raised again below, in the thread that waits
                failed.append(error)

    thread = threading.Thread(target=encrypt, name="encrypting a backup")
    thread.start()
    try:
        with os.fdopen(write_end, "wb") as plain:
            yield plain
    except BrokenPipeError:
        if not failed:
            raise
    finally:
        thread.join()
    if failed:
        raise failed[0]


@contextmanager
def opened(path: Path, identities: Sequence[Path], scratch: Path) -> Iterator[tuple[Manifest, IO[bytes]]]:
    """Yield the manifest of a backup and its dump, which a person whose key is in one of the files may decrypt.

    Raises: BackupError if it is no backup, is damaged, or cannot be decrypted.
    """
    with TemporaryDirectory(dir=scratch, prefix="restoring-") as directory:
        plain = path
        if _is_encrypted(path):
            plain = Path(directory) / "backup.zip"
            _decrypt(path, plain, identities)
        try:
            with zipfile.ZipFile(plain) as entries, entries.open(DUMP) as dump:
                yield decode(entries.read(MANIFEST)), dump
        except (zipfile.BadZipFile, zlib.error, EOFError, KeyError) as error:
            raise BackupError(f"{path} is no backup, or is damaged: {error}.") from error


def _is_encrypted(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(_AGE)) == _AGE
    except OSError as error:
        raise BackupError(f"{path} cannot be read: {error.strerror}.") from error


def _decrypt(path: Path, plain: Path, files: Sequence[Path]) -> None:
    identities = [pyrage.x25519.Identity.from_str(line) for file in files for line in _keys(file)]
    if not identities:
        raise BackupError(f"{path} is encrypted: give the file of its secret key with --identity.")
    try:
        with path.open("rb") as file, plain.open("wb") as out:
            pyrage.decrypt_io(file, out, identities)
    except (pyrage.DecryptError, OSError) as error:
        if getattr(error, "errno", None) is not None:  # of the disk, not of what is encrypted
            raise
        raise BackupError(f"{path} cannot be decrypted with these keys, or is damaged.") from error


def _keys(file: Path) -> list[str]:
    try:
        lines = [line.strip() for line in file.read_text().splitlines()]
    except (OSError, UnicodeDecodeError) as error:
        raise BackupError(f"The key file {file} cannot be read.") from error
    found = [line for line in lines if line.startswith("AGE-SECRET-KEY-1")]
    if not found:
        raise BackupError(f"{file} holds no age secret key; `age-keygen` writes such files.")
    return found
