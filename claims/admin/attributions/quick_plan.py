"""Convert the forms of "Add a source" to a case file, and its problems back to form errors."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256
from typing import Any, Final, NamedTuple

import msgspec
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.admin.attributions.fields import hedge_in_case_file, quote_in_case_file
from claims.admin.attributions.quick_documents import NewDocument, Where, look_up, new_document
from claims.admin.attributions.quick_forms import HandForm, QuickForm, WhereForm
from claims.admin.attributions.quick_sources import Hands, Who
from claims.casefile import CaseFile, CaseFileError, Problem, case_of_values, problems
from claims.casefile.records import FORMAT
from claims.intake.basis import proposed_basis
from claims.intake.chains import write_chain
from claims.intake.joining import ANEW, CurrentAttribution, Hand, Joint, join
from claims.models import Claim
from claims.operations.cases.named import name_problems
from claims.queries.attributions.chain_anchors import attribution_keys, standing_attributions
from claims.queries.cases.stored import stored_of, stored_rows
from claims.vocabulary import COPIES, REPORTS
from sources.names import free_key

_PLACE: Final = re.compile(r"^\$\.(?P<list>sources|documents|claims\[0\]\.attributions)\[(?P<row>\d+)\](?:\.(?P<field>\w+))?")
#: Keys have at most 100 characters; this leaves room for the number that makes a key unique.
_KEY_LENGTH: Final = 95


class May(NamedTuple):
    """The permissions of the user."""

    record_sources: bool
    record_documents: bool
    change_attributions: bool


class Line(NamedTuple):
    """The plan for one source of the chain: an existing attribution to join, or a new one."""

    who: Who
    joins: str
    record: dict[str, Any] | None
    alongside: tuple[str, ...] = ()  # current attributions of the same source that are not joined

    @property
    def is_new(self) -> bool:
        return not self.joins


class Plan(NamedTuple):
    """What would be recorded. ``case`` is None if all of it is recorded already."""

    lines: tuple[Line, ...]
    where: Where | None
    new_document: NewDocument | None
    case: CaseFile | None
    digest: str
    chain: str
    basis_proposed: bool = False

    @property
    def new_attributions(self) -> int:
        return sum(line.is_new for line in self.lines)


class Forms(NamedTuple):
    """The forms of the page. ``hands`` are in the order of the chain: nearest to us first, the original source last."""

    form: QuickForm
    hands: Sequence[HandForm]
    where: WhereForm


def plan_of(claim: Claim, sent: Forms, may: May) -> Plan | None:
    """Return what the valid forms would record. If they do not fit together, add errors to them and return None."""
    named = bool(sent.where.cleaned_data["name"])
    where = look_up(sent.where, may_record=may.record_documents) if named else None
    who = Hands(sent.hands, may_record=may.record_sources).who(where.nearer if where is not None else None)
    if who is None or (named and where is None):
        return None
    new = new_document(sent.where, where, who[0]) if where is not None and where.document is None else None
    if where is not None and where.document is None and new is None:
        return None
    return _Planning(claim, sent, who, where, new, may).plan() if sent.form.is_valid() else None


class _Planning:
    """Plans one chain whose sources and document are known."""

    def __init__(
        self, claim: Claim, sent: Forms, who: Sequence[Who], where: Where | None, new: NewDocument | None, may: May
    ) -> None:
        self.claim, self.sent, self.who, self.where, self.new, self.may = claim, sent, who, where, new, may
        self.said = dict(sent.form.cleaned_data)
        self.basis_proposed = self.said["basis"] in ("", self.said["basis_proposed"])
        if self.basis_proposed:
            # Whoever passes something on names a source for it.
            kind = "" if self.said["cites"] or self.said["copies"] else who[-1].kind
            self.said["basis"] = proposed_basis(kind, self.said["stance"])
        self.standing = {row.key: row for row in standing_attributions(claim)}

    def plan(self) -> Plan | None:
        lines = self._lines()
        self._show_basis(lines[-1])
        if not self._permitted(lines):
            return None
        values = self._values(lines)
        try:
            case = self._case(values) if values["claims"][0]["attributions"] else None
        except CaseFileError as error:
            self._place(error.problems, lines)
            return None
        chain = write_chain(who.record["name"] if who.record is not None else str(who.source) for who in self.who)
        # The digest ties the confirmation to the preview: nothing is saved that the editor has not seen.
        digest = sha256(msgspec.json.encode(values, order="deterministic")).hexdigest()
        proposed = self.basis_proposed and lines[-1].is_new
        return Plan(tuple(lines), self.where, self.new, case, digest, chain, proposed)

    def _lines(self) -> list[Line]:
        joints = join([self._hand(number) for number in range(len(self.who))], list(self.standing.values()))
        # Voided and superseded rows keep their keys: revisions and links outside refer to them.
        taken = attribution_keys(self.claim)
        lines: list[Line] = []
        # From the origin to us, because each attribution cites the one before it by key.
        for number in reversed(range(len(self.who))):
            self._offer(self.sent.hands[number], joints[number])
            upstream = lines[-1] if lines else None
            lines.append(self._line(number, joints[number], upstream, taken))
        return lines[::-1]

    def _show_basis(self, said: Line) -> None:
        """Show the proposed basis in its field before it is saved. An attribution that is joined keeps its own."""
        if self.basis_proposed:
            proposed = self.said["basis"] if said.is_new else ""
            data: Any = self.sent.form.data
            data["basis"] = data["basis_proposed"] = proposed

    def _hand(self, number: int) -> Hand:
        form, last = self.sent.hands[number], number == len(self.who) - 1
        settled = [name for name in QuickForm.SAID if name != "basis" or not self.basis_proposed]
        says = {name: self.said[name] for name in (*settled, "hedge")} if last else {}
        typed = {"said_at": "said_at", "reporter": "reporter", "quote": "quote_exact"} if last else {}
        document = {"document": key} if number == 0 and (key := self._document_key()) else {}
        source = self.who[number].source
        given = {name: self.said[field] for name, field in typed.items() if self.said[field]} | document
        # What is tied to another attribution in a way of its own is a statement of its own.
        wish = ANEW if last and any(self.said[name] for name in QuickForm.TIES) else form.cleaned_data["joins"]
        return Hand(source.key if source is not None else None, says | given, wish)

    def _document_key(self) -> str:
        if self.new is not None:
            return self.new.key
        return self.where.document.key if self.where is not None and self.where.document is not None else ""

    def _offer(self, form: HandForm, joint: Joint) -> None:
        """Show the existing attributions that a source may join. The chain decides unless the editor chose one."""
        form.joinable = bool(joint.options)
        default = _("joins the existing “%s”") % joint.joins if joint.joins else _("a new attribution")
        options = [
            (key, _("join “%(key)s” (%(stance)s)") % {"key": key, "stance": self.standing[key].said["stance"]})
            for key in joint.options
        ]
        form.fields["joins"].choices = [("", default), *options, (ANEW, _("add a new attribution"))]  # type: ignore[attr-defined]
        if joint.refused:
            # Drop the choice, or the next preview would reject it again.
            form.put(joins="")
            form.add_error(
                "joins",
                _("It cannot join “%s”, which differs: attributions are never edited. A new attribution is added instead.")
                % form.cleaned_data.get("joins", ""),
            )

    def _line(self, number: int, joint: Joint, upstream: Line | None, taken: set[str]) -> Line:
        who = self.who[number]
        if joint.joins is not None:
            return Line(who, joint.joins, self._documented(self.standing[joint.joins]) if number == 0 else None)
        key = free_key(who.key[:_KEY_LENGTH], taken)
        taken.add(key)
        record: dict[str, Any] = {"key": key, "source": who.key, **self._says(number, upstream)}
        if number == 0 and self._document_key():
            record["document"] = self._document_key()
        return Line(who, "", record, tuple(row.key for row in self.standing.values() if row.source == who.key))

    def _documented(self, row: CurrentAttribution) -> dict[str, Any] | None:
        """Return the record that attaches our document to an attribution that does not have it."""
        key = self._document_key()
        if not key or key == row.said["document"] or key in row.documents:
            return None
        record = {"key": row.key, "source": row.recorded_source or row.source, "stance": row.said["stance"]}
        return {**record, **({"documents": [{"document": key}]} if row.said["document"] else {"document": key})}

    def _says(self, number: int, upstream: Line | None) -> dict[str, Any]:
        if upstream is None:
            says = {name: self.said[name] for name in QuickForm.SAID}
            optional = {name: self.said[name] for name in ("said_at", "reporter", *QuickForm.TIES)}
            optional |= {"quote": quote_in_case_file(self.said), "hedge": hedge_in_case_file(self.said)}
            return says | {name: value for name, value in optional.items() if value}
        cited = upstream.joins or (upstream.record or {})["key"]
        copies = self.sent.hands[number].cleaned_data.get("link") == COPIES
        at = self._published_at() if number == 0 else ""
        # A source that only passes a statement on takes no stance of its own.
        return {"stance": REPORTS, **({"copies": cited} if copies else {"cites": [cited]}), **({"said_at": at} if at else {})}

    def _published_at(self) -> str:
        """Return the publication date of the document, which is the date of the nearest source's statement."""
        if self.new is not None:
            return self.new.record["published_at"] or ""
        return self.where.document.published_at if self.where is not None and self.where.document is not None else ""

    def _permitted(self, lines: Sequence[Line]) -> bool:
        if lines[0].joins and lines[0].record and not self.may.change_attributions:
            self.sent.where.add_error("name", _("You do not have permission to attach documents to attributions."))
        document = self.where.document if self.where is not None else None
        if lines[0].joins and lines[0].record and document is not None and document.withdrawal_recorded_at is not None:
            self.sent.where.add_error("name", _("The publisher retracted this document, so it cannot be attached."))
        quiet = not (any(form.errors for form in self.sent.hands) or self.sent.where.errors)
        if not self.said["quote_exact"] and (asked := self._needs_quote()):
            self.sent.form.add_error("quote_exact", asked)
            return False
        return quiet

    def _needs_quote(self) -> str:
        """Return what to ask for if a part of a quote was entered, or an empty text."""
        if self.said["quote_translation"]:
            return _("Enter the quote that this translates.")
        around = self.said["quote_prefix"] or self.said["quote_suffix"]
        return _("Enter the exact words that these words surround.") if around else ""

    def _values(self, lines: Sequence[Line]) -> dict[str, Any]:
        # By key, because the same new source may appear twice in a chain.
        sources = {who.key: dict(who.record) for who in self.who if who.record is not None}
        # Cited attributions first, so that the numbers in error paths fit the reversed lines in ``_place``.
        attributions = [line.record for line in reversed(lines) if line.record is not None]
        claim = {"key": self.claim.key, "text": self.claim.text, "attributions": attributions}
        documents = [dict(self.new.record)] if self.new is not None else []
        return {"format": FORMAT, "sources": list(sources.values()), "documents": documents, "claims": [claim]}

    def _case(self, values: dict[str, Any]) -> CaseFile:
        """Return the case file. Raises: CaseFileError if it conflicts with stored records."""
        case = case_of_values(values)
        known = stored_rows(case)
        # The checks of loading, so that the preview already shows, at its field, what saving would refuse.
        if found := [*problems(case, stored_of(known)), *name_problems([case], known, timezone.now())[0]]:
            raise CaseFileError(tuple(found))
        return case

    def _place(self, found: Sequence[Problem], lines: Sequence[Line]) -> None:
        """Add each problem of the case file to the field that it concerns."""
        # Of a new source that appears twice, the problem goes to its row nearest to us.
        new = {who.key: number for number, who in reversed(list(enumerate(self.who))) if who.is_new}
        written = [number for number, line in reversed(list(enumerate(lines))) if line.record is not None]
        for problem in found:
            place = _PLACE.match(problem.path)
            if place is None:
                self.sent.form.add_error(None, str(problem))
                continue
            field, row = place["field"] or "", int(place["row"])
            if place["list"] == "documents":
                _add_error(self.sent.where, field, problem.message)
            elif place["list"] == "sources":
                _add_error(self.sent.hands[sorted(new.values())[row]], field, problem.message)
            else:
                self._place_in_attribution(written[row], field, problem.message)

    def _place_in_attribution(self, number: int, field: str, message: str) -> None:
        name = {"quote": "quote_exact", "": "stance"}.get(field, field)
        if number == len(self.who) - 1 and name in self.sent.form.fields:
            self.sent.form.add_error(name, message)
        else:
            _add_error(self.sent.hands[number], "", message)


def _add_error(form: forms.Form, field: str, message: str) -> None:
    form.add_error(field if field in form.fields and not form.fields[field].widget.is_hidden else "name", message)
