"""What a signed head covers, and in which form it is kept."""

from __future__ import annotations

import pytest

from claims.chain_heads import HeadError, Leaf, from_lines, leaves_digest, pack, rows_digest, to_lines, unpack
from tests.claims.heads import head


def leaf(pk: int, digest: str = "ab" * 32) -> Leaf:
    return Leaf(pk, 7, 1, digest)


def test_packed_revisions_are_those_that_were_packed() -> None:
    leaves = [leaf(3), leaf(2**40, "cd" * 32), leaf(2**40 + 1, "")]
    assert [(one.id, one.claim, one.number, one.print) for one in unpack(pack(leaves))] == [
        (3, 7, 1, b"\xab" * 6),
        (2**40, 7, 1, b"\xcd" * 6),
        (2**40 + 1, 7, 1, bytes(6)),
    ]
    assert list(unpack(pack([]))) == []
    assert leaves_digest(pack(leaves)) != leaves_digest(pack(leaves[1:]))


def test_every_part_of_a_revision_changes_the_digest_of_the_rows() -> None:
    of_one = Leaf(1, 7, 1, "ab" * 32)
    others = [of_one._replace(**{name: value}) for name, value in zip(Leaf._fields, (2, 8, 2, "cd" * 32), strict=True)]
    assert len({rows_digest([one]) for one in [of_one, *others]}) == 5


def test_every_part_of_a_head_changes_its_digest() -> None:
    changed = {
        "number": 2, "day": "2024-06-13", "made_at": "x", "after": 1, "through": 10, "count": 8, "rows_sha256": "0",
        "leaves_sha256": "0", "previous_sha256": "1",
    }  # fmt: skip
    assert len({head().digest, *(head(**{name: value}).digest for name, value in changed.items())}) == len(changed) + 1


def test_lines_are_read_as_they_were_written() -> None:
    heads = [head(), head(number=2)]
    assert list(from_lines([*to_lines(heads), b"\n"])) == heads
    with pytest.raises(HeadError, match="Line 2 is no head"):
        list(from_lines([*to_lines(heads[:1]), b'{"number": 1}\n']))
