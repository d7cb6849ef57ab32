"""What settles each flag: the table of the actions that its card offers, filled in, and that the help explains."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import islice
from typing import Any, Final, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.decisions.words import STEPS
from claims.admin.flags.records import Known
from claims.admin.flags.steps import Button, is_merged_or_deleted, may_send, page_of
from claims.models import Attribution, Flag
from claims.policy.assess import RULES
from claims.policy.findings import Rule
from claims.queries.claims.admin_lists import ClaimPanel, links_from
from claims.vocabulary import CHANGE_DECLARED, COMMENT_REQUESTED, OUTCOME_LINKED, SUPERSEDES, SUPPORTS, VERDICT_CONFIRMED
from factcheck.dates.partial_dates import certainly_after, from_instant
from sources.admin.approval import own_approval
from sources.admin.display import with_key, words
from sources.admin.pages import page_url, with_next

#: Buttons on one card (a guess): the line "Based on" links to all records that the flag rests on.
_MOST = 6


class Card(NamedTuple):
    """An open flag on the page of a claim, and who reads it."""

    flag: Flag
    known: Known
    panel: ClaimPanel
    request: HttpRequest

    def about(self, kind: str) -> list[Any]:
        """Return the records of a kind that the flag rests on, as far as the page has them."""
        return [self.known[kind, key] for record, key in self.flag.culprits if record == kind and (kind, key) in self.known]

    def page(self, label: Any, name: str, **asked: str) -> Iterator[Button]:
        """Yield the button to a page under the claim's, if the user may open that."""
        if may_send(self.request, f"claims_claim_{name}"):
            yield Button(str(label), page_of(self.panel.claim, name, **asked))

    def record(self, label: Any, name: str, *args: int, **asked: Any) -> Iterator[Button]:
        """Yield the button to the page of a record, which leads back to the claim, if the user may open that."""
        if may_send(self.request, name):
            yield Button(str(label), with_next(reverse(f"admin:{name}", args=args), page_url(self.panel.claim), **asked))


class Action(NamedTuple):
    """What settles a flag: its name, and what yields the buttons on a card, as far as the user may use them.

    With ``outside``, only a fact from outside settles the flag; the action records it.
    """

    name: Any
    buttons: Callable[[Card], Iterator[Button]]
    outside: bool = False


def buttons_on(flag: Flag, known: Known, panel: ClaimPanel, request: HttpRequest) -> list[Button]:
    """Return the buttons that settle an open flag, as far as the user may use them."""
    action = ACTIONS.get(flag.code)  # a rule that was taken out leaves its flags until the next verification
    if action is None or is_merged_or_deleted(panel.claim):
        return []
    return list(islice(action.buttons(Card(flag, known, panel, request)), _MOST))


def _about(action: Any, record: str) -> str:
    return _("%(action)s: %(record)s") % {"action": action, "record": record}


def _named(row: Attribution) -> str:
    return with_key(row.source, row.key)


def _add_source(card: Card, *, said: bool = False, through: bool = False) -> Iterator[Button]:
    """Offer to record support: ``said`` by the first source that the flag rests on, or passed on ``through`` it."""
    first = next((row.source.key for row in card.about("attribution")), "") if said or through else ""
    filled_in = {name: first for name, wanted in (("said", said), ("through", through)) if wanted and first}
    yield from card.page(ADD_SOURCE, "quick", stance=SUPPORTS, **filled_in)


def _settle(card: Card) -> Iterator[Button]:
    yield from card.page(STEPS[card.flag.code].button, "settle", code=card.flag.code)


def _declare(card: Card) -> Iterator[Button]:
    # The claims that contradict it are among the records too, and no statement.
    for row in card.about("attribution"):
        yield from card.page(_last_word(row), "declare", last=row.key)


def _last_word(row: Attribution) -> str:
    named = {"stance": words(row.stance), "at": row.said_at, "key": row.key}
    if row.said_at:
        return _("Latest position: %(stance)s, %(at)s (%(key)s)") % named
    return _("Latest position: %(stance)s (%(key)s)") % named


def _judge(card: Card) -> Iterator[Button]:
    """Offer to judge the first two sources; where one judgement would settle it, the card itself has the form."""
    sources = card.about("source")
    if len(sources) > 1:
        one, other = sources[:2]
        yield from card.record(JUDGE, "sources_independencejudgement_add", one=one.pk, other=other.pk)


def _attach(card: Card) -> Iterator[Button]:
    for row in card.about("attribution"):
        yield from card.record(_about(ATTACH, _named(row)), "claims_attribution_attach", row.pk)


def _approve(card: Card) -> Iterator[Button]:
    for source in card.about("source")[:_MOST]:
        own = own_approval(card.request, source)
        if own and not source.approved_by:
            yield from card.record(_about(APPROVE, source.name), "sources_source_change", source.pk, approve="yes")
        # Only who may approve sees why a name is withheld.
        elif not source.description or (own is not None and not source.anonymity_reason):
            yield from card.record(_about(_("Complete the source"), source.name), "sources_source_change", source.pk)


