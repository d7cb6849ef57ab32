"""Unnamed sources that have named themselves in public: bound by two senior editors, with the document that shows it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import IntegrityError, transaction

from claims.models import Assessment, Claim, Revision
from claims.operations.sources.changes import apply_source_changes
from claims.queries.claims.selection import ids_of_all
from claims.queries.facts.current import load_facts
from claims.verification.replaying import EQUAL, replay
from sources.models import Document, PersonMatch, SelfNaming, Source, SourceChange, SourceRelation
from sources.operations import (
    By,
    SourceOperationError,
    bind_named,
    change_source,
    confirm_naming,
    decline_naming,
    judge,
    merge_sources,
    propose_naming,
    relate,
    undo_merger,
    undo_naming,
)
from sources.person_names import IDENTITY
from sources.queries import SourceHistory, members, members_as_of
from sources.queries.changes import last_change_at
from tests.cases import claim, load, outlet, person, row, unnamed

pytestmark = pytest.mark.django_db

Clock = Callable[[], datetime]


@pytest.fixture(params=["after", "before"])
def desk(request: pytest.FixtureRequest, now: datetime) -> None:
    """An official who briefed a paper, was recorded before or after the minister that it turns out to be, and two claims."""
    minister = person("minister", name="Ada Roe", short_name="Roe")
    official = unnamed("official", "post", description="an official close to Ada Roe", names_confirmed=True)
    book = {"key": "book", "publisher": "press", "kind": "report", "title": "My years"}
    if request.param == "before":
        load({"sources": [outlet("post"), unnamed("official", "post")]}, at=now)
    sources = [outlet("post"), outlet("press"), person("ben"), minister, official, unnamed("aide", "press")]
    both = [row("official"), row("post", stance="reports", cites=["official"]), row("minister"), row("ben")]
    load({"sources": sources, "documents": [book], "claims": [claim("c", *both)]}, at=now)


@pytest.fixture
def clock(now: datetime) -> Clock:
    times = iter(now + timedelta(minutes=minute) for minute in range(1, 100))
    return lambda: next(times)


def senior(name: str) -> User:
    user, _ = User.objects.get_or_create(username=name)
    user.user_permissions.add(Permission.objects.get(codename="approve_unnamed"))
    return User.objects.get(pk=user.pk)


def key(name: str) -> Source:
    return Source.objects.get(key=name)


def by(clock: Clock, name: str) -> By:
    return By(clock(), f"user:{name}", senior(name))


def propose(clock: Clock, unnamed: str = "official", named: str = "minister", name: str = "sen") -> SelfNaming:
    document = Document.objects.get(key="book")
    return propose_naming(key(unnamed), key(named), document, by(clock, name), reason="Page 12: I was that official.")


def bind(clock: Clock, unnamed: str = "official", named: str = "minister") -> SelfNaming:
    naming = propose(clock, unnamed, named)
    confirm_naming(naming, by(clock, "boss"))
    apply_source_changes(clock(), actor="job")
    naming.refresh_from_db()
    return naming


def counts() -> tuple[int, int]:
    found = Assessment.objects.latest("id").result["support"]
    return found["at_least"], found["at_most"]


def test_a_proposal_changes_nothing_but_its_own_table(desk: None, clock: Clock) -> None:
    before = (SourceChange.objects.count(), Revision.objects.count(), list(Source.objects.order_by("pk").values()))
    propose(clock)
    after = (SourceChange.objects.count(), Revision.objects.count(), list(Source.objects.order_by("pk").values()))
    assert after == before


def test_confirmed_it_has_the_voice_of_the_name_and_none_of_its_names(desk: None, clock: Clock) -> None:
    assert counts() == (2, 3)
    naming = bind(clock)

    official, minister = key("official"), key("minister")
    assert official.named_as == minister
    assert (official.identified, official.name) == (False, "Unnamed official")
    assert not any(getattr(official, name) for name in IDENTITY)
    assert counts() == (2, 2)
    found = members([official.pk, minister.pk], whole_families=True).sources
    assert found[official.pk].voice == found[minister.pk].voice
    change = SourceChange.objects.get(action="named since")
    assert (change.new["named_as"], change.new["document"], change.reason) == ("minister", "book", naming.reason)
    label = load_facts([Claim.objects.get().pk], "9999").directory.sources[official.pk].label
    assert label == "Roe (then unnamed)"


def test_its_own_name_in_its_texts_is_no_match_while_it_is_bound(desk: None, clock: Clock) -> None:
    PersonMatch.objects.update(settled_at=None, settled_by="", settled_reason="")
    had = PersonMatch.objects.count()
    naming = bind(clock)
    assert not PersonMatch.objects.filter(person=key("minister")).exists()
    change_source(key("official"), {"description": "Ada Roe, then an official"}, at=clock(), actor="user:ed")
    assert not PersonMatch.objects.exists()
    with pytest.raises(SourceOperationError, match="by its role"):
        change_source(key("official"), {"name": "Ada Roe"}, at=clock(), actor="user:ed")

    undo_naming(naming, by(clock, "sen"), reason="It was another.")
    assert PersonMatch.objects.filter(person=key("minister"), settled_at=None).exists() or had == 0


def test_undone_it_is_unnamed_again(desk: None, clock: Clock) -> None:
    naming = bind(clock)
    undo_naming(naming, by(clock, "sen"), reason="It was another official.")
    apply_source_changes(clock(), actor="job")

    official = key("official")
    assert (official.named_as, official.voice, official.family) == (None, None, None)
    assert (key("minister").voice, key("minister").family) == (None, None)
    assert counts() == (2, 3)
    bind(clock)
    assert counts() == (2, 2)


def test_at_any_time_it_is_who_it_was_then(desk: None, clock: Clock) -> None:
    everybody = list(Source.objects.values_list("pk", flat=True))
    marks = [last_change_at()]
    naming = bind(clock)
    marks.append(last_change_at())
    tie = SourceRelation(from_source=key("minister"), to_source=key("ben"), kind="speaks_for", reason="so")
    relate([tie], at=clock(), actor="user:ed")
    marks.append(last_change_at())
    undo_naming(naming, by(clock, "sen"), reason="It was another official.")
    marks.append(last_change_at())
    apply_source_changes(clock(), actor="job")

    history = SourceHistory()
    for at, named in zip(marks, (False, True, True, False), strict=True):
        assert at is not None
        then = history.members(everybody, at).sources
        assert then == members_as_of(at).sources
        assert (then[key("official").pk].named_as_id is not None) is named
        assert (then[key("official").pk].voice == then[key("minister").pk].voice) is named
    assert members(everybody, whole_families=True).sources == then
    assert {each.outcome for each in replay(ids_of_all())} == {EQUAL}


def test_two_senior_editors_are_needed(desk: None, clock: Clock) -> None:
    eve = User.objects.create_user("eve")
    with pytest.raises(SourceOperationError, match="Only who may approve"):
        propose_naming(key("official"), key("minister"), Document.objects.get(), By(clock(), "user:eve", eve), reason="so")
    naming = propose(clock)
    with pytest.raises(SourceOperationError, match="another senior editor"):
        confirm_naming(naming, by(clock, "sen"))
    with pytest.raises(SourceOperationError, match="Only who may approve"):
        confirm_naming(naming, By(clock(), "user:eve", eve))
    with pytest.raises(IntegrityError), transaction.atomic():
        SelfNaming.objects.update(confirmed_at=clock(), confirmed_by="token:x (sen)", confirmer=senior("sen"))
    assert key("official").named_as is None

    confirm_naming(naming, by(clock, "boss"))
    assert key("official").named_as == key("minister")


def test_a_declined_proposal_binds_nothing_and_may_be_made_again(desk: None, clock: Clock) -> None:
    naming = propose(clock)
    with pytest.raises(SourceOperationError, match="decline or undo that first"):
        propose(clock, named="ben")
    with pytest.raises(SourceOperationError, match="Say why"):
        decline_naming(naming, by(clock, "boss"), reason=" ")
    decline_naming(naming, by(clock, "sen"), reason="The book means somebody else.")
    for again in (
        confirm_naming,
        lambda *args: decline_naming(*args, reason="so"),
        lambda *args: undo_naming(*args, reason="so"),
    ):
        with pytest.raises(SourceOperationError, match="meanwhile"):
            again(naming, by(clock, "boss"))
    assert key("official").named_as is None
    propose(clock, named="ben")


@pytest.mark.parametrize(
    ("unnamed", "named", "shown"),
    [
        ("minister", "ben", "only an unnamed source"),
        ("official", "aide", "choose the named source"),
        ("official", "official", "choose the named source"),
        ("official", "ben", "judged independent"),
    ],
)
def test_what_cannot_be_is_refused(unnamed: str, named: str, shown: str, desk: None, clock: Clock) -> None:
    judge(key("official"), key("ben"), "independent", at=clock(), actor="user:ed", reason="two men")
    with pytest.raises(SourceOperationError, match=shown):
        propose(clock, unnamed, named)
    assert not SelfNaming.objects.exists()


def test_a_retracted_document_shows_nothing(desk: None, clock: Clock) -> None:
    naming = propose(clock)
    Document.objects.update(withdrawal_recorded_at=clock(), withdrawal_reason="made up")
    with pytest.raises(SourceOperationError, match="retracted"):
        confirm_naming(naming, by(clock, "boss"))


def test_second_records_are_bound_with_the_first(desk: None, clock: Clock) -> None:
    load({"sources": [unnamed("official-2", "post")]}, at=clock())
    why: dict[str, Any] = {"actor": "user:sen", "reason": "the same words"}
    merge_sources(key("official-2"), key("official"), at=clock(), **why)
    with pytest.raises(SourceOperationError, match=r"second record of “Unnamed official” \(official\)"):
        propose(clock, "official-2")
    naming = bind(clock)
    assert key("official-2").named_as == key("minister")
    with pytest.raises(SourceOperationError, match="has named itself since"):
        undo_merger(key("official-2"), at=clock(), **why)

    undo_naming(naming, by(clock, "sen"), reason="It was another official.")
    assert (key("official-2").voice, key("official").voice) == (key("official"), None)
    undo_merger(key("official-2"), at=clock(), **why)


def test_what_is_bound_is_not_joined_or_judged_otherwise(desk: None, clock: Clock) -> None:
    bind(clock)
    load({"sources": [unnamed("official-2", "post")]}, at=clock())
    why: dict[str, Any] = {"actor": "user:sen", "reason": "so"}
    for second, first in (("official", "official-2"), ("official-2", "official")):
        with pytest.raises(SourceOperationError, match="has named itself since"):
            merge_sources(key(second), key(first), at=clock(), **why)
    with pytest.raises(SourceOperationError, match="bound as one source"):
        judge(key("official"), key("minister"), "independent", at=clock(), **why)
    with pytest.raises(SourceOperationError, match="never changes"):
        change_source(key("official"), {"named_as_id": None}, at=clock(), actor="user:eve")


def test_a_binding_made_elsewhere_names_both_editors(desk: None, clock: Clock) -> None:
    why: dict[str, Any] = {"reason": "Page 12.", "proposed_by": "Ann"}
    document = Document.objects.get()
    with pytest.raises(SourceOperationError, match="Two senior editors"):
        bind_named(key("official"), key("minister"), document, By(clock(), "Ann", None), **why)
    naming = bind_named(key("official"), key("minister"), document, By(clock(), "Bo", None), **why)
    assert (naming.proposed_by, naming.confirmed_by, naming.proposer, naming.confirmer) == ("Ann", "Bo", None, None)
    assert key("official").named_as == key("minister")
