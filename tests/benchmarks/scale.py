"""Verification at wire-agency scale, against one ordered read of the same rows: ``python -m tests.benchmarks.scale --million``.

Each measured step is a process of its own, its start included; between steps the database is tidied, outside the timing. With
``--on URL --step NAME`` one step is taken again, on a PostgreSQL database that ``tests.benchmarks.scale_data`` filled and
``verify --all`` has been over; it stays.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Any, NamedTuple

from bootstrap import probe
from tests.benchmarks.databases import Database, existing, postgresql, sqlite
from tests.benchmarks.spending import Spent, manage, python, verdict

CLAIMS, MANY = 100_000, 1_000_000
#: At most so many times the ordered read, on PostgreSQL; SQLite may take twice what PostgreSQL took.
MOST = {
    "0.1% changed": 4.0,
    "everything changed": 40.0,
    "everything changed, two workers": 40.0,
    "incremental": 0.1,
    "incremental, two workers": 0.1,
}
SQLITE_TIMES, WORKERS_TIMES, PLAIN_TIMES = 2, 1.3, 100
#: Growth of the cost of a claim from one size to the other that noise of the machine explains.
MOST_GROWTH = 1.15
_SAMPLE = 300
_ROUNDS = 3
_REASON = "It takes it back."
#: In the order in which they are measured: "loud" changes every result, and "pages" adds people, waivers and verdicts.
STEPS = ("quiet", "incremental", "loud", "plain", "pages")

#: What verification reads of claims, as claims.queries.facts.current has it.
_READ = """
SELECT c.id, c.key, c.window_from, c.window_until, c.recorded_at,
    a.id, a.key, a.source_id, a.stance, a.scope, a.basis, a.said_at, a.withdrawn_at, a.withdrawal_recorded_at,
    a.supersedes_id, a.document_id, a.document_recorded_at, a.recorded_at, a.voided_at
