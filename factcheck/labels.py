"""How recorded words are called on the desk. What is stored is the word itself, in English; what people read is its label.

The vocabularies are pure and know no translation, so the labels of all of them stand here. A word reads the same in English
with or without its label, two codes of flags apart; a test asks for one of every word.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

_CLAIMS: Final = {
    # stances
    "supports": _("supports"),
    "denies": _("denies"),
    "questions": _("questions"),
    "declined": _("declined"),
    "reports": _("reports"),
    # scope, basis, ground rule
    "full": _("full"),
    "partial": _("partial"),
    "statement": _("statement"),
    "witness": _("witness"),
    "evidence": _("evidence"),
    "unstated": _("unstated"),
    "on_the_record": _("on the record"),
    "background": _("background"),
    "deep_background": _("deep background"),
    # links, and who took something back
    "cites": _("cites"),
    "copies": _("copies"),
    "source": _("source"),
    "outlet": _("outlet"),
    # relations of claims
    "contradicts": _("contradicts"),
    "part_of": _("part of"),
    "supersedes": _("supersedes"),
    "restates": _("restates"),
    # decisions, and what became of what was predicted
    "contest_resolved": _("contest resolved"),
    "acknowledged": _("acknowledged"),
    "change_declared": _("change declared"),
    "reviewed": _("reviewed"),
    "reaffirmed": _("reaffirmed"),
    "reworded": _("reworded"),
    "reconfirmed": _("reconfirmed"),
    "outcome_linked": _("outcome linked"),
    "comment_requested": _("comment requested"),
    "comment_answered": _("comment answered"),
    "verdict_published": _("verdict published"),
    "verdict_confirmed": _("verdict confirmed"),
    "verdict_withdrawn": _("verdict withdrawn"),
    "merged": _("merged"),
    "split": _("split"),
    "came_about": _("came about"),
    "came_about_in_part": _("came about in part"),
    "did_not": _("did not"),
    "called_off": _("called off"),
    # statuses and severities
    "unsourced": _("unsourced"),
    "unverified": _("unverified"),
    "corroborated": _("corroborated"),
    "contested": _("contested"),
    "critical": _("critical"),
    "warning": _("warning"),
    "info": _("info"),
    # stages of the desk's work
    "new": _("new"),
    "checking": _("checking"),
    "checked": _("checked"),
    "dropped": _("dropped"),
}

_FLAGS: Final = {
    "anonymous_only": _("anonymous only"),
    "chronology_error": _("chronology error"),
    "circular": _("circular"),
    "denied_only": _("denied only"),
    "false_confirmation": _("false confirmation"),
    "interested_party_only": _("interested party only"),
    "no_response_sought": _("no response sought"),
    "orphaned": _("orphaned"),
    "overdue_outcome": _("overdue outcome"),
    "partly_denied": _("partly denied"),
    "partly_supported": _("partly supported"),
    "position_changed": _("position changed"),
    "possibly_single_origin": _("possibly single origin"),
    "retracted_source": _("retracted source"),
    "self_contradicting": _("self contradicting"),
    "single_gateway": _("single gateway"),
    "single_origin": _("single origin"),
    "stale": _("stale"),
    "tainted": _("tainted"),
    "undocumented": _("undocumented"),
    "unnamed_unapproved": _("unnamed source not approved"),
    "unstated_origin": _("unstated origin"),
    "upstream_not_seen": _("original not seen"),
    "verdict_outdated": _("verdict outdated"),
    # how far a contest goes
    "party": _("party"),
    # kinds of record that a flag rests on
    "attribution": _("attribution"),
    "claim": _("claim"),
    "document": _("document"),
    "relation": _("relation"),
    "decision": _("decision"),
    "interest": _("interest"),
}

_SOURCES: Final = {
    # kinds of source
    "person": _("person"),
    "wire_agency": _("wire agency"),
    "government": _("government"),
    "organisation": _("organisation"),
    "research_group": _("research group"),
    "imagery": _("imagery"),
    "dataset": _("dataset"),
    "document_series": _("document series"),
    "desk": _("desk"),
    # relations and judgements
    "speaks_for": _("speaks for"),
    "same_as": _("same as"),
    "owned_by": _("owned by"),
    "shares_reporting_with": _("shares reporting with"),
    "independent": _("independent"),
    "dependent": _("dependent"),
    "unsure": _("unsure"),
    # kinds of document
    "article": _("article"),
    "transcript": _("transcript"),
    "photograph": _("photograph"),
    "video": _("video"),
    "post": _("post"),
    "report": _("report"),
}

#: What was done, as revisions, changes of sources and notes of verdicts record it.
_ACTIONS: Final = {
    "recorded": _("recorded"),
    "changed": _("changed"),
    "assigned": _("assigned"),
    "attribution recorded": _("attribution recorded"),
    "withdrawn": _("withdrawn"),
    "voided": _("voided"),
    "document attached": _("document attached"),
    "link struck": _("link struck"),
    "link redirected": _("link redirected"),
    "stake struck": _("stake struck"),
    "decision struck": _("decision struck"),
    "relation struck": _("relation struck"),
    "contradiction recorded": _("contradiction recorded"),
    "merge undone": _("merge undone"),
    "split undone": _("split undone"),
    "no answer": _("no answer"),
    "removed": _("removed"),
    "stakes recorded": _("stakes recorded"),
    "waived": _("waived"),
    "waiver ended": _("waiver ended"),
    "document corrected": _("document corrected"),
    "document withdrawn": _("document withdrawn"),
    "retraction undone": _("retraction undone"),
    "document recorded": _("document recorded"),
    "document changed": _("document changed"),
    "load case": _("load case"),
    "policy drafted": _("policy drafted"),
    "policy set": _("policy set"),
    "source change": _("source change"),
    "verify": _("verify"),
    "verdict submitted": _("verdict submitted"),
    "verdict returned": _("verdict returned"),
    "verdict dropped": _("verdict dropped"),
    "verdict drafted": _("verdict drafted"),
    "verdict changed": _("verdict changed"),
    "topic added": _("topic added"),
    "topic removed": _("topic removed"),
    "flags waived": _("flags waived"),
    "rating word added": _("rating word added"),
    "rating word changed": _("rating word changed"),
    "related": _("related"),
    "judged": _("judged"),
    "regrouped": _("regrouped"),
    "merger undone": _("merger undone"),
    "names taken over": _("names taken over"),
    "names returned": _("names returned"),
    "drafted": _("drafted"),
    "submitted": _("submitted"),
    "published": _("published"),
    "returned": _("returned"),
    "confirmed": _("confirmed"),
}

_RUNS: Final = {
    "due": _("due"),
    "all": _("all"),
    "claims": _("claims"),
    "preview": _("preview"),
    "waiting": _("waiting"),
    "running": _("running"),
    "done": _("done"),
    "stopped": _("stopped"),
}

_WEBHOOKS: Final = {
    # a webhook, and a message to it
    "active": _("active"),
    "failing": _("failing"),
    "paused": _("paused"),
    "ended": _("ended"),
    "sent": _("sent"),
    "dead": _("dead"),
    # who makes revisions
    "user": _("user"),
    "token": _("token"),
    "job": _("job"),
    "command": _("command"),
    # what a webhook is narrowed to
    "topics": _("topics"),
    "actions": _("actions"),
    "statuses": _("statuses"),
    "flags": _("flags"),
    "actors": _("actors"),
    # what was done to it
    "made": _("made"),
    "secret replaced": _("secret replaced"),
    "resumed": _("resumed"),
    "test sent": _("test sent"),
    "sent again": _("sent again"),
    "told again from an earlier place": _("told again from an earlier place"),
}

_ALL: Final = {**_CLAIMS, **_FLAGS, **_SOURCES, **_ACTIONS, **_RUNS, **_WEBHOOKS}
#: By the word without underscores, as which some are stored.
LABELS: Final[Mapping[str, Any]] = {word.replace("_", " "): told for word, told in _ALL.items()}


def in_catalogue(text: str) -> Any:
    """Return a text that ``make messages`` gathers where it is written, in the language of whoever reads it."""
    return _(text)


def label(word: str) -> Any:
    """Return what a recorded word is called, in the language of whoever reads it; of any other text the text itself."""
    plain = word.replace("_", " ")
    return LABELS.get(plain) or plain
