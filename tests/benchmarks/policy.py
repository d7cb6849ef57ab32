"""How long the policy takes for one claim, in CPU time of this process."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from random import Random

import msgspec

from claims.policy.assess import assess, facts_digest
from claims.policy.facts import ClaimFacts, Directory, Thresholds
from tests.claims.policy.build import CLOCK, Facts
from tests.claims.policy.origins.planes import DIFFERENCES, plane, thicket

#: Seconds that the worst of claims may take, while it is locked.
_WORST = 1.0


def chain() -> Facts:
    """An unnamed diplomat ← an outlet ← an agency ← a copy that the desk holds: four attributions."""
    facts = Facts().source("vedomosti", publishes=True).unnamed("diplomat", "vedomosti").says("diplomat")
    facts.reports("vedomosti", cites="diplomat").reports("bloomberg", cites="vedomosti")
    return facts.reports("page", "spokesman-review", copies="bloomberg", held=True)


def statements() -> Facts:
    """Two named statements and a report of both: three attributions."""
    return Facts().says("ada", held=True).says("ben", held=True).reports("post", cites=["ada", "ben"], held=True)


def tangle(rows: int = 200) -> Facts:
    """Forty origins, some unnamed and some denials, and relays that cite up to three earlier rows each."""
    random = Random(1)  # noqa: S311 - made-up data, the same each time
    facts = Facts()
    for number in range(8):
        facts.unnamed(f"unnamed-{number}", f"source-{number}")
    for number in range(rows):
        source = f"source-{random.randrange(80)}"
        if number < rows // 5:
            speaker = random.choice([source, f"unnamed-{random.randrange(8)}"])
            facts.says(f"row-{number:03}", speaker, random.choice(["supports", "supports", "denies"]))
        else:
            cited = [f"row-{random.randrange(number):03}" for _ in range(random.randint(1, 3))]
            facts.reports(f"row-{number:03}", source, cites=cited, held=random.random() < 0.5)
    return facts


def bottleneck(rows: int = 200) -> Facts:
    """Few origins behind many relays of few families: the cut takes its longest search."""
    random = Random(2)  # noqa: S311 - made-up data, the same each time
    facts = Facts()
    for number in range(rows):
        key = f"row-{number:03}"
        if number < 8:
            facts.says(key, f"origin-{number}")
        else:
            cited = [f"row-{random.randrange(max(0, number - 12), number):03}" for _ in range(3)]
            facts.reports(key, f"relay-{random.randrange(12)}", cites=cited, held=number > rows - 30)
    return facts


def report() -> Iterator[str]:
    """Yield a line for each shape of claim: CPU time of an assessment, and its ratio to encoding the same facts as JSON."""
    shapes: tuple[tuple[str, Facts, int], ...] = (
        ("four in a chain", chain(), 50),
        ("two statements, one report", statements(), 50),
        ("200, tangled", tangle(), 50_000),
        ("200, behind few relays", bottleneck(), 50_000),
    )
    for name, facts, most in shapes:
        yield _line(name, facts.claim(), facts.directory(), most)
    for order in DIFFERENCES:
        yield _worst(f"a projective plane of order {order}", plane(order))
    yield _worst("long routes through the same sources", thicket())


def _line(name: str, claim: ClaimFacts, directory: Directory, most: int) -> str:
    spent = _best(lambda: assess(claim, directory, Thresholds(), CLOCK))
    limit = _best(lambda: msgspec.json.encode(claim))
    digest = _best(lambda: facts_digest(claim, directory))
    return (
        f"assess a claim ({name}): {spent:,.1f} µs, {spent / limit:.0f}× its facts as JSON; digest of its facts"
        f" {digest:,.1f} µs (to reach: at most {most:,} µs; {'reached' if spent <= most else 'NOT reached'})"
    )


def _worst(name: str, facts: Facts) -> str:
    claim, directory = facts.claim(), facts.directory()
    assessed = assess(claim, directory, Thresholds(), CLOCK)
    spent = min(_round(lambda: assess(claim, directory, Thresholds(), CLOCK), 1) for _ in range(5)) / 1e6
    counted = "counted to the end" if assessed.support.exact else "given up"
    return (
        f"assess a claim made to take long ({name}, {len(claim.attributions):,} attributions): {spent:.2f} s, {counted}"
        f" (to reach: at most {_WORST:.0f} s; {'reached' if spent <= _WORST else 'NOT reached'})"
    )


def _best(call: Callable[[], object]) -> float:
    """Return the least CPU time of a call over several rounds, in µs: noise only ever adds."""
    start = time.process_time()
    call()
    rounds = max(3, min(2_000, int(0.2 / max(time.process_time() - start, 1e-6))))
    return min(_round(call, rounds) for _ in range(5))


def _round(call: Callable[[], object], times: int) -> float:
    start = time.process_time()
    for _ in range(times):
        call()
    return (time.process_time() - start) / times * 1e6


if __name__ == "__main__":
    for line in report():
        print(line, flush=True)