def _correct_dates(card: Card) -> Iterator[Button]:
    for row in card.about("attribution"):
        recorded, document = from_instant(row.recorded_at), row.document
        if document is not None and certainly_after(document.published_at, recorded):
            yield from card.record(_about(CORRECT, str(document)), "sources_document_change", document.pk)
        if certainly_after(row.said_at, recorded):
            yield from _correct(card, row)


def _correct(card: Card, row: Attribution) -> Iterator[Button]:
    """Offer to replace an attribution, whose meaning is never edited, by a corrected one."""
    yield from card.page(_about(CORRECT, _named(row)), "quick", supersede=row.key, correct="yes")


def _redirect(card: Card, *, within: bool) -> Iterator[Button]:
    """Offer to redirect what the attributions pass on; ``within``: only their links to one another."""
    rows = card.about("attribution")
    about = {row.pk for row in rows}
    for link in links_from(rows):
        if not within or link.cited_id in about:
            label = _about(REDIRECT, f"{_named(link.citing)} ← {_named(link.cited)}")
            yield from card.record(label, "claims_attribution_redirect_link", link.citing_id, link.pk)


def _correct_or_redirect(card: Card) -> Iterator[Button]:
    for row in card.about("attribution"):
        yield from _correct(card, row)
    yield from _redirect(card, within=True)


def _redirect_or_withdraw(card: Card) -> Iterator[Button]:
    yield from _redirect(card, within=False)
    for row in card.about("attribution"):
        yield from card.record(_about(_("Withdraw"), _named(row)), "claims_attribution_withdraw", row.pk)


def _strike_relation(card: Card) -> Iterator[Button]:
    newer = {claim.pk for claim in card.about("claim")}
    for relation in card.panel.relations:
        if relation.kind == SUPERSEDES and relation.from_claim_id in newer:
            yield from card.record(_about(STRIKE, relation.from_claim.key), "claims_claimrelation_strike", relation.pk)


def _page(label: Any, name: str) -> Action:
    return Action(label, lambda card: card.page(label, name))


ADD_SOURCE: Final = gettext_lazy("Add a source")
ATTACH: Final = gettext_lazy("Attach a document")
APPROVE: Final = gettext_lazy("Approve the source")
CORRECT: Final = gettext_lazy("Correct")
JUDGE: Final = gettext_lazy("Judge the independence of two sources")
REDIRECT: Final = gettext_lazy("Redirect the link")
STRIKE: Final = gettext_lazy("Strike out the relation")

_SOURCE: Final = Action(ADD_SOURCE, _add_source, outside=True)
_SOURCE_THROUGH: Final = Action(ADD_SOURCE, partial(_add_source, through=True), outside=True)
_DOCUMENT: Final = Action(ATTACH, _attach, outside=True)
#: By the kind of decision that settles a flag; another kind is one of ``claims.admin.decisions.words.STEPS``.
_BY_DECISION: Final[Mapping[str, Action]] = {
    CHANGE_DECLARED: Action(gettext_lazy("Declare the latest position"), _declare),
    COMMENT_REQUESTED: _page(gettext_lazy("Request comment"), "comment"),
    OUTCOME_LINKED: _page(gettext_lazy("Link an outcome"), "outcome"),
    VERDICT_CONFIRMED: _page(gettext_lazy("Confirm, replace or withdraw"), "verdict"),
}
#: For the flags that no decision settles, the action that records what does.
_BY_FLAG: Final[Mapping[str, Action]] = {
    "anonymous_only": _SOURCE,
    "chronology_error": Action(gettext_lazy("Correct a date, or redirect the link"), _correct_or_redirect),
    "circular": Action(REDIRECT, partial(_redirect, within=True)),
    "date_ahead": Action(gettext_lazy("Correct the date"), _correct_dates),
    "denied_only": _SOURCE,
    "false_confirmation": _SOURCE_THROUGH,
    "hedged_only": Action(ADD_SOURCE, partial(_add_source, said=True), outside=True),
    "independence_not_judged": Action(JUDGE, _judge),
    "interested_party_only": _SOURCE,
    "orphaned": Action(gettext_lazy("Redirect the link, or withdraw the report"), _redirect_or_withdraw),
    "partly_denied": _page(gettext_lazy("Split the claim"), "split"),
    "partly_supported": _SOURCE,
    "possibly_single_origin": _SOURCE,
    "single_gateway": _SOURCE,
    "single_origin": _SOURCE,
    "superseded_figure": Action(STRIKE, _strike_relation),
    "undocumented": _DOCUMENT,
    "unnamed_unapproved": Action(APPROVE, _approve),
    "unsourced": _SOURCE,
    "unstated_origin": _SOURCE_THROUGH,
    "unverified": _SOURCE,
    "upstream_not_seen": _DOCUMENT,
}


#: A rule that was added without an entry above: its card has the question and the records, and no button.
_NOT_LISTED: Final = Action("", lambda _card: iter(()))


def _action(rule: Rule) -> Action:
    if rule.code in STEPS:
        return Action(STEPS[rule.code].button, _settle)
    by_decision = next((_BY_DECISION[kind] for kind in rule.settles if kind in _BY_DECISION), None)
    return by_decision or _BY_FLAG.get(rule.code, _NOT_LISTED)


#: The action of every flag, by its code.
ACTIONS: Final = {rule.code: _action(rule) for rule in RULES}
