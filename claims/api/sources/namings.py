"""An unnamed source that has named itself in public: a senior editor proposes it, another confirms it.

Until it is confirmed nobody else learns of a proposal: every path answers those who may not approve unnamed sources alike.
"""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth.models import User
from django.http import HttpResponse
from rest_framework.request import Request

from claims.api.sources.frame import SourceWrite, SourceWritten, writes
from claims.api.writing import Because
from claims.casefile.values import Key, Record
from claims.verification import Change
from factcheck.api.problems import Fault, ProblemError
from sources.api.bodies import SourceNaming
from sources.api.reading import NamingList
from sources.models import Document, SelfNaming, Source
from sources.operations import By, confirm_naming, decline_naming, propose_naming, undo_naming
from sources.queries.reading import document_of_key
from sources.queries.self_namings import current_naming, naming_page


class ProposedNaming(Because, frozen=True, kw_only=True):
    """The named source that an unnamed one says to be, and the document that shows it; the reason says how."""

    named: Key
    document: Key


class Confirmation(Record, frozen=True, kw_only=True):
    """An empty body: the reason is that of the proposal."""


class SourceNamed(SourceWritten, frozen=True, kw_only=True, omit_defaults=True):
    """A source with what was proposed or decided of it."""

    naming: SourceNaming


class NamingWrite(SourceWrite):
    """The base of proposing a binding and deciding on it."""

    def decided(self, source: Source, written: Any, *, status: int = 200) -> HttpResponse:
        """Return the response: the source, and the binding that was just written."""
        rows = naming_page(source, None, 1)
        response = self.answered(source.key, written, naming=rows[0])
        response.status_code = status
        return response

    def current(self, source: Source) -> SelfNaming:
        """Return the proposed or confirmed binding of a source. Raises: ProblemError if there is none."""
        found = current_naming(source)
        if found is None:
            raise ProblemError("conflict", f"Nothing is proposed or confirmed of “{source.key}”.")
        return found


class Namings(NamingWrite, NamingList):
    """``/sources/KEY/naming/``: list the bindings of a source, and propose one."""

    ops = {
        **NamingList.ops,
        "POST": writes(
            "propose_source_naming",
            "Propose that an unnamed source has said in public to be a named one; another senior editor must confirm it.",
            "sources_source_naming",
            ProposedNaming,
            gives=SourceNamed,
            status=201,
            example={"named": "matsegora", "document": "sr-rare-visits", "reason": "Page 12: I was that diplomat."},
        ),
    }

    def posted(self, request: Request, said: ProposedNaming, **keys: Any) -> HttpResponse:
        source, named, change = self.found(keys["key"]), self.other(said.named, "/named"), self.change(request, said.reason)
        document = _document(said.document)
        with self.writing() as written:
            propose_naming(source, named, document, _by(request, change), reason=change.reason)
        return self.decided(source, written, status=201)


class ConfirmNaming(NamingWrite):
    """``POST /sources/KEY/naming/confirm/``."""

    ops = {
        "POST": writes(
            "confirm_source_naming",
            "Confirm what another senior editor proposed: from then on it is public, and the two count as one voice.",
            "sources_source_naming_confirm",
            Confirmation,
            gives=SourceNamed,
            example={},
        )
    }

    def posted(self, request: Request, said: Confirmation, **keys: Any) -> HttpResponse:  # noqa: ARG002 - it is empty
        source, change = self.found(keys["key"]), self.change(request, "")
        with self.writing() as written:
            confirm_naming(self.current(source), _by(request, change))
        return self.decided(source, written)


class DeclineNaming(NamingWrite):
    """``POST /sources/KEY/naming/decline/``."""

    ops = {
        "POST": writes(
            "decline_source_naming",
            "Decline a proposal, or withdraw one's own.",
            "sources_source_naming_decline",
            Because,
            gives=SourceNamed,
            example={"reason": "The book means another diplomat."},
        )
    }

    def posted(self, request: Request, said: Because, **keys: Any) -> HttpResponse:
        source, change = self.found(keys["key"]), self.change(request, said.reason)
        with self.writing() as written:
            decline_naming(self.current(source), _by(request, change), reason=change.reason)
        return self.decided(source, written)


class UndoNaming(NamingWrite):
    """``POST /sources/KEY/naming/undo/``."""

    ops = {
        "POST": writes(
            "undo_source_naming",
            "Undo a confirmed binding: the source is unnamed again, with its own voice.",
            "sources_source_naming_undo",
            Because,
            gives=SourceNamed,
            example={"reason": "The book means another diplomat."},
        )
    }

    def posted(self, request: Request, said: Because, **keys: Any) -> HttpResponse:
        source, change = self.found(keys["key"]), self.change(request, said.reason)
        with self.writing() as written:
            undo_naming(self.current(source), _by(request, change), reason=change.reason)
        return self.decided(source, written)


def _by(request: Request, change: Change) -> By:
    return By(change.at, change.actor, cast(User, request.user))


def _document(key: str) -> Document:
    found = document_of_key(key)
    if found is None:
        raise ProblemError("invalid", errors=[Fault(detail=f"Unknown document “{key}”.", pointer="/document")])
    return found
