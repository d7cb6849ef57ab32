"""Made-up case files whose shape is that of real ones: most claims small, a few with very many attributions."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

OUTLETS, PEOPLE, UNNAMED = 400, 1_200, 300


def sources() -> list[dict[str, Any]]:
    """Return outlets, people and unnamed sources; some outlets are owned by another."""
    outlets = [{"key": f"outlet-{n}", "name": f"Outlet {n}", "kind": "outlet"} for n in range(OUTLETS)]
    people = [{"key": f"person-{n}", "name": f"Person {n}", "kind": "person", "country": "US"} for n in range(PEOPLE)]
    unnamed = [
        {"key": f"unnamed-{n}", "name": "Unnamed official", "kind": "person", "identified": False, "vouched_by": f"outlet-{n}"}
        for n in range(UNNAMED)
    ]
    return [*outlets, *people, *unnamed]


def relations() -> list[dict[str, Any]]:
    """Return ownership among a tenth of the outlets."""
    return [
        {"from": f"outlet-{n}", "to": f"outlet-{n % 10}", "kind": "owned_by", "reason": "Same owner."}
        for n in range(10, OUTLETS // 10)
    ]


def documents(number: int) -> list[dict[str, Any]]:
    """Return articles."""
    return [
        {"key": f"doc-{n}", "publisher": f"outlet-{n % OUTLETS}", "kind": "article", "title": f"Article {n}"}
        for n in range(number)
    ]


def case(claims: int, *, seed: int = 1, attributions_each: float = 3.5) -> dict[str, Any]:
    """Return a case of ``claims`` claims with ``attributions_each`` attributions on average: 40% have one, the tail many."""
    random = Random(seed)  # noqa: S311 - made-up data, the same each time
    held = max(claims // 2, 1)
    sizes = _sizes(random, claims, attributions_each)
    return {
        "format": "factcheck-case/1",
        "sources": sources(),
        "relations": relations(),
        "documents": documents(held),
        "claims": [_claim(random, number, size, held) for number, size in enumerate(sizes)],
    }


def _sizes(random: Random, claims: int, mean: float) -> list[int]:
    sizes = [1 if random.random() < 0.4 else min(int(random.paretovariate(1.6)) + 1, 500) for _ in range(claims)]
    missing = round(claims * mean) - sum(sizes)
    while missing > 0:
        index = random.randrange(claims)
        if sizes[index] > 1:
            sizes[index] += 1
            missing -= 1
    return sizes


def _claim(random: Random, number: int, size: int, held: int) -> dict[str, Any]:
    rows: list[dict[str, Any]] = []
    for index in range(size):
        rows.append(_attribution(random, index, rows, held))
    return {
        "key": f"claim-{number:07}",
        "text": f"Statement number {number} about a transfer, a visit or a denial.",
        "topics": [f"topic-{number % 50}"],
        "attributions": rows,
    }


def _attribution(random: Random, index: int, rows: list[dict[str, Any]], held: int) -> dict[str, Any]:
    row: dict[str, Any] = {"key": f"a{index}", "said_at": f"2024-{random.randrange(1, 13):02}"}
    if random.random() < 0.5:
        row["document"] = f"doc-{random.randrange(held)}"
    kind = random.random()
    if not rows or kind < 0.35:
        speaker = f"unnamed-{random.randrange(UNNAMED)}" if random.random() < 0.2 else f"person-{random.randrange(PEOPLE)}"
        stance = "denies" if random.random() < 0.15 else "supports"
        return {**row, "source": speaker, "stance": stance}
    upstream = rows[random.randrange(max(0, index - 5), index)]["key"]  # the latest few: chains grow deep
    outlet = f"outlet-{random.randrange(OUTLETS)}"
    if kind < 0.5:
        return {**row, "source": outlet, "stance": "reports", "copies": upstream}
    return {**row, "source": outlet, "stance": "reports", "cites": [upstream]}


#: Records of a list on one line of a stream.
_ON_A_LINE = 500


def lines(made: dict[str, Any]) -> Iterator[str]:
    """Return a case as the lines of a stream: the lists first, then each claim."""
    for name in ("sources", "relations", "documents"):
        for start in range(0, len(made[name]), _ON_A_LINE):
            yield json.dumps({name: made[name][start : start + _ON_A_LINE]}) + "\n"
    yield from (json.dumps(claim) + "\n" for claim in made["claims"])


if __name__ == "__main__":
    made, file = case(int(sys.argv[1])), Path(sys.argv[2])
    if file.suffix == ".ndjson":
        with file.open("w") as out:
            out.writelines(lines(made))
    else:
        file.write_text(json.dumps(made))
