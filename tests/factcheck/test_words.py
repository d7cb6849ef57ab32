"""A word is said once: its enum gives the type of fields, the words of constraints and the label."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec
import pytest

from factcheck.desk.labels import label
from factcheck.words import LABELS, OneOf, Word, name_word


class Colour(Word):
    GREY = "grey", "grey"
    DARK_RED = "dark_red", "deep red"


#: Held back but for these tests: others list all labels that there are.
_LABELS = {word: LABELS.pop(word) for word in ("grey", "dark red")}


class Painted(msgspec.Struct):
    colour: OneOf[Colour]
    other: OneOf[Literal[Colour.GREY]] = "grey"


@pytest.fixture(autouse=True, scope="module")
def forgotten():
    LABELS.update(_LABELS)
    yield
    for word in _LABELS:
        del LABELS[word]


def test_a_word_is_its_text_and_has_a_label():
    assert (Colour.DARK_RED, f"{Colour.DARK_RED}", Colour.DARK_RED.label) == ("dark_red", "dark_red", "deep red")
    assert msgspec.json.encode([Colour.GREY]) == b'["grey"]'


def test_words_are_plain_texts_in_their_order():
    assert Colour.words() == ("grey", "dark_red")
    assert {type(word) for word in Colour.words()} == {str}


def test_a_field_takes_the_words_and_holds_them_as_plain_texts():
    read = msgspec.json.decode(b'{"colour": "dark_red"}', type=Painted)

    assert type(read.colour) is str
    assert set(get_args(OneOf[Colour])) == {"grey", "dark_red"}
    with pytest.raises(msgspec.ValidationError, match="Invalid enum value 'blue'"):
        msgspec.json.decode(b'{"colour": "blue"}', type=Painted)


def test_a_field_may_take_some_of_the_words():
    assert get_args(OneOf[Literal[Colour.GREY]]) == get_args(OneOf[(Colour.GREY,)]) == ("grey",)
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b'{"colour": "grey", "other": "dark_red"}', type=Painted)


def test_people_read_the_label_however_the_word_is_stored():
    assert str(label("dark_red")) == str(label("dark red")) == "deep red"


def test_a_word_of_two_vocabularies_has_one_label():
    with pytest.raises(ValueError, match=r"'dark_red' has both labels “deep red” and “crimson”"):
        name_word("dark_red", "crimson")
