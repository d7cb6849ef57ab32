"""What differs between two texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.text.anchoring import changes as module
from factcheck.text.anchoring.changes import Change, changes, counterpart, touches

OLD = "Heading\n\nThe minister denied it on Monday.\n\nThe end."


def shown(old: str, new: str) -> list[tuple[str, str]]:
    return [(old[one.old_start : one.old_end], new[one.new_start : one.new_end]) for one in changes(old, new)]


@pytest.mark.parametrize(
    ("new", "found"),
    [
        (OLD, []),
        (OLD.replace("denied", "confirmed"), [("denied", "confirmed")]),
        (OLD.replace("denied it", "has never denied it"), [("", "has never")]),
        (OLD.replace(" on Monday", ""), [("it on Monday.", "it.")]),
        (OLD.replace("\n\nThe end.", ""), [("The end.", "")]),
        (OLD.replace("The end.", "New paragraph.\n\nThe end."), [("", "New paragraph.")]),
        (OLD.replace("denied it on", "denied  it\non"), []),
        (OLD.replace("minister denied it", "ministry denied that"), [("minister denied it", "ministry denied that")]),
    ],
)
def test_changes_are_shown_by_word(new: str, found: list[tuple[str, str]]) -> None:
    assert shown(OLD, new) == found


def test_a_change_touches_the_passages_it_is_in() -> None:
    start = OLD.index("The minister")
    end = OLD.index("\n\nThe end")
    inside, beside = Change(start + 4, start + 12, 0, 0), Change(end, end, end, end + 5)
    assert touches(inside, start, end)
    assert touches(Change(start + 4, start + 4, 0, 9), start, end)
    assert not touches(beside, start, end)


@pytest.mark.parametrize(
    ("old", "new", "instead"),
    [
        ("denied it", "confirmed it", "The minister confirmed it"),
        ("minister denied", "ministry always denied", "The ministry always denied it"),
        ("The minister denied it on Monday.", "", ""),
        ("Heading", "A long heading", "The minister denied it"),
    ],
)
def test_what_is_in_the_place_of_a_passage_is_found(old: str, new: str, instead: str) -> None:
    text, start = OLD.replace(old, new), OLD.index("The minister")
    first, last = counterpart(changes(OLD, text), start, start + len("The minister denied it"))
    assert text[first:last] == instead


def test_texts_too_long_to_compare_are_one_change(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_PAIRS", 3)
    assert shown("same\none two three\nend", "same\nfour five\nend") == [("one two three", "four five")]
    monkeypatch.setattr(module, "_MOST_LETTERS", 3)
    assert shown("one two", "one three") == [("one two", "one three")]


TEXTS = st.text(st.sampled_from("ab \n言"), max_size=40)


@given(TEXTS, TEXTS)
def test_what_is_outside_all_changes_is_the_same_but_for_white_space(old: str, new: str) -> None:
    kept_old, kept_new, last = "", "", Change(0, 0, 0, 0)
    for change in [*changes(old, new), Change(len(old), len(old), len(new), len(new))]:
        assert last.old_end <= change.old_start <= change.old_end <= len(old)
        assert last.new_end <= change.new_start <= change.new_end <= len(new)
        kept_old += old[last.old_end : change.old_start]
        kept_new += new[last.new_end : change.new_start]
        last = change
    assert "".join(kept_old.split()) == "".join(kept_new.split())
