"""Whatever is hidden, outsiders see the same: worlds that differ in secret records alone give them the same answers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any, Final

import pytest
import time_machine
from django.apps import apps
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from claims.casefile import CaseFileError
from claims.models import Attribution, Claim, ClaimRelation, Flag, OutsideView
from claims.models.run import DUE
from claims.operations.attributions.changes import withdraw
from claims.operations.claims.assignment import strike_relation
from claims.operations.decisions.discrediting import Evidence, discredit
from claims.operations.decisions.ledger import link_outcome, settle_flag
from claims.operations.decisions.notes import add_note
from claims.operations.desk.discussion import add_comment
from claims.operations.desk.roles import VIEWER
from claims.operations.merges.merge import merge
from claims.operations.verdicts.drafts import draft_verdict, submit_draft
from claims.operations.verdicts.review import return_draft
from claims.operations.writing import OperationError
from claims.queries.bodies import outside as outside_bodies
from claims.runs.chunks import start_run, work_chunk
from claims.runs.lifecycle import finish_run
from claims.verification import Change
from claims.vocabulary import Severity, Status
from factcheck.access.scopes import CLAIMS_READ
from factcheck.api.document import operations
from sources.models import Source
from tests.cases import claim, load, outlet, person, row, unnamed
from tests.claims.verdicts import author, published, reviewer, wording
from tests.claims.verdicts import change as change_by
from tests.examples import histories
from tests.factcheck.api.asking import caller

START: Final = datetime(2024, 6, 12, 12, 0, tzinfo=UTC)
PUBLIC: Final = ("p0", "p1", "p2")
HIDDEN: Final = ("h0", "h1")
#: Known from hidden claims alone.
SECRET: Final = ("zoe", "zed")
NAMED: Final = ("ada", "ben", "post", "u")

Step = tuple[Any, ...]
a_public, a_hidden = st.sampled_from(PUBLIC), st.sampled_from(HIDDEN)
stance = st.sampled_from(["supports", "denies"])
open_step = st.one_of(
    st.tuples(st.just("say"), a_public, st.sampled_from(NAMED), stance),
    st.tuples(st.just("withdraw"), a_public),
    st.tuples(st.just("relate"), a_public, a_public, st.sampled_from(["contradicts", "supersedes", "restates"])),
    st.tuples(st.just("count"), a_public, st.sampled_from(["10", "2000000"])),
    st.tuples(st.just("resolve"), a_public),
    st.tuples(st.just("rate"), a_public),
    st.tuples(st.just("discredit"), a_public, a_public, st.just("")),
    st.tuples(st.just("verify")),
)
secret_step = st.one_of(
    st.tuples(st.just("say"), a_hidden, st.sampled_from([*NAMED, *SECRET]), stance),
    st.tuples(st.just("withdraw"), a_hidden),
    st.tuples(st.just("relate"), a_hidden, a_public, st.sampled_from(["contradicts", "supersedes", "restates"])),
    st.tuples(st.just("relate"), a_public, a_hidden, st.sampled_from(["contradicts", "part_of", "restates"])),
    st.tuples(st.just("count"), a_hidden, st.sampled_from(["10", "2000000"])),
    st.tuples(st.just("strike"), a_hidden),
    st.tuples(st.just("settle hidden"), a_public),
    st.tuples(st.just("outcome"), a_public, a_hidden),
    st.tuples(st.just("discredit"), a_public, a_hidden, st.sampled_from(["", *SECRET])),
    st.tuples(st.just("discredit"), a_hidden, a_public, st.sampled_from(["", *NAMED[:3]])),
    st.tuples(st.just("embargo"), a_hidden),
    st.tuples(st.just("merge"), a_hidden, a_hidden),
)
#: Of these at most one, and last: what was merged is not worked on any more.
retiring_step = st.tuples(st.just("merge"), a_public, a_hidden)
rivalry: list[tuple[bool, Step]] = [(True, ("relate", "p0", "h0", "contradicts")), (True, ("say", "h0", "zoe", "supports"))]
worlds = st.tuples(
    st.lists(st.one_of(st.tuples(st.just(False), open_step), st.tuples(st.just(True), secret_step)), min_size=3, max_size=9),
    st.lists(st.tuples(st.just(True), retiring_step), max_size=1),
).map(lambda parts: [*rivalry, *parts[0], *parts[1]])


def begin(*, once_public: bool) -> None:
    """Record what both worlds share: claims that outsiders see, and two that are hidden, from the start or since."""
    sources = [person("ada"), person("ben"), outlet("post"), unnamed("u", "post"), person("zoe"), person("zed")]
    open_ones = [claim(key, row("ada"), row("post", "post", "reports", cites=["ada"])) for key in PUBLIC]
    load({"sources": sources, "claims": [*open_ones, *(claim(key, public=once_public) for key in HIDDEN)]}, at=START)
    if once_public:
        said = [claim(key, row(f"{key}-{zed}", zed), public=True) for key in HIDDEN for zed in ("zed",)]
        load({"claims": said}, at=START + timedelta(minutes=1))
        load({"claims": [claim(key, public=False) for key in HIDDEN]}, at=START + timedelta(minutes=2))


def live_through(sequence: list[tuple[bool, Step]], *, secrets: bool, once_public: bool) -> None:
    begin(once_public=once_public)
    drafter, publisher = author("ann"), reviewer("rex")
    for number, (secret, step) in enumerate(sequence):
        at = START + timedelta(minutes=10 * (number + 1))
        if secret and not secrets:
            continue
        with time_machine.travel(at, tick=False):
            try:
                with transaction.atomic():
                    perform(step, f"row-{number:02}", at, drafter, publisher)
            except (OperationError, CaseFileError):
                continue


def perform(step: Step, key: str, at: datetime, drafter: User, publisher: User) -> None:
    change = Change(at, "user:eve", step[0], "because")
    match step:
        case ("say", of, source, how):
            load({"claims": [bare(of, row(key, source, how))]}, at=at)
        case ("withdraw", of):
            rows = Attribution.objects.filter(claim__key=of, withdrawal_recorded_at=None, voided_at=None)
            if (last := rows.order_by("-key").first()) is not None:
                withdraw(last, change, by="source")
        case ("relate", one, other, kind) if one != other:
            load({"claims": [bare(one, relations=[{"kind": kind, "claim": other}])]}, at=at)
        case ("count", of, figure):
            load({"claims": [bare(of, quantity={"low": figure})]}, at=at)
        case ("strike", of):
            rows = ClaimRelation.objects.filter(struck_at=None, to_claim__key=of)
            if (relation := rows.order_by("id").first()) is not None:
                strike_relation(relation, change)
        case ("resolve", of):
            flag = Flag.objects.filter(claim__key=of, code="contested", cleared_at=None).first()
            if flag is not None:
                settle_flag(flag.claim_id, "contested", change)
        case ("settle hidden", of):
            settle_hidden(of, change)
        case ("rate", of):
            published(Claim.objects.get(key=of), drafter, publisher, at)
        case ("outcome", of, hidden):
            link_outcome(pk(of), "came_about", change, other_claim=Claim.objects.get(key=hidden))
        case ("discredit", of, by, source) if of != by:
            # Of two rows: what is done openly must not depend on what is done in secret.
            rows = Attribution.objects.filter(claim__key=of)
            if of in PUBLIC:
                rows = rows.filter(key="post" if by in PUBLIC else "ada")
            shown = Source.objects.get(key=source) if source else None
            if (first := rows.order_by("id").first()) is not None:
                discredit([first], Evidence(claim=Claim.objects.get(key=by), by=shown), change)
        case ("embargo", of):
            until = (at + timedelta(days=900)).isoformat()
            load({"claims": [bare(of, public=True, embargo_until=until)]}, at=at)
        case ("merge", one, other) if one != other:
            merge(pk(one), pk(other), change)
        case ("verify",):
            run = start_run(DUE, now=at, actor="job:nightly")
            while work_chunk(run, lambda: at) is not None:
                pass
            finish_run(run, at)


def settle_hidden(of: str, change: Change) -> None:
    flag = Flag.objects.filter(claim__key=of, code="contested", cleared_at=None).first()
    if flag is not None and (only := [(kind, key) for kind, key in flag.culprits if key in HIDDEN]):
        settle_flag(flag.claim_id, "contested", change, only=only)


def bare(key: str, *rows: Any, **fields: Any) -> dict[str, Any]:
    return {**claim(key, *rows), **fields}


def pk(key: str) -> int:
    return Claim.objects.get(key=key).pk


def asked() -> Iterator[str]:
    """Yield what an outsider may ask: every address that is open to all, and every filter of the list."""
    for key in PUBLIC:
        yield from (f"claims/{key}/{part}" for part in ("", "relations/", "chain/"))
    yield from (f"claims/p0/{part}" for part in ("attributions/", "attributions/ada/", "interests/", "chain.svg", "revisions/"))
    yield from (f"claims/{key}/{part}" for key in ("h0", "none") for part in ("", "chain/", "attributions/"))
    yield from (f"claims/?limit=1&after={key}" for key in ("p0", "h0"))
    flags = (
        "contested",
        "single_origin",
        "unverified",
        "verdict_outdated",
        "overdue_outcome",
        "unnamed_unapproved",
        "superseded_figure",
    )
    filters = {
        "status": Status.words(), "flag": flags, "severity": Severity.words(), "retired": ("any", "merged", "split"),
        "origins_min": ("1", "2"), "origins_max": ("0", "1"),
        "verdict": ("published", "outdated", "none"), "stale": ("yes",), "source": ("ada", "zoe", "none"),
        "family": ("ada", "zoe"), "q": ("claim", "h0", "zoe", "zeo"), "order": ("recorded",), "public": ("yes",),
    }  # fmt: skip
    for name, values in filters.items():
        yield from (f"claims/?fields=key&{name}={value}" for value in values)
    yield from ("claims/", "claims.ndjson", "sources/zoe/", "topics/")


def answers(client: Client) -> dict[str, Any]:
    return {path: answered(client.get(f"/api/v1/{path}")) for path in asked()}


def answered(answer: Any) -> tuple[int, Any]:
    """Return a response without the number, time and digests of revisions."""
    sent = b"".join(answer) if answer.streaming else answer.content
    lines = [_stripped(line) for line in sent.decode().splitlines()]
    return answer.status_code, (answer.headers.get("Link"), lines)


def _stripped(line: str) -> Any:
    try:
        return _without(json.loads(line))
    except ValueError:
        return line


def _without(value: Any) -> Any:
    if isinstance(value, dict):
        left_out = ("revision", "changed_at", "digest", "instance", "request_id")
        return {name: _without(part) for name, part in value.items() if name not in left_out}
    return [_without(each) for each in value] if isinstance(value, list) else value


@pytest.fixture
def anybody(settings: LazySettings) -> Client:
    settings.API_ANONYMOUS_READ, settings.API_ANONYMOUS_PER_MINUTE = True, 10_000_000
    return Client(raise_request_exception=False)


def differing(client: Client, sequence: list[tuple[bool, Step]], *, once_public: bool = False) -> dict[str, Any]:
    """Return where the answers of the world with secret records differ from those of the one without."""
    found = []
    for secrets in (True, False):
        with transaction.atomic():
            live_through(sequence, secrets=secrets, once_public=once_public)
            with time_machine.travel(START + timedelta(days=1), tick=False):
                found.append(answers(client))
            transaction.set_rollback(True)
    return {path: (sent, found[1][path]) for path, sent in found[0].items() if sent != found[1][path]}


@pytest.mark.django_db
@histories(20)
@given(sequence=worlds, once_public=st.booleans())
def test_outsiders_see_the_same_whatever_is_hidden(anybody: Client, sequence: Any, once_public: bool) -> None:
    assert differing(anybody, sequence, once_public=once_public) == {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sequence",
    [
        [*rivalry, (True, ("settle hidden", "p0"))],
        [*rivalry, (False, ("rate", "p0")), (True, ("strike", "h0"))],
        [(False, ("relate", "p0", "p1", "contradicts")), (True, ("merge", "p1", "h0"))],
        [(True, ("discredit", "p0", "h0", "zoe")), (False, ("say", "p0", "ben", "denies"))],
        [
            (False, ("relate", "p0", "p1", "contradicts")),
            (True, ("discredit", "p1", "h0", "")),
            (False, ("rate", "p0")),
            (False, ("say", "p2", "ben", "denies")),
        ],
        [(False, ("count", "p0", "10")), (True, ("relate", "h0", "p0", "supersedes")), (True, ("count", "h0", "2000000"))],
        [(False, ("relate", "p1", "p0", "supersedes")), (True, ("merge", "p1", "h0"))],
        [(True, ("outcome", "p0", "h0")), (True, ("embargo", "h0")), (True, ("say", "h0", "ada", "denies"))],
    ],
    ids=["settled", "rated and struck", "merged", "discredited", "rival discredited", "superseded", "newer merged", "outcome"],
)
def test_nor_by_decisions_about_it(anybody: Client, sequence: Any) -> None:
    assert differing(anybody, sequence) == {}


@pytest.mark.django_db
def test_a_body_served_as_the_desk_sees_it_would_be_noticed(anybody: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside_bodies, "_views", lambda _ids: {})
    found = differing(anybody, rivalry)
    assert "Zoe" in str(found["claims/p0/"])


@pytest.mark.django_db
def test_a_filter_by_what_the_desk_sees_would_be_noticed(anybody: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claims.queries.claims.filters.outside._SAME", Q())
    missed = {f"claims/?fields=key&{which}=contested" for which in ("status", "flag")}
    assert differing(anybody, rivalry).keys() >= missed


@pytest.mark.django_db
def test_when_an_embargo_ends_outsiders_see_all_of_it(anybody: Client, sample: None) -> None:
    ends = START + timedelta(hours=5)
    begin(once_public=False)
    load({"claims": [bare("h0", row("zoe"), public=True, embargo_until=ends.isoformat())]}, at=START)
    load({"claims": [bare("p0", relations=[{"kind": "contradicts", "claim": "h0"}])]}, at=START)
    with time_machine.travel(ends - timedelta(minutes=1), tick=False):
        assert anybody.get("/api/v1/claims/p0/").json()["status"] == "unverified"
    with time_machine.travel(ends, tick=False):
        perform(("verify",), "", ends, *[User()] * 2)
        answer = anybody.get("/api/v1/claims/p0/").json()
    assert (answer["status"], "Zoe supports" in str(answer["flags"])) == ("contested", True)
    assert list(OutsideView.objects.all()) == []


KEYS: Final = {
    "claims": "visit-within-weeks", "sources": "vedomosti-diplomat", "documents": "sr-rare-visits", "rating-words": "unproven"
}  # fmt: skip


def reads() -> Iterator[str]:
    """Yield the address of every operation that reads, with keys of the sample case."""
    for path, method, _op in operations():
        if method == "GET":
            rest = path.removeprefix("/api/v1/")
            rest = rest.replace("{key}", KEYS.get(rest.partition("/")[0], "none")).replace("{attribution}", "vedomosti")
            yield re.sub(r"\{[a-z]+\}", "1", rest)
    yield from ("claims/?verdict=none", "claims/?fields=key&q=wording", "sources/?lacks=approval")


def test_a_viewer_sees_the_same_whatever_is_drafted_and_noted(sample: None, now: datetime) -> None:
    one = caller(VIEWER, (CLAIMS_READ,))
    found = []
    for secrets in (True, False):
        with transaction.atomic():
            if secrets:
                keep_secrets(Claim.objects.get(key="visit-within-weeks"), now + timedelta(days=1))
            found.append({path: without_steps(answered(one.get(path))) for path in reads()})
            transaction.set_rollback(True)
    assert {path: (sent, found[1][path]) for path, sent in found[0].items() if sent != found[1][path]} == {}
    assert len(found[0]) > 30


def without_steps(sent: Any) -> Any:
    """Leave out what is said of revisions that are steps of a verdict, in tables too: a viewer sees who made them, and when."""
    if isinstance(sent, dict):
        left_out = ("cursor", "more", "next") if "events" in sent else ()
        return {name: without_steps(part) for name, part in sent.items() if name not in left_out}
    if isinstance(sent, list | tuple):
        return [without_steps(each) for each in sent if not (isinstance(each, dict) and each.get("action") == "verdict")]
    return (
        re.sub(r",[^,]*,[^,]*,\d+$", "", sent) if isinstance(sent, str) else sent
    )  # of a table: changed_at, changed_by, revision


def keep_secrets(claim_: Claim, at: datetime) -> None:
    drafter, publisher = author("ann"), reviewer("rex")
    verdict = draft_verdict(claim_.pk, wording("unproven", "Secret wording."), drafter, change_by(at, drafter))
    submit_draft(verdict, drafter, change_by(at, drafter))
    verdict.refresh_from_db()
    return_draft(verdict, publisher, change_by(at, publisher, "Secret comment."))
    add_note(claim_.pk, "A secret note.", at=at, actor="user:rex")
    add_comment(claim_.pk, "A secret comment.", at=at, actor="user:rex")


def test_what_was_stored_before_is_mended_by_the_migration(anybody: Client, db: None) -> None:
    begin(once_public=False)
    denied = [{"kind": "contradicts", "claim": "h0"}]
    load({"claims": [bare("h0", row("z", "zoe")), bare("p0", relations=denied), bare("p1", relations=denied)]}, at=START)
    load({"claims": [bare("p1", row("ben", stance="denies"))]}, at=START)
    OutsideView.objects.all().delete()
    assert "Zoe" in anybody.get("/api/v1/claims/p0/").content.decode()
    import_module("claims.migrations.0031_outside_views_of_before").write_views(apps, None)
    assert "Zoe" not in anybody.get("/api/v1/claims.ndjson").getvalue().decode()
    found = {key: anybody.get(f"/api/v1/claims/{key}/").json()["status"] for key in ("p0", "p1")}
    assert found == {"p0": "unverified", "p1": "contested"}
    assert anybody.get("/api/v1/claims/?fields=key&flag=contested").json()["claims"] == [{"key": "p1"}]
    perform(("verify",), "", START + timedelta(hours=1), *[User()] * 2)
    assert "Denied by Ben" in str(anybody.get("/api/v1/claims/p1/").json()["flags"])
