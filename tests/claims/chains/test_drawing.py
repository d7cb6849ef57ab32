from __future__ import annotations

import re

from claims.chains import BOX_HEIGHT, BOX_WIDTH, MOST_HANDS, Hand, Link, picture_of
from tests.claims.chains.chains import by_number, drawn, hands


def ends(picture):
    """Return each line's first and last point."""
    for line in picture.lines:
        if line.kind != "back":
            x, y, *_, to_x, to_y = map(int, re.findall(r"\d+", line.path.split("h")[0]))
            yield line, (x, y), (to_x, to_y)


def test_nobody_gives_an_empty_picture():
    picture = picture_of([], [])

    assert (picture.places, picture.lines) == ((), ())


def test_a_line_leaves_who_cites_and_arrives_at_who_is_cited():
    picture = drawn(2, (1, 2))
    place = by_number(picture)

    [(line, start, end)] = ends(picture)

    assert line.arrives
    assert start == (place[1].x + BOX_WIDTH, place[1].y + BOX_HEIGHT // 2)
    assert end == (place[2].x, place[2].y + BOX_HEIGHT // 2)


def test_a_copy_is_a_line_of_its_own_kind():
    picture = picture_of(hands(3), [Link(1, 2, copies=True), Link(2, 3)])

    assert [line.kind for line in picture.lines] == ["copies", "cites"]


def test_a_line_that_passes_a_layer_keeps_clear_of_the_boxes_there():
    picture = drawn(4, (1, 2), (2, 3), (3, 4), (1, 4))
    through = [(int(y), start) for line, start, (_, y) in ends(picture) if not line.arrives]

    assert len(through) == 2
    for height, _ in through:
        for place in picture.places:
            if place.number in {2, 3}:
                assert not place.y - 4 <= height <= place.y + BOX_HEIGHT + 4


def test_lines_to_one_hand_run_together_where_they_say_the_same():
    picture = drawn(6, (1, 2), (2, 3), (3, 6), (1, 6), (4, 6), (5, 6))

    assert sum(line.arrives for line in picture.lines if line.kind == "cites") == 4  # to 2 and 3; to 6 from 3 and from all else


def test_lines_of_two_outlets_that_could_cross_do_not():
    picture = drawn(4, (1, 4), (2, 3), (1, 3))
    heights = {start[1]: [] for _, start, _ in ends(picture)}
    for _, start, end in ends(picture):
        heights[start[1]].append(end[1])

    upper, lower = sorted(heights)
    assert max(heights[upper]) <= min(heights[lower])


def test_an_origin_is_centred_among_those_who_cite_it():
    place = by_number(drawn(4, (1, 4), (2, 4), (3, 4)))

    assert place[4].y == place[2].y


def test_unconnected_parts_are_separate_the_largest_on_top():
    place = by_number(drawn(5, (1, 2), (3, 4), (4, 5)))

    assert max(place[number].y for number in (3, 4, 5)) + BOX_HEIGHT < min(place[1].y, place[2].y)


def test_thirty_copies_are_a_stack_with_one_line_to_their_original_next_to_the_first():
    copies = [Link(number, 31, copies=True) for number in range(1, 31)]

    picture = picture_of(hands(31), copies)

    place = by_number(picture)
    assert [line.arrives for line in picture.lines] == [True, False]
    assert {line.kind for line in picture.lines} == {"copies"}
    assert picture.lines[1].path.count("M") == 29
    assert place[31].y == place[1].y == min(each.y for each in picture.places)


def test_thirty_whom_one_outlet_cites_are_each_arrived_at_from_one_line():
    picture = picture_of(hands(31), [Link(31, number) for number in range(1, 31)])

    assert sum(line.arrives for line in picture.lines) == 30
    assert sum("C" in line.path for line in picture.lines) == 1


def test_as_few_as_a_fan_can_show_keep_a_line_each():
    assert len(drawn(9, *[(number, 9) for number in range(1, 9)]).lines) == 8


def test_who_passes_on_something_else_as_well_is_in_no_stack():
    links = [Link(number, 31, copies=number > 1) for number in range(1, 31)]

    picture = picture_of(hands(31), links)

    assert [line.kind for line in picture.lines if line.arrives] == ["cites", "copies"]


def test_more_than_fit_are_counted_and_the_first_are_drawn_with_their_origin():
    count = MOST_HANDS + 20
    links = [Link(number, count) for number in range(1, count)]

    picture = picture_of(hands(count), links)

    assert (picture.hands_left_out, picture.links_left_out) == (20, 20)
    assert {place.number for place in picture.places} == {*range(1, MOST_HANDS), count}


def test_more_links_than_anybody_could_follow_are_counted():
    links = [Link(one, other) for one in range(1, 61) for other in range(one + 1, 61)]

    picture = picture_of(hands(60), links)

    assert picture.links_left_out == len(links) - 900


def test_the_longest_chain_is_drawn_without_recursion():
    picture = picture_of(hands(300), [Link(number, number + 1) for number in range(1, 300)])

    assert by_number(picture)[300].layer == 299


def test_a_note_makes_room_for_the_sign_of_a_document():
    notes = ("reports", "2024-06-10T14:30Z")
    plain, held = Hand(1, "Moscow", notes), Hand(2, "Moscow", notes, held=True)

    place = by_number(picture_of([plain, held], []))

    assert [place[number].note for number in (1, 2)] == ["reports · 2024-06-10T14:30Z", "reports"]
