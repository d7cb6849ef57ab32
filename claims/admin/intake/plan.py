"""Convert pasted claims to a case file, and the problems of that file back to lines and fields."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256
from typing import Any, Final, NamedTuple

import msgspec
from django import forms
from django.utils.translation import gettext as _

from claims.admin.attributions.quick_documents import NewDocument, Where, look_up, new_document
from claims.admin.attributions.quick_forms import WhereForm
from claims.admin.attributions.quick_plan import Line
from claims.admin.attributions.quick_sources import Who
from claims.admin.claims.form_to_case import topics_from
from claims.admin.intake.settling import Settling
from claims.casefile import Problem
from claims.casefile.records import FORMAT
from claims.intake.basis import proposed_basis
from claims.intake.claim_lines import ChainLine, ClaimLine
from claims.intake.joining import CurrentAttribution, Hand, join
from claims.queries.claims.new_keys import NEW_KEY, new_keys
from claims.vocabulary import REPORTS
from sources.names import free_key
from sources.vocabulary import PUBLISHERS

#: Where a problem of such a case file is.
PLACE: Final = re.compile(
    r"^\$\.(?P<list>sources|documents|claims)\[(?P<row>\d+)\](?:\.attributions\[(?P<attribution>\d+)\])?(?:\.(?P<field>\w+))?"
)


class ChainPlan(NamedTuple):
    """The plan for one chain: its sources, nearest to us first, and whether it rests on the shared document."""

    line: int
    lines: tuple[Line, ...]
    rests: bool


class ClaimPlan(NamedTuple):
    """The plan for one claim. ``places`` has the line of each of its attributions, as the file lists them."""

    line: int
    key: str
    record: dict[str, Any]
    chains: tuple[ChainPlan, ...]
    places: tuple[int, ...]


class Plan(NamedTuple):
    """What would be recorded, as values of a case file; ``digest`` ties the confirmation to the preview."""

    claims: tuple[ClaimPlan, ...]
    where: Where | None
    new_document: NewDocument | None
    values: dict[str, Any]
    digest: str


class Sent(NamedTuple):
    """The valid forms of the page."""

    form: forms.Form
    where: WhereForm
    settling: Settling


def plan_of(claims: Sequence[ClaimLine], sent: Sent, *, may_record_documents: bool) -> Plan | None:
    """Return what the claims would record. If the forms do not fit together, add errors to them and return None."""
    named = bool(sent.where.cleaned_data["name"])
    where = look_up(sent.where, may_record=may_record_documents) if named else None
    nearer = where.nearer if where is not None else None
    found = {each.line: sent.settling.who(each, nearer) for claim in claims for each in claim.chains}
    if None in found.values() or (named and where is None):
        return None
    return _Planning(claims, sent, {line: who for line, who in found.items() if who}, where).plan()


class _Planning:
    """Plans claims whose sources are known."""

    def __init__(self, claims: Sequence[ClaimLine], sent: Sent, who: dict[int, list[Who]], where: Where | None) -> None:
        self.claims, self.sent, self.who, self.where = claims, sent, who, where
        self.said = sent.form.cleaned_data
        self.new: NewDocument | None = None
        self.document = self.publisher = self.published_at = ""

    def plan(self) -> Plan | None:
        if self.where is not None and not self._find_document(self.where):
            return None
        keys = new_keys(claim.text for claim in self.claims)
        claims = tuple(self._claim(claim, key) for claim, key in zip(self.claims, keys, strict=True))
        if self.where is not None and not any(chain.rests for claim in claims for chain in claim.chains):
            self._refuse(
                _("No chain rests on this document. Begin those that do with its publisher, “%s”.") % self._publisher_name()
            )
            return None
        values = self._values(claims)
        digest = sha256(msgspec.json.encode(values, order="deterministic")).hexdigest()
        return Plan(claims, self.where, self.new, values, digest)

    def _find_document(self, where: Where) -> bool:
        nearest = next((found[0] for found in self.who.values()), None)
        if where.document is not None:
            self.document, self.publisher = where.document.key, where.document.publisher.key
            self.published_at = where.document.published_at
            return True
        if nearest is None:
            self._refuse(_("No claim has a chain that could rest on this document."))
            return False
        self.new = new_document(self.sent.where, where, nearest)
        if self.new is None:
            return False
        self.document, self.publisher = self.new.key, self.new.record["publisher"]
        self.published_at = self.new.record["published_at"] or ""
        return True

    def _publisher_name(self) -> str:
        """Return the name of the publisher, which is a recorded one: a chain that begins with a new one rests on it."""
        publisher = self.where.nearer if self.where is not None else None
        return publisher.shown if publisher is not None else self.publisher

    def _refuse(self, message: str) -> None:
        self.sent.where.add_error("name", message)

    def _claim(self, claim: ClaimLine, key: str) -> ClaimPlan:
        current: list[CurrentAttribution] = []
        chains = tuple(self._chain(each, current) for each in claim.chains)
        # Cited attributions first, as the file lists them.
        rows = [(each.line, line.record) for each in chains for line in reversed(each.lines) if line.record is not None]
        record: dict[str, Any] = {"key": key, "text": claim.text, "public": self.said["public"]}
        window = {"from": self.said["window_from"] or None, "until": self.said["window_until"] or None}
        optional = {"topics": topics_from(self.said["topics"]), "window": window if any(window.values()) else None}
        optional["attributions"] = [row for _line, row in rows]
        record |= {name: value for name, value in optional.items() if value}
        return ClaimPlan(claim.line, key, record, chains, tuple(line for line, _row in rows))

    def _chain(self, read: ChainLine, current: list[CurrentAttribution]) -> ChainPlan:
        """Plan a chain; what an earlier one of the claim already says in the same way is joined and not repeated."""
        who = self.who[read.line]
        rests = bool(self.document) and (who[0].key == self.publisher or who[0].kind not in PUBLISHERS)
        says = {"stance": read.stance, "basis": proposed_basis(who[-1].kind, read.stance), "said_at": self.said["said_at"]}
        last = len(who) - 1
        hands = [Hand(each.key, says if number == last else {"stance": REPORTS}) for number, each in enumerate(who)]
        lines: list[Line] = []
        # From the origin to us, because each attribution cites the one before it by key.
        for number, joint in reversed(list(enumerate(join(hands, current)))):
            if joint.joins is not None:
                lines.append(Line(who[number], joint.joins, None))
                continue
            key = free_key(who[number].key[:NEW_KEY], {row.key for row in current})
            record: dict[str, Any] = {"key": key, "source": who[number].key}
            record |= says if number == last else {"stance": REPORTS, "cites": [_key_of(lines[-1])]}
            if number == 0 and rests:
                record["document"] = self.document
                record |= {"said_at": self.published_at} if number != last else {}
            record = {name: value for name, value in record.items() if value}
            current.append(CurrentAttribution(key, who[number].key, record, frozenset(record.get("cites", ()))))
            lines.append(Line(who[number], "", record))
        return ChainPlan(read.line, tuple(reversed(lines)), rests)

    def _values(self, claims: Sequence[ClaimPlan]) -> dict[str, Any]:
        # By key, because a new source may be in several chains.
        sources = {who.key: dict(who.record) for found in self.who.values() for who in found if who.record is not None}
        documents = [dict(self.new.record)] if self.new is not None else []
        records = [claim.record for claim in claims]
        return {"format": FORMAT, "sources": list(sources.values()), "documents": documents, "claims": records}


def _key_of(line: Line) -> str:
    return line.joins or str((line.record or {})["key"])


def place(found: Sequence[Problem], plan: Plan, sent: Sent) -> list[tuple[int, str]]:
    """Add each problem of the case file to the field that it concerns; return those of lines, each with its line."""
    lines: list[tuple[int, str]] = []
    for problem in found:
        at = PLACE.match(problem.path)
        if at is None:
            sent.form.add_error(None, str(problem))
        elif at["list"] == "claims":
            claim = plan.claims[int(at["row"])]
            lines.append((claim.places[int(at["attribution"])] if at["attribution"] else claim.line, problem.message))
        elif at["list"] == "documents":
            _add_error(sent.where, at["field"] or "", problem.message)
        else:
            source = plan.values["sources"][int(at["row"])]["key"]
            _add_error(sent.settling.form_of(source) or sent.form, at["field"] or "", problem.message)
    return lines


def _add_error(form: forms.Form, field: str, message: str) -> None:
    known = field in form.fields and not form.fields[field].widget.is_hidden
    form.add_error(field if known else "name" if "name" in form.fields else None, message)
