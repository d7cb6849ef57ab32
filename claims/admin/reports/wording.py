"""A claim in words, for a report. Only the public form of a claim is read, so nothing that readers may not see gets in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.published import PublicAttribution, PublicClaim, PublicDocument, PublicSource
from claims.queries.bodies.public_claims import Reported
from claims.runs.report import interval
from claims.vocabulary import Scope, Stance
from factcheck.desk.labels import joined
from factcheck.desk.local_dates import date_words, instant_words
from factcheck.text.texts import isolated
from sources.admin.display import is_web_address, words

#: The sections of statements, in their order; those that only pass one on are named with it.
_SIDES: Final = (
    (gettext_lazy("Who supports it"), (Stance.SUPPORTS,)),
    (gettext_lazy("Who denies it"), (Stance.DENIES,)),
    (gettext_lazy("Who else said something"), (Stance.QUESTIONS, Stance.COULD_NOT_CONFIRM, Stance.DECLINED)),
)


class Page(NamedTuple):
    """A document where words stand; ``url`` is empty if it is no web address."""

    title: str
    described: str  # by whom and when it was published
    url: str
    archive: str


class Carrier(NamedTuple):
    """A source that passed a statement on."""

    who: str
    pages: tuple[Page, ...]


class Statement(NamedTuple):
    """What one source said, in words; ``notes`` say how far it goes and what became of it."""

    who: str
    when: str
    notes: tuple[str, ...]
    quotes: tuple[tuple[str, str], ...]  # the words as said, and their translation
    pages: tuple[Page, ...]
    carriers: tuple[Carrier, ...]


class ReportedClaim(NamedTuple):
    """One claim of a report. ``withheld`` says why it is not for publication; empty if it is published."""

    key: str
    text: str
    withheld: str
    status: str
    explanation: str
    origins: str
    sides: tuple[tuple[Any, tuple[Statement, ...]], ...]
    verdict: str
    rationale: str
    verdict_at: str
    flags: tuple[str, ...]
    changed_at: str


def in_words(reported: Reported, now: datetime) -> ReportedClaim:
    """Return a claim in the language of the page."""
    claim = reported.claim
    statements = _Statements(claim)
    verdict = claim.verdict
    return ReportedClaim(
        key=claim.key,
        text=claim.text,
        withheld=_withheld(reported, now),
        status=words(claim.status),
        explanation=claim.explanation,
        origins=_("Independent origins: %(support)s in support, %(denial)s in denial.")
        % {"support": interval(claim.support), "denial": interval(claim.denial)},
        sides=tuple((heading, found) for heading, stances in _SIDES if (found := statements.of(stances))),
        verdict=verdict.word if verdict else "",
        rationale=verdict.rationale if verdict else "",
        verdict_at=_instant_or_date(verdict.published_at) if verdict else "",
        # A flag that another one says more exactly adds nothing to it.
        flags=tuple(
            f"{capfirst(words(flag.code))} ({words(flag.severity)}): {flag.reason}"
            for flag in claim.flags
            if not flag.implied_by
        ),
        changed_at=instant_words(reported.changed_at),
    )


def _withheld(reported: Reported, now: datetime) -> str:
    if not reported.public:
        return _("Not public: not for publication.")
    if reported.embargo_until is not None and reported.embargo_until > now:
        return _("Embargoed until %(at)s: not for publication.") % {"at": instant_words(reported.embargo_until)}
    return ""


def _instant_or_date(text: str) -> str:
    """Return when a verdict was published, in words: bodies hold it as a date-time."""
    return instant_words(datetime.fromisoformat(text)) if "T" in text else date_words(text)


class _Statements:
    """The statements of one claim, by what they say of it."""

    def __init__(self, claim: PublicClaim) -> None:
        self.claim = claim
        self.sources = {source.key: source for source in claim.sources}
        self.stakes = {interest.source for interest in claim.interests}
        self.passed_on: dict[str, list[PublicAttribution]] = {}
        for row in claim.attributions:
            for key in {*row.cites, row.copies} - {""}:
                self.passed_on.setdefault(key, []).append(row)

    def of(self, stances: Sequence[str]) -> tuple[Statement, ...]:
        """Return those of some stances. One that its source has replaced by another is left out."""
        rows = [row for stance in stances for row in self.claim.attributions if row.stance == stance and not row.superseded_by]
        return tuple(map(self._statement, rows))

    def _statement(self, row: PublicAttribution) -> Statement:
        quotes = [row.quote, *(document.quote for document in row.documents)]
        return Statement(
            who=self._name(row.source),
            when=date_words(row.said_at),
            notes=tuple(self._notes(row)),
            quotes=tuple(dict.fromkeys((quote.exact, quote.translation) for quote in quotes if quote is not None)),
            pages=tuple(self._pages(row)),
            carriers=tuple(Carrier(self._name(each.source), tuple(self._pages(each))) for each in self._carriers(row)),
        )

    def _name(self, key: str) -> str:
        source = self.sources.get(key)
        if source is None or source.identified:
            return isolated(source.name if source else key)
        return self._unnamed(source)

    def _unnamed(self, source: PublicSource) -> str:
        """Return an unnamed source by its role and the outlets that vouch for it: never by who it is, nor has since said so."""
        outlets = joined([self._name(key) for key in (source.vouched_by, *source.also_vouched_by) if key])
        said = {"name": isolated(source.name), "outlets": outlets, "words": isolated(source.description)}
        if not source.description:
            return _("%(name)s (unnamed, known to %(outlets)s)") % said
        return _("%(name)s (unnamed, known to %(outlets)s: “%(words)s”)") % said

    def _notes(self, row: PublicAttribution) -> Iterator[str]:
        if row.stance not in (Stance.SUPPORTS, Stance.DENIES):
            yield words(row.stance)
        if row.scope == Scope.PARTIAL:
            yield _("of part of the claim")
        if row.hedge is not None:
            yield f"{words(row.hedge.degree)}: “{row.hedge.words}”" if row.hedge.words else words(row.hedge.degree)
        if row.source in self.stakes:
            yield _("has a stake in it")
        if row.withdrawn is not None:
            yield _ended(_("withdrawn"), row.withdrawn.at, row.withdrawn.reason)
        if row.discredited is not None:
            by = self._name(row.discredited.by) if row.discredited.by else ""
            shown = _("discredited by %(who)s") % {"who": by} if by else words("discredited")
            yield _ended(shown, row.discredited.at, row.discredited.reason)

    def _carriers(self, row: PublicAttribution) -> Iterator[PublicAttribution]:
        """Yield who passed a statement on, directly or through others, without a stance of its own; the origin's side first."""
        seen, waiting = {row.key}, [row.key]
        while waiting:
            for each in self.passed_on.get(waiting.pop(0), ()):
                if each.key not in seen and each.stance == Stance.REPORTS and not each.superseded_by:
                    seen.add(each.key)
                    waiting.append(each.key)
                    yield each

    def _pages(self, row: PublicAttribution) -> Iterator[Page]:
        for document in (row.document, *row.documents) if row.document else row.documents:
            yield Page(document.title, self._published(document), _web(document.url), _web(document.archive_url))

    def _published(self, document: PublicDocument) -> str:
        return ", ".join(filter(None, (self._name(document.publisher), date_words(document.published_at))))


