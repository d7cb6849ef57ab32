from __future__ import annotations

from hypothesis import given, settings

from claims.chains import BOX_HEIGHT, BOX_WIDTH, Hand, Link, picture_of
from tests.claims.chains.chains import by_number, chains, drawn, hands, layers
from tests.examples import tried


def test_a_chain_runs_from_what_reached_us_to_its_origin():
    assert layers(drawn(4, (4, 3), (3, 2), (2, 1))) == {4: 0, 3: 1, 2: 2, 1: 3}


def test_a_hand_cited_by_near_and_far_is_right_of_both():
    assert layers(drawn(3, (1, 2), (1, 3), (2, 3))) == {1: 0, 2: 1, 3: 2}


def test_a_statement_that_we_hold_ourselves_is_an_origin_and_comes_first():
    assert layers(drawn(3, (1, 2))) == {1: 0, 2: 1, 3: 0}


def test_a_circle_that_nobody_else_cites_is_read_from_what_we_hold():
    middle = [hand._replace(held=hand.number == 2) for hand in hands(3)]

    picture = picture_of(middle, [Link(1, 2), Link(2, 3), Link(3, 1)])

    assert layers(picture) == {2: 0, 3: 1, 1: 2}
    assert picture.back == (Link(1, 2),)


def test_a_circle_behind_an_outlet_is_closed_by_one_line_back():
    picture = drawn(4, (1, 2), (2, 3), (3, 4), (4, 2))

    assert picture.back == (Link(4, 2),)
    assert [line.kind for line in picture.lines].count("back") == 1
    assert layers(picture) == {1: 0, 2: 1, 3: 2, 4: 3}


def test_who_cites_themselves_is_drawn_once_with_a_line_back():
    assert drawn(1, (1, 1)).back == (Link(1, 1),)


def test_a_line_back_runs_below_everybody():
    picture = drawn(6, (1, 2), (1, 3), (1, 4), (1, 5), (2, 6), (6, 2))
    lowest = max(place.y + BOX_HEIGHT for place in picture.places)

    path = next(line.path for line in picture.lines if line.kind == "back")

    assert float(path.split("V")[1].split("q")[0]) > lowest
    assert picture.height > lowest


@settings(max_examples=tried(200), deadline=None)
@given(chains())
def test_everybody_has_one_place_and_none_overlaps(chain):
    picture = picture_of(*chain)

    assert sorted(place.number for place in picture.places) == [hand.number for hand in chain[0]]
    for place in picture.places:
        assert 0 <= place.x <= picture.width - BOX_WIDTH
        assert 0 <= place.y <= picture.height - BOX_HEIGHT
        for other in picture.places:
            apart = abs(place.x - other.x) >= BOX_WIDTH or abs(place.y - other.y) >= BOX_HEIGHT + 8
            assert apart or place == other


@settings(max_examples=tried(200), deadline=None)
@given(chains())
def test_every_link_leads_to_the_right_except_those_that_close_a_circle(chain):
    picture = picture_of(*chain)
    layer = layers(picture)

    for link in chain[1]:
        assert (layer[link.citing] < layer[link.cited]) == (link not in picture.back)


@settings(max_examples=tried(200), deadline=None)
@given(chains())
def test_the_order_in_which_hands_and_links_are_given_changes_nothing(chain):
    found, links = chain

    assert picture_of(found[::-1], links[::-1]) == picture_of(found, links)


@settings(max_examples=tried(100), deadline=None)
@given(chains())
def test_without_the_lines_back_no_circle_is_left(chain):
    found, links = chain
    forward = [link for link in links if link not in picture_of(found, links).back]

    assert picture_of(found, forward).back == ()


def test_support_is_above_denial_where_either_could_be():
    found = [Hand(1, "Bloomberg"), Hand(2, "Moscow", rank=3), Hand(3, "Seoul", rank=0)]

    place = by_number(picture_of(found, [Link(1, 2), Link(1, 3)]))

    assert place[3].y < place[2].y
