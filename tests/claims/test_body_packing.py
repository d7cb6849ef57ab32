"""Bodies packed one against another come back as they were."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.body_packing import last_of, packed, unpacked


@given(st.lists(st.binary(max_size=200), min_size=1, max_size=8))
def test_packed_against_the_one_before_each_comes_back(bodies: list[bytes]) -> None:
    stored = [packed(body, before) for body, before in zip(bodies, [None, *bodies], strict=False)]
    for count, body in enumerate(bodies, 1):
        assert last_of(stored[:count]) == body


def test_against_the_one_before_it_takes_a_fraction_of_the_room() -> None:
    before = "".join(f"{number * 7919 % 10007}, " for number in range(500)).encode()
    after = before.replace(b"42, ", b"forty-two, ", 1)
    assert len(packed(after, before)) < len(packed(after, None)) / 10


def test_against_another_than_the_one_before_it_is_not_read_as_something_else() -> None:
    with pytest.raises(zlib.error):
        unpacked(packed(b"a claim", b"a claim before"), b"another before")