FROM claims_claim c LEFT JOIN claims_attribution a ON a.claim_id = c.id ORDER BY c.id, a.id
"""
_ALSO_READ = {
    "citations": "SELECT citing_id, cited_id, kind FROM claims_citation WHERE struck_at IS NULL ORDER BY citing_id, cited_id",
    "standings": "SELECT * FROM claims_standing ORDER BY claim_id",
}


class Figure(NamedTuple):
    """A measured step: seconds, and their ratio to the ordered read."""

    wall: float
    ratio: float


class Measured(NamedTuple):
    """What came out of one database of one size; ``start`` is the wall time of a run with nothing to do."""

    claims: int
    start: float
    figures: dict[str, Figure]

    def seconds_each(self, name: str) -> float:
        """Return what a step costs a claim, the start of the process taken off."""
        return (self.figures[name].wall - self.start) / self.claims


class MissedError(Exception):
    """Verification overlooked a change: no figure is worth anything then."""


class Bench:
    """One database of one size, step by step; each line is said as soon as it is known."""

    def __init__(self, database: Database, claims: int, most: dict[str, float], say: Callable[[str], None]) -> None:
        self.database = database
        self.claims = claims
        self.most = most
        self.say = lambda line: say(f"{database.name}, {claims:,} claims, {line}")
        self.figures: dict[str, Figure] = {}
        self.limit = self.start = 0.0
        self.remainders = iter(())

    def run(self) -> Measured:
        """Fill the database and measure every step."""
        manage(self.database.url, "migrate", "-v0")
        filled = python(self.database.url, "-m", "tests.benchmarks.scale_data", str(self.claims))
        self.say(f"filling the tables, without verifying: {filled}")
        self.database.tidy()
        first = self._verify("--all")
        self._expect("changed", self.claims)
        self.database.tidy()
        self._begin()
        self._note("first sweep, nothing verified yet", first)
        for step in STEPS:
            self._take(step)
        if self.claims <= CLAIMS:  # beyond, it would take minutes to say the same
            self._say_shares()
        return Measured(self.claims, self.start, self.figures)

    def again(self, steps: Iterable[str]) -> None:
        """Measure some steps on a database that was filled and swept before."""
        self._begin()
        for step in steps:
            self._take(step)

    def _begin(self) -> None:
        self.limit = self._say_limit("before the steps")
        self.remainders = iter(self._unused_remainders())

    def _take(self, step: str) -> None:
        steps = {"quiet": self._quiet, "incremental": self._incremental, "loud": self._loud, "pages": self._pages}
        steps.get(step, self._plain_way)()
        self._say_limit(f"after the step {step}")

    def _unused_remainders(self) -> list[int]:
        """Return by which remainders of their ids, by a thousand, claims can be chosen that no step has changed yet."""
        used = self.database.rows(
            f"SELECT DISTINCT claim_id % 1000 FROM claims_attribution WHERE withdrawal_reason = '{_REASON}'"
        )
        return sorted(set(range(1000)).difference(remainder for (remainder,) in used), key=lambda one: one * 437 % 1000)

    def _quiet(self) -> None:
        self._note("nothing changed", self._verify("--all"))
        self._expect("changed", 0)
        with self._all_found():
            self._note("0.1% changed", self._verify("--all"))
        if self.database.many_writers:
            self._note("nothing changed, two workers", self._verify("--all", "--workers", "2"), one="nothing changed")
            with self._all_found():
                self._note("0.1% changed, two workers", self._verify("--all", "--workers", "2"), one="0.1% changed")

    def _loud(self) -> None:
        """Let everything change, by a policy under which every claim is stale, and back again."""
        self._change_everything("everything changed", shelf_life=1)
        if self.database.many_writers:
            self._change_everything("everything changed back, two workers", "--workers", "2", shelf_life=90)
            self._change_everything("everything changed, two workers", "--workers", "2", shelf_life=1, one="everything changed")

    def _pages(self) -> None:
        """Open the pages of the desk and the lists of the API: their limits are for a million claims."""
        if self.database.many_writers and self.claims > CLAIMS:
            for line in python(self.database.url, "-m", "tests.benchmarks.pages", output_bytes=100_000).output.splitlines():
                self.say(line)

    def _say_shares(self) -> None:
        self._set_policy(90)
        for line in python(self.database.url, "-m", "tests.benchmarks.shares").output.splitlines():
            self.say(line)

    def _verify(self, *arguments: str) -> Spent:
        return manage(self.database.url, "verify", *arguments, watch=self.database.watch)

    def _note(self, name: str, spent: Spent, *, one: str = "") -> None:
        """Say a step; ``one`` is the step that did the same with one worker."""
        figure = Figure(spent.wall, spent.wall / self.limit)
        self.figures[name] = figure
        line = f"{name}: {figure.ratio:.2f}× the ordered read, {spent.wall / self.claims * 1e6:.1f} µs a claim ({spent})"
        if name in self.most:
            line += " " + verdict(figure.ratio <= self.most[name], f"at most {self.most[name]:.3g}×")
        if one:
            times = self.figures[one].wall / figure.wall
            line += f", {times:.2f}× as fast as one " + verdict(times >= WORKERS_TIMES, f"at least {WORKERS_TIMES}×")
        self.say(line)

    def _say_limit(self, when: str) -> float:
        seconds = min(self.database.read_seconds(_READ) for _ in range(_ROUNDS))
        also = (
            f"{min(self.database.read_seconds(sql) for _ in range(_ROUNDS)):.2f} s for {name}"
            for name, sql in _ALSO_READ.items()
        )
        self.say(
            f"ordered read of claims and attributions, {when}: {seconds:.2f} s, {seconds / self.claims * 1e6:.1f} µs a claim"
            f" (best of {_ROUNDS}; not counted: {', '.join(also)})"
        )
        return seconds

    def _change_everything(self, name: str, *arguments: str, shelf_life: int, one: str = "") -> None:
        self._set_policy(shelf_life)
        self._note(name, self._verify("--all", *arguments), one=one)
        self._expect("changed", self.claims)
        self.database.tidy()

    def _set_policy(self, shelf_life: int) -> None:
        self.database.execute(
            "INSERT INTO claims_deskpolicy (version, min_on_record, min_disinterested, shelf_life_days, outcome_grace_days,"
            " severities, switched_off, recorded_at, recorded_by, drafted_by, reason)"
            f" SELECT coalesce(max(version), 0) + 1, 2, 1, {shelf_life}, 7, '{{}}', '[]',"
            " CURRENT_TIMESTAMP, 'benchmark', '', 'Changes the result of every claim.' FROM claims_deskpolicy"
        )

    def _incremental(self) -> None:
        """Verify what is marked, by workers that have started and wait for it."""
        self.start = min(self._verify().wall for _ in range(_ROUNDS))
        self._note("incremental", self._best_marked(1))
        if self.database.many_writers:
            self._note("incremental, two workers", self._best_marked(2))
        self.say(f"incremental: best of {_ROUNDS}, from the marks to the end of the run, by workers that had started")

    def _best_marked(self, workers: int) -> Spent:
        spent = [self._verify_marked(workers) for _ in range(_ROUNDS)]
        return min(spent, key=lambda one: one.wall)

    def _verify_marked(self, workers: int) -> Spent:
        with self._all_found() as touched:
            within = ", ".join(map(str, touched))
            self.database.execute(f"UPDATE claims_standing SET marked_at = CURRENT_TIMESTAMP WHERE claim_id IN ({within})")
            spent = python(self.database.url, "-m", "tests.benchmarks.waiting", str(workers), watch=self.database.watch)
            self._expect("verified", len(touched), or_more=True)  # what contradicts a changed claim comes on top
        return spent._replace(wall=float(spent.output))

    def _all_found(self) -> AbstractContextManager[list[int]]:
        return _AllFound(self.database, next(self.remainders))

    def _expect(self, column: str, number: int, *, or_more: bool = False) -> None:
        """Look at what the last run counted."""
        ((found, state, failed, surprises),) = self.database.rows(
            f"SELECT {column}, state, failed, surprises FROM claims_verificationrun ORDER BY id DESC LIMIT 1"
        )
        as_expected = found >= number if or_more else found == number
        if not as_expected or (state, failed, surprises) != ("done", 0, 0):
            raise MissedError(f"{column} is {found}, not {number}; {state}, {failed} failed, {surprises} surprises")

    def _plain_way(self) -> None:
        """Extrapolate from a sample: all of them would take hours."""
        spent = python(self.database.url, "-m", "tests.benchmarks.plain_way", str(_SAMPLE), str(self.claims))
        same, changed = map(float, spent.output.split())
        night = same + (changed - same) / 1000
        for name, each in (("nothing changed", same), ("0.1% changed", night), ("everything changed", changed)):
            shown = f"{each * 1e3:.1f} ms a claim ({_SAMPLE} measured, so {each * self.claims / 60:,.0f} min for all)"
            self.say(f"{name}, the plain way, one ORM task a claim: {shown}{self._against(name, each)}")

    def _against(self, name: str, each: float) -> str:
        """Tell how much faster each step that did the same is than the plain way."""
        ours = [name, f"{name}, two workers"]
        if name == "0.1% changed":
            ours += ["incremental", "incremental, two workers"]
        shown = ""
        for step in ours:
            if step in self.figures:
                times = each * self.claims / self.figures[step].wall
                shown += f"; {step}: {times:,.0f}× as fast {verdict(times >= PLAIN_TIMES, f'at least {PLAIN_TIMES}×')}"
        return shown


class _AllFound(AbstractContextManager[list[int]]):
    """Withdraws an attribution of one claim in a thousand behind the service's back, and sees that each is assessed anew."""

    def __init__(self, database: Database, remainder: int) -> None:
        self.database = database
        self.standing = f"withdrawal_recorded_at IS NULL AND voided_at IS NULL AND claim_id % 1000 = {remainder}"
        self.digests: dict[int, str] = {}

    def __enter__(self) -> list[int]:
        firsts = f"SELECT claim_id, min(id) FROM claims_attribution WHERE {self.standing} GROUP BY claim_id"
        touched = dict(self.database.rows(firsts))
        self.digests = self._stored(touched)
        self.database.execute(
            "UPDATE claims_attribution SET withdrawal_recorded_at = recorded_at, withdrawn_by = 'source',"
            f" withdrawal_reason = '{_REASON}' WHERE id IN ({', '.join(map(str, touched.values()))})"
        )
        return list(touched)

    def __exit__(self, *error: object) -> None:
        if error[0] is None:
            missed = sum(self.digests[claim] == digest for claim, digest in self._stored(self.digests).items())
            if missed:
                raise MissedError(f"{missed} of {len(self.digests)} changed claims were not found")

    def _stored(self, claims: Any) -> dict[int, str]:
        within = ", ".join(map(str, claims))
        return dict(self.database.rows(f"SELECT claim_id, facts_digest FROM claims_standing WHERE claim_id IN ({within})"))


