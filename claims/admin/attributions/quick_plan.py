"""From the forms of "Record who says so" to a case file, and from what is wrong with that file back to the forms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256
from typing import Any, Final, NamedTuple

import msgspec
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.admin.attributions.quick_documents import NewDocument, Where, look_up, new_document
from claims.admin.attributions.quick_forms import HandForm, QuickForm, WhereForm
from claims.admin.attributions.quick_sources import Hands, Who
from claims.admin.claims.forms import proposed_basis
from claims.casefile import CaseFile, CaseFileError, Problem, case_of_values, problems
from claims.casefile.records import FORMAT
from claims.intake.chains import write_chain
from claims.intake.joining import ANEW, Hand, Joint, Standing, join
from claims.models import Claim
from claims.operations.cases.named import name_problems
from claims.queries.attributions.chain_anchors import attribution_keys, standing_attributions
from claims.queries.cases.stored import known_records, stored_of
from claims.vocabulary import COPIES, REPORTS
from sources.names import free_key

_PLACE: Final = re.compile(r"^\$\.(?P<list>sources|documents|claims\[0\]\.attributions)\[(?P<row>\d+)\](?:\.(?P<field>\w+))?")
_KEY_LENGTH: Final = 95


class May(NamedTuple):
    """What the person may do."""

    record_sources: bool
    record_documents: bool
    change_attributions: bool


class Line(NamedTuple):
    """What becomes of one hand: the attribution that it joins, or the record of a new one."""

    who: Who
    joins: str
    record: dict[str, Any] | None
    beside: tuple[str, ...] = ()  # what stands of the same source in this claim, if that is not joined

    @property
    def is_new(self) -> bool:
        return not self.joins


class Plan(NamedTuple):
    """What would be recorded. Without a case file, all of it is recorded already."""

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
    """The forms of the page; ``hands`` are nearest to us first, and the last one is who said it."""

    form: QuickForm
    hands: Sequence[HandForm]
    where: WhereForm


def plan_of(claim: Claim, sent: Forms, may: May) -> Plan | None:
    """Return what the forms, each of them valid by itself, would record; None where they say what is wrong."""
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
    """One chain whose hands and document are settled."""

    def __init__(
        self, claim: Claim, sent: Forms, who: Sequence[Who], where: Where | None, new: NewDocument | None, may: May
    ) -> None:
        self.claim, self.sent, self.who, self.where, self.new, self.may = claim, sent, who, where, new, may
        self.said = dict(sent.form.cleaned_data)
        self.basis_proposed = self.said["basis"] in ("", self.said["basis_proposed"])
        if self.basis_proposed:
            self.said["basis"] = proposed_basis(who[-1].kind, self.said["stance"])
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
        digest = sha256(msgspec.json.encode(values, order="deterministic")).hexdigest()
        proposed = self.basis_proposed and lines[-1].is_new
        return Plan(tuple(lines), self.where, self.new, case, digest, chain, proposed)

    def _lines(self) -> list[Line]:
        joints = join([self._hand(number) for number in range(len(self.who))], list(self.standing.values()))
        taken = attribution_keys(self.claim)
        lines: list[Line] = []
        for number in reversed(range(len(self.who))):
            self._offer(self.sent.hands[number], joints[number])
            upstream = lines[-1] if lines else None
            lines.append(self._line(number, joints[number], upstream, taken))
        return lines[::-1]

    def _show_basis(self, said: Line) -> None:
        """Put the proposed basis into its field, where an editor sees it before it is recorded; none of what is joined."""
        if self.basis_proposed:
            proposed = self.said["basis"] if said.is_new else ""
            data: Any = self.sent.form.data
            data["basis"] = data["basis_proposed"] = proposed

    def _hand(self, number: int) -> Hand:
        form, last = self.sent.hands[number], number == len(self.who) - 1
        settled = [name for name in QuickForm.SAID if name != "basis" or not self.basis_proposed]
        says = {name: self.said[name] for name in settled} if last else {}
        typed = {"said_at": self.said["said_at"], "quote": self.said["quote_exact"]} if last else {}
        document = {"document": self._document_key()} if number == 0 else {}
        source = self.who[number].source
        given = {name: value for name, value in (typed | document).items() if value}
        return Hand(source.key if source is not None else None, says | given, form.cleaned_data["joins"])

    def _document_key(self) -> str:
        if self.new is not None:
            return self.new.key
        return self.where.document.key if self.where is not None and self.where.document is not None else ""

    def _offer(self, form: HandForm, joint: Joint) -> None:
        """Show which recorded attributions a hand may join; leave the choice to the chain unless the editor made one."""
        form.joinable = bool(joint.options)
        stands = _("joins “%s”, which is recorded already") % joint.joins if joint.joins else _("a new attribution")
        options = [
            (key, _("join “%(key)s” (%(stance)s)") % {"key": key, "stance": self.standing[key].said["stance"]})
            for key in joint.options
        ]
        form.fields["joins"].choices = [("", stands), *options, (ANEW, _("record a new attribution"))]  # type: ignore[attr-defined]
        if joint.refused:
            form.put(joins="")
            form.add_error(
                "joins",
                _("It cannot join “%s”: that says something else, and what is recorded is never edited. It is a new one now.")
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

    def _documented(self, row: Standing) -> dict[str, Any] | None:
        """Return what ties our document to an attribution that has none yet."""
        if not self._document_key() or row.said["document"]:
            return None
        source = row.recorded_source or row.source
        return {"key": row.key, "source": source, "stance": row.said["stance"], "document": self._document_key()}

    def _says(self, number: int, upstream: Line | None) -> dict[str, Any]:
        if upstream is None:
            quote = {"exact": self.said["quote_exact"], "translation": self.said["quote_translation"]}
            says = {name: self.said[name] for name in QuickForm.SAID}
            optional = {"said_at": self.said["said_at"], "quote": quote if quote["exact"] else None}
            return says | {name: value for name, value in optional.items() if value}
        cited = upstream.joins or (upstream.record or {})["key"]
        copies = self.sent.hands[number].cleaned_data.get("link") == COPIES
        at = self._published_at() if number == 0 else ""
        return {"stance": REPORTS, **({"copies": cited} if copies else {"cites": [cited]}), **({"said_at": at} if at else {})}

    def _published_at(self) -> str:
        """Return when the document was published, which is when whoever is nearest to us said so."""
        if self.new is not None:
            return self.new.record["published_at"] or ""
        return self.where.document.published_at if self.where is not None and self.where.document is not None else ""

    def _permitted(self, lines: Sequence[Line]) -> bool:
        if lines[0].joins and lines[0].record and not self.may.change_attributions:
            self.sent.where.add_error("name", _("You may not tie documents to recorded attributions."))
        document = self.where.document if self.where is not None else None
        if lines[0].joins and lines[0].record and document is not None and document.withdrawal_recorded_at is not None:
            self.sent.where.add_error("name", _("Its publisher retracted it, so it documents nothing that is recorded."))
        quiet = not (any(form.errors for form in self.sent.hands) or self.sent.where.errors)
        if self.said["quote_translation"] and not self.said["quote_exact"]:
            self.sent.form.add_error("quote_exact", _("Give the words of which this is the translation."))
            return False
        return quiet

    def _values(self, lines: Sequence[Line]) -> dict[str, Any]:
        sources = {who.key: dict(who.record) for who in self.who if who.record is not None}
        attributions = [line.record for line in reversed(lines) if line.record is not None]
        claim = {"key": self.claim.key, "text": self.claim.text, "attributions": attributions}
        documents = [dict(self.new.record)] if self.new is not None else []
        return {"format": FORMAT, "sources": list(sources.values()), "documents": documents, "claims": [claim]}

    def _case(self, values: dict[str, Any]) -> CaseFile:
        """Return the case file. Raises: CaseFileError where it does not fit what is stored."""
        case = case_of_values(values)
        known = known_records(case)
        if found := [*problems(case, stored_of(known)), *name_problems([case], known, timezone.now())[0]]:
            raise CaseFileError(tuple(found))
        return case

    def _place(self, found: Sequence[Problem], lines: Sequence[Line]) -> None:
        """Say each problem of the case file at the field that it is about."""
        new = {who.key: number for number, who in reversed(list(enumerate(self.who))) if who.is_new}
        written = [number for number, line in reversed(list(enumerate(lines))) if line.record is not None]
        for problem in found:
            place = _PLACE.match(problem.path)
            if place is None:
                self.sent.form.add_error(None, str(problem))
                continue
            field, row = place["field"] or "", int(place["row"])
            if place["list"] == "documents":
                _say(self.sent.where, field, problem.message)
            elif place["list"] == "sources":
                _say(self.sent.hands[sorted(new.values())[row]], field, problem.message)
            else:
                self._place_in_attribution(written[row], field, problem.message)

    def _place_in_attribution(self, number: int, field: str, message: str) -> None:
        name = {"quote": "quote_exact", "": "stance"}.get(field, field)
        if number == len(self.who) - 1 and name in self.sent.form.fields:
            self.sent.form.add_error(name, message)
        else:
            _say(self.sent.hands[number], "", message)


def _say(form: forms.Form, field: str, message: str) -> None:
    form.add_error(field if field in form.fields and not form.fields[field].widget.is_hidden else "name", message)