def _ended(what: str, at: str, reason: str) -> str:
    return " ".join(filter(None, (what, date_words(at)))) + (f": {reason}" if reason else "")


def _web(url: str) -> str:
    return url if is_web_address(url) else ""


def on_one_line(statement: Statement) -> str:
    """Return a statement as one line of plain text."""
    said = ", ".join(filter(None, (statement.who, statement.when)))
    said += "".join(f" [{note}]" for note in statement.notes)
    quotes = "; ".join(f"“{exact}”" + (f" ({translation})" if translation else "") for exact, translation in statement.quotes)
    parts = [f"{said}: {quotes}" if quotes else said, *map(_page_text, statement.pages)]
    if statement.carriers:
        parts.append(_("Passed on by %(names)s") % {"names": "; ".join(map(_carrier_text, statement.carriers))})
    return " ".join(" – ".join(parts).split())


def _carrier_text(carrier: Carrier) -> str:
    return " – ".join((carrier.who, *map(_page_text, carrier.pages)))


def _page_text(shown: Page) -> str:
    text = f"{shown.title} ({shown.described})" if shown.described else shown.title
    return " ".join(filter(None, (text, shown.url or shown.archive)))


def publication(claim: ReportedClaim) -> str:
    """Return whether a claim is published, as a sentence."""
    return claim.withheld or _("Published.")


def by_heading(claim: ReportedClaim) -> Mapping[Any, tuple[Statement, ...]]:
    """Return the statements by the headings of all sections, empty ones included."""
    found = {str(heading): statements for heading, statements in claim.sides}
    return {heading: found.get(str(heading), ()) for heading, _stances in _SIDES}
