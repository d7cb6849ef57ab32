"""The words of the desk and what each means, in one table. ``docs/independence.md`` has the exact rules of the counts."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from django.utils.translation import gettext_lazy as _

from claims.vocabulary import (
    Basis,
    ClaimRelationKind,
    DecisionKind,
    GroundRule,
    Hedge,
    Scope,
    Severity,
    Stance,
    Status,
    VerdictState,
)
from factcheck.words import Word
from sources.vocabulary import DocumentKind, Grade, Judgement, SourceKind, SourceRelationKind


class Term(NamedTuple):
    """A word of the desk. Its key is its place on the page of the glossary; ``flags`` are those that rest on it."""

    key: str
    name: Any
    means: Any
    flags: tuple[str, ...] = ()
    words: tuple[Word, ...] = ()  # the words of its vocabulary, if it has one


TERMS: Final = (
    Term(
        "claim",
        _("claim"),
        _("One checkable statement, and everything that the desk has recorded about it."),
    ),
    Term(
        "attribution",
        _("attribution"),
        _(
            "What one source says about a claim: its stance, when and where it said so, and in which words. Its "
            "meaning is never edited: it is superseded, withdrawn, voided or discredited."
        ),
    ),
    Term(
        "source",
        _("source"),
        _("Who says something, shows it or measured it."),
        words=tuple(SourceKind),
    ),
    Term(
        "unnamed-source",
        _("unnamed source"),
        _(
            "A source whose name the outlet withholds. The record says how the outlet describes it and which outlet "
            "knows it, never who it is."
        ),
        ("unnamed_unapproved", "anonymous_only"),
    ),
    Term(
        "document",
        _("document"),
        _("A publication or record that the desk has, in which something was said or shown."),
        ("undocumented", "upstream_not_seen", "document_in_doubt"),
        words=tuple(DocumentKind),
    ),
    Term(
        "stance",
        _("stance"),
        _("What a source says of the claim. A source that only reports passes on what others say."),
        ("contested", "position_changed", "self_contradicting"),
        words=tuple(Stance),
    ),
    Term(
        "scope",
        _("scope"),
        _("Whether a source speaks of the whole claim or of part of it. Only what is said of the whole counts as an origin."),
        ("partly_supported", "partly_denied"),
        words=tuple(Scope),
    ),
    Term(
        "basis",
        _("basis"),
        _("What a source's stance rests on. An outlet whose basis is unstated names no origin."),
        ("unstated_origin",),
        words=tuple(Basis),
    ),
    Term(
        "hedge",
        _("hedge"),
        _("Words that make a statement less than certain, such as “likely” or “may”. What is hedged is not on the record."),
        ("hedged_only",),
        words=tuple(Hedge),
    ),
    Term(
        "ground-rule",
        _("ground rule"),
        _("How words may be used. Off the record may not be stored."),
        words=tuple(GroundRule),
    ),
    Term(
        "chain",
        _("chain"),
        _("The way by which a statement reached the desk, from the source to those who cite or copy it, step by step."),
        ("circular", "chronology_error", "orphaned"),
    ),
    Term(
        "copy",
        _("copy"),
        _("A reprint, syndication or translation of an attribution, word for word. It adds nothing to the counts."),
        ("false_confirmation",),
    ),
    Term(
        "held",
        _("held"),
        _(
            "What the desk has itself: a document of the attribution or of a copy of it, or an attribution that nobody "
            "passes on."
        ),
        ("undocumented", "upstream_not_seen"),
    ),
    Term(
        "origins",
        _("independent origins"),
        _(
            "How many sources know it themselves, independently of each other. The first number is proven: no two of "
            "these can be the same source or share one. The second is the most that is possible. “+” means that there "
            "may be more still, because a source is plural (“officials”)."
        ),
        (
            "unsourced",
            "unstated_origin",
            "single_origin",
            "possibly_single_origin",
            "false_confirmation",
            "independence_not_judged",
        ),
    ),
    Term(
        "on-record",
        _("independent on-record routes"),
        _(
            "How many independent ways lead to somebody who is named and says so without a hedge. It is the fewest "
            "independent sources whose error would leave no such way."
        ),
        ("unverified", "anonymous_only", "hedged_only"),
    ),
    Term(
        "disinterested",
        _("from disinterested sources"),
        _("The same number, without sources that benefit if the statement is believed."),
        ("unverified", "interested_party_only"),
    ),
    Term(
        "routes",
        _("separate routes to us"),
        _("How many ways that share no source lead from what the desk holds to any origin. It is counted up to 5."),
        ("single_gateway",),
    ),
    Term(
        "gateway",
        _("gateway"),
        _("A source that passes things on and lies on every route. If it erred, no support would be left."),
        ("single_gateway",),
    ),
    Term(
        "voice",
        _("voice"),
        _("Sources that speak as one: a ministry and its press officer. However often one voice speaks, it is one origin."),
        ("self_contradicting", "position_changed"),
    ),
    Term(
        "family",
        _("family"),
        _(
            "Voices that may share an origin, because one owns the other or they share reporting. A family proves one "
            "origin, not several."
        ),
    ),
    Term(
        "relation",
        _("relation of sources"),
        _("How two named sources are tied, and in which time. Ties make them one voice or one family."),
        words=tuple(SourceRelationKind),
    ),
    Term(
        "related-claim",
        _("related claim"),
        _("Another claim that contradicts, supersedes or restates this one, or of which this one is part."),
        ("contested", "superseded_figure"),
        words=tuple(ClaimRelationKind),
    ),
    Term(
        "grade",
        _("Admiralty grade"),
        _("How reliable a source is, on NATO's scale. F means that it cannot be judged; it is not a middle grade."),
        words=tuple(Grade),
    ),
    Term(
        "judgement",
        _("judgement of independence"),
        _("What an editor says, with a reason, of whether two sources know something independently."),
        ("independence_not_judged", "possibly_single_origin"),
        words=tuple(Judgement),
    ),
    Term(
        "stake",
        _("stake"),
        _("That a source benefits if a claim is believed, or is harmed, as the accused is."),
        ("interested_party_only", "no_response_sought"),
    ),
    Term(
        "status",
        _("status"),
        _("What the recorded sources add up to. It is computed, and never says whether a claim is true."),
        ("unsourced", "unverified", "contested"),
        words=tuple(Status),
    ),
    Term(
        "two-source-rule",
        _("two-source rule"),
        _(
            "What the desk's policy requires of a corroborated claim: by default two independent on-record routes, one "
            "of them from a disinterested source."
        ),
        ("unverified",),
    ),
    Term(
        "flag",
        _("flag"),
        _(
            "A sentence about what is unverified, contested, or looks better supported than it is, with the records "
            "that show it."
        ),
        words=tuple(Severity),
    ),
    Term(
        "waiver",
        _("waiver"),
        _("An editor's decision to leave a flag open until a date, with a reason. It ends earlier if the findings change."),
    ),
    Term(
        "decision",
        _("decision"),
        _("What an editor settled about a claim, with a reason. It can be undone and is never deleted."),
        words=tuple(DecisionKind),
    ),
    Term(
        "verdict",
        _("verdict"),
        _(
            "The desk's rating of a claim, in words, with its reasons. One editor drafts it and another publishes it, "
            "on the findings of that time."
        ),
        ("verdict_outdated",),
        words=tuple(VerdictState),
    ),
    Term(
        "findings",
        _("findings"),
        _(
            "What a verification found: the status, the counts and who stands behind them. Verdicts and waivers are "
            "bound to them."
        ),
        ("verdict_outdated",),
    ),
    Term(
        "withdrawn",
        _("withdrawn"),
        _("Taken back by its source, or by the outlet that carried it. It stays on record and no longer counts."),
        ("retracted_source", "orphaned"),
    ),
    Term(
        "discredited",
        _("discredited"),
        _("Shown by somebody else to be forged or false. It counts as if it were withdrawn, and is not said to be."),
        ("discredited_source",),
    ),
    Term(
        "voided",
        _("voided"),
        _("Recorded by our own mistake. It counts as never recorded, and raises no flag."),
    ),
    Term(
        "revision",
        _("revision"),
        _("One change of a claim: what, who, when and why. The revisions of a claim are numbered, and none is ever changed."),
    ),
    Term(
        "as-of",
        _("as of"),
        _("What the record showed at an earlier time, with the flags that were open then."),
    ),
)