def report(sizes: list[int], only: str, say: Callable[[str], None]) -> None:
    """Measure PostgreSQL at each size, where one answers, and SQLite at the smallest."""
    found: list[Measured] = []
    server = probe.postgresql() if only != "sqlite" else {}
    if "problem" in server:
        say(f"PostgreSQL is not measured: {server['problem']}")
    elif server:
        for size in sizes:
            with postgresql(server["url"]) as database:
                found.append(Bench(database, size, MOST, say).run())
        for line in _growth(found[0], found[-1]) if len(found) > 1 else ():
            say(line)
    if only != "postgresql":
        stood = found[0].figures if found else {}
        most = {name: SQLITE_TIMES * (stood[name].ratio if name in stood else target) for name, target in MOST.items()}
        with sqlite() as database:
            Bench(database, sizes[0], most, say).run()


def report_again(url: str, steps: Iterable[str], say: Callable[[str], None]) -> None:
    """Measure some steps on a database that is there."""
    with existing(url) as database:
        ((claims,),) = database.rows("SELECT count(*) FROM claims_claim")
        Bench(database, claims, MOST, say).again(steps)


def _growth(few: Measured, many: Measured) -> Iterator[str]:
    for name in ("nothing changed", "0.1% changed", "everything changed"):
        grown = many.seconds_each(name) / few.seconds_each(name)
        yield (
            f"PostgreSQL, {name}: a claim costs {grown:.2f}× at {many.claims:,} claims what it costs at {few.claims:,},"
            f" starts of processes taken off {verdict(grown <= MOST_GROWTH, f'no growth: at most {MOST_GROWTH}×, for noise')}"
        )


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.scale")
    parser.add_argument("--claims", type=int, default=CLAIMS, help="how many claims, in thousands or more")
    parser.add_argument("--million", action="store_true", help=f"{MANY:,} as well, on PostgreSQL")
    parser.add_argument("--only", choices=("postgresql", "sqlite"), default="", help="one database")
    parser.add_argument("--on", metavar="URL", help="a PostgreSQL database that was filled and swept before")
    parser.add_argument("--step", choices=STEPS, action="append", help="with --on: this step alone; may be repeated")
    chosen = parser.parse_args()
    if chosen.on:
        report_again(chosen.on, chosen.step or STEPS, _print)
    else:
        report([chosen.claims, MANY] if chosen.million else [chosen.claims], chosen.only, _print)


def _print(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main()
