"""Random histories of everything that may be recorded, for property tests."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import transaction
from hypothesis import strategies as st

from claims.casefile import CaseFileError
from claims.models import Attribution, AttributionDocument, Citation, ClaimRelation, Interest
from claims.models.run import ALL, DUE
from claims.operations.attributions.changes import redirect_link, strike_link, void, withdraw
from claims.operations.claims.assignment import strike_interest
from claims.operations.claims.assignment import strike_relation as strike_claim_relation
from claims.operations.documents.changes import attach_document, detach_document
from claims.operations.merges.sources import merge_sources
from claims.operations.policy.drafts import set_policy
from claims.operations.sources.changes import apply_source_changes
from claims.operations.writing import OperationError
from claims.runs.chunks import start_run, work_chunk
from claims.runs.lifecycle import finish_run
from claims.verification import Change
from sources.models import Document, SelfNaming, Source, SourceRelation
from sources.operations import (
    By,
    SourceOperationError,
    bind_named,
    change_source,
    close_relation,
    judge,
    relate,
    strike_relation,
    undo_merger,
    undo_naming,
)
from tests.cases import claim, load, outlet, person, row, unnamed
from tests.doubting import DOUBTS, doubt, doubting
from tests.moves import judging, move, moving, removing
from tests.retracting import retract, retracting
from tests.settling import number, pick, settle, settling

START = datetime(2024, 6, 12, 12, 0, tzinfo=UTC)
SOURCES = ["post", "wire", "ada", "ben", "cy", "u", "v", "w"]
STANCES = ["supports", "denies", "questions", "reports", "declined"]
TIES = ["owned_by", "same_as", "shares_reporting_with", "speaks_for", "part_of"]
#: Periods of ties, before, around and after what is said.
TERMS = [
    (None, None),
    (None, None),
    (None, date(2024, 5, 15)),
    (date(2024, 5, 15), None),
    (date(2024, 6, 1), date(2024, 6, 11)),
]
DATES = ["", "2024", "2024-05", "2024-06-01", "2024-06-11T08:00Z"]


def either(*kinds: st.SearchStrategy[tuple[Any, ...]]) -> st.SearchStrategy[tuple[Any, ...]]:
    """Return steps of any of the kinds, each as often as it is named; ``one_of`` would count those that a kind is made of."""
    return st.sampled_from(kinds).flatmap(lambda kind: kind)


#: What editors record. Each step is a tuple: what is done, and to what.
recording = st.one_of(
    st.tuples(
        st.just("record"),
        st.integers(0, 2),
        st.sampled_from(SOURCES),
        st.sampled_from(STANCES),
        st.lists(number, max_size=2),
        st.sampled_from(DATES),
        st.sampled_from([None, "doc-a", "doc-b"]),
        st.sampled_from(["cites", "copies", "supersedes", "partial", "hedged"]),
    ),
    st.tuples(
        st.sampled_from(["withdraw", "void", "attach", "strike", "unrelate", "unstake", "reconcile"]),
        number,
    ),
    retracting,
    doubting,
    st.tuples(st.just("redirect"), number, number),
    st.tuples(st.just("relate"), number, number, st.sampled_from(TIES), st.sampled_from(TERMS)),
    st.tuples(st.just("end"), number, st.sampled_from([date(2024, 3, 1), date(2024, 6, 11)])),
    st.tuples(st.just("judge"), number, number, st.sampled_from(["independent", "dependent", "unsure"])),
    st.tuples(st.just("trait"), number, st.sampled_from(["US", "CN", ""])),
    st.tuples(st.just("vouch"), number, st.lists(number, max_size=2)),
    st.tuples(st.just("name"), number, number),
    st.tuples(st.just("unname"), number),
    st.tuples(st.just("contradict"), st.integers(0, 2), st.integers(0, 2)),
    st.tuples(st.just("renew"), st.integers(0, 2), st.integers(0, 2)),
    st.tuples(st.just("count"), st.integers(0, 2), st.sampled_from(["", "10", "2500000"])),
    st.tuples(st.sampled_from(["hold", "detach"]), number, number),
    st.tuples(st.just("stake"), st.integers(0, 2), st.sampled_from(SOURCES), st.sampled_from([1, -1])),
    st.tuples(st.just("merge"), number, number),
    st.tuples(st.just("unmerge"), number),
    st.tuples(st.just("hide"), st.integers(0, 2), st.booleans()),
    settling,
)
#: From nothing, or from claims in which there is something to settle.
steps = st.builds(
    lambda first, rest: [*first, *rest],
    st.sampled_from([[], [("populate",)]]),
    st.lists(recording, min_size=3, max_size=14),
)
#: The same with whole claims merged, split, put right and rated; ``erasing_steps`` with some of them deleted too. Always from
#: claims in which there is something.
_events = (moving, moving, moving, recording, recording, judging)
eventful_steps = st.lists(either(*_events), min_size=3, max_size=14).map(lambda rest: [("populate",), *rest])
erasing_steps = st.lists(either(*_events, removing), min_size=3, max_size=14).map(lambda rest: [("populate",), *rest])

#: What else moves what is shown: windows edited in place, the desk's policy, time that passes, a clock that is set back, jobs
#: that come late, and withdrawals that take effect later.
upheaval = st.one_of(
    st.tuples(
        st.just("window"), st.integers(0, 2), st.sampled_from(["", "2024-06-20"]), st.sampled_from(["", "2024-06", "2024-07"])
    ),
    st.tuples(st.just("policy"), st.integers(1, 3), st.sampled_from([1, 90])),
    st.tuples(st.just("wait"), st.sampled_from([1, 20, 100])),
    st.tuples(st.just("set back"), st.sampled_from([1, 90, 60 * 24 * 30])),
    st.tuples(st.just("verify"), st.sampled_from([ALL, DUE])),
    st.tuples(st.just("apply")),
    st.tuples(st.just("withdraw ahead"), number, st.sampled_from(["2024-06-13", "2024-07", "2024-06-12T12:04Z"])),
    st.tuples(st.just("rename"), number, st.sampled_from(["", "Moscow"])),
)
turbulent_steps = st.lists(either(recording, recording, upheaval, moving, judging), min_size=3, max_size=16)


def start() -> None:
    documents = [
        {"key": f"doc-{n}", "publisher": by, "kind": "article", "title": n} for n, by in (("a", "post"), ("b", "wire"))
    ]
    sources = [outlet("post"), outlet("wire"), person("ada", country="US"), person("ben"), person("cy")]
    sources += [unnamed("u", "post", country="US"), unnamed("v", "wire", plural=True), unnamed("w", "post")]
    load({"sources": sources, "documents": documents, "claims": [claim(f"c{n}") for n in range(3)]}, at=START)


def populate() -> None:
    """Give each claim of the start something to lose, and the first two a quarrel."""
    rival = [{"kind": "contradicts", "claim": "c1"}]
    shown = [row("ada"), row("ben", said_at="2024-05"), row("u"), row("w"), row("post", stance="reports", cites=["u", "w"])]
    heard = [row("cy"), row("v"), row("wire", stance="reports", cites=["v"])]
    denied = [row("ada", stance="denies", said_at="2024-06-01"), row("ben"), row("cy", document="doc-a")]
    window = {"from": "2024-06", "until": "2024-06"}
    rest = [claim("c1", *heard), claim("c2", *denied, interests=[{"source": "ada", "side": -1}], window=window)]
    load({"claims": [claim("c0", *shown, relations=rival), *rest]}, at=START)


def recorded(step: tuple[Any, ...], key: str, at: datetime) -> None:
    _, number, source, stance, cited, said_at, document, how = step
    known = list(Attribution.objects.filter(claim__key=f"c{number}").order_by("id").values_list("key", flat=True))
    upstream = sorted({known[index % len(known)] for index in cited}) if known else []
    fields: dict[str, Any] = {"said_at": said_at or None, "document": document}
    if how == "copies" and upstream and stance == "reports":
        fields["copies"] = upstream[0]
    elif how == "supersedes" and upstream:
        fields["supersedes"] = upstream[0]
    elif upstream:
        fields["cites"] = upstream
    if how == "partial":
        fields["scope"] = "partial"
    if how == "hedged":
        fields["hedge"] = {"degree": "probable"}
    load({"claims": [claim(f"c{number}", row(key, source, stance, **fields))]}, at=at)


def perform(step: tuple[Any, ...], key: str, at: datetime) -> None:
    change = Change(at, "user:eve", step[0], "because")
    standing = Attribution.objects.filter(voided_at=None)
    match step:
        case ("record", *_):
            recorded(step, key, at)
        case ("withdraw", index) if chosen := pick(standing, index):
            withdraw(chosen, change, by="source")
        case ("void", index) if chosen := pick(standing, index):
            void(chosen, change)
        case ("attach", index) if chosen := pick(standing.filter(document=None), index):
            attach_document(chosen, Document.objects.order_by("id")[0], change)
        case ("strike", index) if link := pick(Citation.objects.filter(struck_at=None), index):
            strike_link(link, change)
        case ("redirect", index, other) if link := pick(Citation.objects.filter(struck_at=None), index):
            redirect_link(link, pick(Attribution.objects.filter(claim=link.citing.claim_id), other), change)
        case ("retract" | "unretract" | "disown" | "own" as what, index):
            retract(what, index, change)
        case (what, index, other) if what in DOUBTS:
            doubt(what, index, other, change)
        case ("relate", one, other, kind, (from_on, until_on)):
            pair = pick(Source.objects.all(), one), pick(Source.objects.all(), other)
            period = {"from_on": from_on, "until_on": until_on} if kind != "same_as" else {}
            tie = SourceRelation(from_source=pair[0], to_source=pair[1], kind=kind, reason="so", **period)
            relate([tie], at=at, actor="user:eve")
        case ("end", index, until_on) if relation := pick(SourceRelation.objects.filter(struck_at=None), index):
            close_relation(relation, until_on, at=at, actor="user:eve", reason="so it ended")
        case ("unrelate", index) if relation := pick(SourceRelation.objects.filter(struck_at=None), index):
            strike_relation(relation, at=at, actor="user:eve", reason="not so")
        case ("unstake", index) if interest := pick(Interest.objects.filter(struck_at=None), index):
            strike_interest(interest, change)
        case ("reconcile", index) if rivalry := pick(ClaimRelation.objects.filter(struck_at=None), index):
            strike_claim_relation(rivalry, change)
        case ("judge", one, other, outcome):
            judge(
                pick(Source.objects.all(), one),
                pick(Source.objects.all(), other),
                outcome,
                at=at,
                actor="user:eve",
                reason="so",
            )
        case ("trait", index, country):
            change_source(pick(Source.objects.all(), index), {"country": country}, at=at, actor="user:eve")
        case ("contradict", one, other):
            load({"claims": [claim(f"c{one}", relations=[{"kind": "contradicts", "claim": f"c{other}"}])]}, at=at)
        case ("stake", index, source, side):
            load({"claims": [claim(f"c{index}", interests=[{"source": source, "side": side}])]}, at=at)
        case ("hide", index, public):
            load({"claims": [claim(f"c{index}", public=public)]}, at=at)
        case ("populate",):
            populate()
        case _:
            settle(step, key, at)
            renew(step, at)
            upset(step, at)
            move(step, key, at)


def renew(step: tuple[Any, ...], at: datetime) -> None:
    change = Change(at, "user:eve", step[0], "because")
    match step:
        case ("hold", index, document) if chosen := pick(Attribution.objects.filter(voided_at=None), index):
            attach_document(chosen, pick(Document.objects.all(), document), change)
        case ("detach", index, _) if held := pick(AttributionDocument.objects.filter(struck_at=None), index):
            detach_document(held.attribution, held.document, change)
        case ("renew", one, other):
            load({"claims": [claim(f"c{one}", relations=[{"kind": "supersedes", "claim": f"c{other}"}])]}, at=at)
        case ("count", index, figure):
            quantity = {"low": figure, "unit": "shells"} if figure else None
            load({"claims": [claim(f"c{index}", quantity=quantity)]}, at=at)


def upset(step: tuple[Any, ...], at: datetime) -> None:
    change = Change(at, "user:eve", step[0], "because")
    match step:
        case ("window", index, from_, until):
            window = {"from": from_, "until": until} if from_ or until else None
            load({"claims": [claim(f"c{index}", window=window)]}, at=at)
        case ("policy", on_record, days):
            wanted = {"min_on_record": on_record, "min_disinterested": 1, "shelf_life_days": days, "outcome_grace_days": 7}
            set_policy(change, **wanted)
        case ("verify", scope):
            run = start_run(scope, now=at, actor="job:nightly")
            while work_chunk(run, lambda: at) is not None:
                pass
            finish_run(run, at)
        case ("apply",):
            apply_source_changes(at, actor="user:eve")
        case ("withdraw ahead", index, date) if chosen := pick(Attribution.objects.filter(voided_at=None), index):
            withdraw(chosen, change, by="source", withdrawn_at=date)
        case ("merge", one, other):
            second, first = pick(Source.objects.all(), one), pick(Source.objects.all(), other)
            shown = [] if second.identified else [Document.objects.earliest("id")]
            merge_sources(second, first, change, documents=shown)
        case ("name", one, other):
            chosen = pick(Source.objects.filter(identified=False), one), pick(Source.objects.filter(identified=True), other)
            named_by = By(at, "user:bo", None)
            bind_named(*chosen, Document.objects.earliest("id"), named_by, reason="so", proposed_by="user:ann")
        case ("unname", index) if naming := pick(SelfNaming.objects.filter(struck_at=None), index):
            undo_naming(naming, By(at, "user:bo", None), reason="not so")
        case ("unmerge", index) if second := pick(Source.objects.exclude(merged_into=None), index):
            undo_merger(second, at=at, actor="user:eve", reason="two after all")
        case ("vouch", index, others):
            further = sorted({pick(Source.objects.all(), other).pk for other in others})
            chosen = pick(Source.objects.filter(identified=False), index)
            change_source(chosen, {"also_vouched_by": further}, at=at, actor="user:eve")
        case ("rename", index, name):
            change_source(pick(Source.objects.all(), index), {"short_name": name}, at=at, actor="user:eve")


def live_through(sequence: list[tuple[Any, ...]]) -> datetime:
    """Carry out a history, leaving out what is refused; return the time at which it ends."""
    start()
    at = START
    for index, step in enumerate(sequence):
        at += timedelta(minutes=1)
        try:
            with transaction.atomic():
                perform(step, f"row-{index:02}", at)
                apply_source_changes(at, actor="user:eve")
        except (OperationError, SourceOperationError, CaseFileError):
            continue  # refused, and nothing of it stored
    return at


def live_through_upheavals(sequence: list[tuple[Any, ...]]) -> datetime:
    """Carry out a history in which jobs run only on demand and the clock may be set back; return where the clock ends."""
    start()
    populate()
    at = START
    for index, step in enumerate(sequence):
        at += timedelta(minutes=1)
        match step:
            case ("wait", days):
                at += timedelta(days=days)
            case ("set back", minutes):
                at -= timedelta(minutes=minutes)
        try:
            with transaction.atomic():
                perform(step, f"row-{index:02}", at)
        except (OperationError, SourceOperationError, CaseFileError):
            continue  # refused, and nothing of it stored
    return at
