"""Ties of sources: relations, and judgements of their independence. They are struck out or superseded, never edited."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from msgspec import UNSET, UnsetType
from rest_framework.request import Request

from claims.api.sources.frame import ConfirmingNames, SourceWrite, SourceWritten, adds, confirmed, writes
from claims.api.writing import Because
from claims.casefile.values import Day, Key, Reason, Record
from factcheck.api.problems import Fault, ProblemError
from factcheck.words import OneOf
from sources.api.reading import JudgementList, RelationList
from sources.models import SourceRelation
from sources.operations import close_relation, judge, relate, strike_relation
from sources.queries.reading import relations_between
from sources.vocabulary import Judgement, SourceRelationKind


class NewSourceRelation(Record, frozen=True, kw_only=True):
    """A tie of two named sources, from the one in the URL ``to`` another: one voice, or one family."""

    to: Key
    kind: OneOf[SourceRelationKind]
    reason: Reason
    from_on: Day | UnsetType | None = UNSET
    until_on: Day | UnsetType | None = UNSET


class Relations(SourceWrite, RelationList):
    """``/sources/KEY/relations/``: list them, and record one."""

    ops = {
        **RelationList.ops,
        "POST": writes(
            "relate_source",
            "Record a relation from a named source to another; affected claims are assessed again.",
            adds("sources.sourcerelation"),
            NewSourceRelation,
            status=201,
            example={"to": "bloomberg", "kind": "shares_reporting_with", "reason": "They share correspondents."},
        ),
    }

    def posted(self, request: Request, said: NewSourceRelation, **keys: Any) -> HttpResponse:
        source, other, change = self.found(keys["key"]), self.other(said.to, "/to"), self.change(request, said.reason)
        days = {"from_on": _day(said.from_on), "until_on": _day(said.until_on)}
        if days["from_on"] and days["until_on"] and days["until_on"] < days["from_on"]:
            raise ProblemError("invalid", errors=[Fault(detail="The end is before the start.", pointer="/until_on")])
        relation = SourceRelation(from_source=source, to_source=other, kind=said.kind, reason=said.reason, **days)
        with self.writing() as written:
            relate([relation], at=change.at, actor=change.actor)
        response = self.answered(source.key, written)
        response.status_code = 201
        return response


class OneRelation(SourceWrite):
    """A current relation of a kind to another source; where there are several terms, the request says which."""

    def meant(self, keys: dict[str, Any], from_on: Any) -> SourceRelation:
        """Return the relation that a request is about.

        Raises: ProblemError where there is none, or several and the request does not say which.
        """
        key, kind, other = keys["key"], keys["kind"], keys["other"]
        terms = relations_between(key, kind, other)
        chosen = terms if from_on is UNSET else [term for term in terms if term.from_on == _day(from_on)]
        if not chosen:
            raise ProblemError("not-found", f"“{key}” has no current relation {kind} to “{other}”{_beginning(from_on)}.")
        if len(chosen) > 1:
            dates = ", ".join(_day_text(term.from_on) for term in chosen)
            message = f"There are several such relations: say in from_on when the one that is meant begins ({dates})."
            raise ProblemError("invalid", errors=[Fault(detail=message, pointer="/from_on")])
        return chosen[0]


def _beginning(from_on: Any) -> str:
    return "" if from_on is UNSET else f" that begins on {from_on}" if from_on else " without a date on which it begins"


def _day_text(day: date | None) -> str:
    return "null" if day is None else day.isoformat()


class WhichTerm(Because, frozen=True, kw_only=True):
    """Why, and where the two have several such relations, ``from_on`` of the one that is meant."""

    from_on: Day | UnsetType | None = UNSET


class TermEnded(WhichTerm, frozen=True, kw_only=True):
    """When a relation ended, and how that is known."""

    until_on: Day


class EndRelation(OneRelation):
    """``POST /sources/KEY/relations/KIND/OTHER/end/``."""

    ops = {
        "POST": writes(
            "end_source_relation",
            "Record when a relation ended: what was said later no longer counts as said for the other source.",
            "sources_sourcerelation_end",
            TermEnded,
            example={"until_on": "2024-05-31", "reason": "The ministry named a new spokesman."},
        )
    }

    def posted(self, request: Request, said: TermEnded, **keys: Any) -> HttpResponse:
        change = self.change(request, said.reason)
        self.found(keys["key"])
        with self.writing() as written:
            # Read under the lock: another request may just have ended it, or recorded a second term.
            relation = self.meant(keys, said.from_on)
            close_relation(relation, date.fromisoformat(said.until_on), at=change.at, actor=change.actor, reason=change.reason)
        return self.answered(keys["key"], written)


class StrikeRelation(OneRelation):
    """``POST /sources/KEY/relations/KIND/OTHER/strike/``."""

    ops = {
        "POST": writes(
            "strike_source_relation",
            "Strike out a wrong relation; it stays on record, with the reason.",
            "sources_sourcerelation_strike",
            WhichTerm,
            example={"reason": "The registry names another owner."},
        )
    }

    def posted(self, request: Request, said: WhichTerm, **keys: Any) -> HttpResponse:
        key, change = keys["key"], self.change(request, said.reason)
        self.found(key)
        with self.writing() as written:
            relation = self.meant(keys, said.from_on)
            strike_relation(relation, at=change.at, actor=change.actor, reason=change.reason)
        return self.answered(key, written)


class NewSourceJudgement(ConfirmingNames, frozen=True, kw_only=True):
    """An editor's judgement on two sources. For an unnamed one only independent or unsure are allowed."""

    other: Key
    outcome: OneOf[Judgement]


class SourceJudged(SourceWritten, frozen=True, kw_only=True, omit_defaults=True):
    """A source with its judgement. ``joined_through`` holds the names, from one source to the other, of the sources that
    nevertheless join the two to one family; it is empty if none do."""

    joined_through: tuple[str, ...]


class Judgements(SourceWrite, JudgementList):
    """``/sources/KEY/judgements/``: list them, and record one."""

    ops = {
        **JudgementList.ops,
        "POST": writes(
            "judge_sources",
            "Record a judgement of the independence of two sources, which replaces the current one; that stays on record.",
            adds("sources.independencejudgement"),
            NewSourceJudgement,
            gives=SourceJudged,
            status=201,
            example={"other": "bloomberg", "outcome": "independent", "reason": "No shared owner, no shared desk."},
        ),
    }

    def posted(self, request: Request, said: NewSourceJudgement, **keys: Any) -> HttpResponse:
        source, other, change = self.found(keys["key"]), self.other(said.other, "/other"), self.change(request, said.reason)
        why: dict[str, Any] = {"at": change.at, "actor": change.actor, "reason": change.reason}
        with self.writing() as written:
            joined = judge(source, other, said.outcome, names_confirmed=confirmed(request, said), **why)
        response = self.answered(source.key, written, joined_through=joined)
        response.status_code = 201
        return response


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) else None
