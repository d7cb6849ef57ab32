"""Measure the contenders in turns and say each figure with what it was to reach."""

from __future__ import annotations

import base64
import json
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from http import HTTPStatus
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any, NamedTuple

from bootstrap import probe
from tests.benchmarks.api.datasette import PARSED, datasette
from tests.benchmarks.api.serving import Answer, Server, UnmeasuredError, service
from tests.benchmarks.databases import Database, postgresql
from tests.benchmarks.spending import manage, python, verdict

CLAIMS, PAGE = 100_000, 50
#: A round asks every contender some times, one after the other, so that what else the machine does falls on all of them.
ROUNDS, REQUESTS, WRITES = 12, 40, 500

LIST_TIMES_EMPTY, LIST_TIMES_LESS_THAN_PLAIN, UNCHANGED_TIMES_EMPTY, WRITE_MILLISECONDS = 3.0, 8.0, 1.5, 25.0

EMPTY, LIST, PLAIN, BUILT = "an empty view", "our list", "the plain way", "JSON built by the database"
DETAIL, UNCHANGED, DATASETTE = "one claim", "one claim, unchanged", "Datasette's nested query"


class Size(NamedTuple):
    """How much is measured."""

    claims: int = CLAIMS
    rounds: int = ROUNDS
    requests: int = REQUESTS
    writes: int = WRITES


class Asked(NamedTuple):
    """What a contender is asked, over and over, and what it has to answer."""

    server: Server
    requests: Sequence[tuple[str, Mapping[str, str]]]
    check: Callable[[Answer], bool]


class Cost(NamedTuple):
    """CPU seconds of one request, medians of all rounds."""

    app: float
    database: float

    @property
    def whole(self) -> float:
        """Of both."""
        return self.app + self.database

    def __str__(self) -> str:
        return f"{self.whole * 1e3:.2f} ms CPU (process {self.app * 1e3:.2f}, database {self.database * 1e3:.2f})"


class WrongAnswerError(Exception):
    """A contender answered something else: its figure would be worth nothing."""


def report(say: Callable[[str], None], size: Size, *, with_datasette: bool = True) -> None:
    """Measure a PostgreSQL that answers, and say so where none does."""
    server = probe.postgresql()
    if "problem" in server:
        say(f"API: not measured, for it is measured on PostgreSQL: {server['problem']}")
        return
    with postgresql(server["url"]) as database:
        token = prepared(database, size.claims)
        measure(database, token, say, size, with_datasette=with_datasette)


def prepared(database: Database, claims: int) -> str:
    """Fill a database with claims that are verified, so that their bodies stand; return the token of somebody who may ask."""
    manage(database.url, "migrate", "-v0")
    python(database.url, "-m", "tests.benchmarks.scale_data", str(claims))
    manage(database.url, "verify", "--all")
    database.tidy()
    return token_on(database.url)


def token_on(url: str) -> str:
    """Return a new token of somebody who may read and write claims of a database."""
    return python(url, "-m", "tests.benchmarks.api.prepare").output.strip()


def measure(database: Database, token: str, say: Callable[[str], None], size: Size, *, with_datasette: bool = True) -> None:
    """Say every figure of a database that was prepared."""
    found = probe.redis()
    redis_url = found.get("url", "")
    throttle = f"counted in Redis {found['version']}" if redis_url else "counted in the process, for no Redis answers"
    say(
        f"API: {database.name}, {size.claims:,} claims, one gunicorn process as in the image, requests {throttle}; CPU of that"
        f" process and of the database's, medians of {size.rounds} rounds of {size.requests} requests"
    )
    with ExitStack() as running:
        app = running.enter_context(service(database, token, redis_url))
        asked = _asked(app, size.claims)
        if with_datasette:
            directory = Path(running.enter_context(tempfile.TemporaryDirectory()))
            try:
                beside = running.enter_context(datasette(database, directory))
                asked[DATASETTE] = Asked(beside, _datasette_pages(size.claims), _is_whole_list)
            except UnmeasuredError as error:
                say(f"API: {DATASETTE} is not measured: {error}")
        for line in _lines(_costs(asked, size)):
            say(f"API, {line}")
        say(f"API, {_writes_over_http(app, size)}")
    say(f"API, {_writes_by_operation(database, size)}")


def _asked(app: Server, claims: int) -> dict[str, Asked]:
    """Return what is asked of the service: of lists the first page and deep ones, of single claims some that lie apart."""
    befores = _befores(claims)
    keys = [f"claim-{pk:07}" for pk in range(1, claims + 1, max(claims // 40, 1))]
    details = [f"/api/v1/claims/{key}/" for key in keys]
    etags = [(path, {"If-None-Match": app.ask(path).etag}) for path in details]
    lists = [f"/api/v1/claims/?limit={PAGE}" + (f"&after=claim-{pk:07}" if pk <= claims else "") for pk in befores]
    return {
        EMPTY: Asked(app, [("/bench/empty/", {})], lambda answer: answer.body == b"{}"),
        LIST: Asked(app, _plainly(lists), _is_whole_page("claims")),
        UNCHANGED: Asked(app, etags, lambda answer: answer.status == 304 and not answer.body),
        DETAIL: Asked(app, _plainly(details), lambda answer: json.loads(answer.body)["key"] in keys),
        BUILT: Asked(app, _plainly(f"/bench/built/?before={pk}" for pk in befores), _is_whole_page("claims")),
        PLAIN: Asked(app, _plainly(f"/bench/plain/?cursor={_cursor(pk)}" for pk in befores), _is_whole_page("results")),
    }


def _befores(claims: int) -> list[int]:
    """Return the ids before which pages begin; the first page begins before one that does not exist yet."""
    return [claims + 1, *(max(claims * part // 100, PAGE + 1) for part in (99, 90, 75, 50, 25, 10, 1))]


def _plainly(paths: Any) -> list[tuple[str, Mapping[str, str]]]:
    return [(path, {}) for path in paths]


def _cursor(before: int) -> str:
    return base64.b64encode(f"p={before}".encode()).decode().replace("=", "%3D")


def _datasette_pages(claims: int) -> list[tuple[str, Mapping[str, str]]]:
    return _plainly(f"/bench/claims.json?_shape=array&{PARSED}&before={pk}" for pk in _befores(claims))


def _is_whole_page(name: str) -> Callable[[Answer], bool]:
    return lambda answer: _has_attributions(json.loads(answer.body).get(name, []))


def _is_whole_list(answer: Answer) -> bool:
    return _has_attributions(json.loads(answer.body))


def _has_attributions(claims: list[dict[str, Any]]) -> bool:
    return len(claims) == PAGE and all(isinstance(claim["attributions"], list) and claim["attributions"] for claim in claims)


def _costs(asked: Mapping[str, Asked], size: Size) -> dict[str, Cost]:
    """Return what a request costs each contender."""
    for name, contender in asked.items():
        contender.server.close()
        for path, headers in contender.requests:  # warms it up, and looks at every answer once
            answer = contender.server.ask(path, headers)
            if answer.status not in (200, 304) or not contender.check(answer):
                raise WrongAnswerError(f"{name}: {path} answered {answer.status} {answer.body[:300]!r}")
    rounds: dict[str, list[Cost]] = {name: [] for name in asked}
    names = list(asked)
    for number in range(size.rounds):
        for name in names if number % 2 else reversed(names):
            rounds[name].append(_round(asked[name], size.requests))
    return {name: Cost(median(c.app for c in found), median(c.database for c in found)) for name, found in rounds.items()}


def _round(contender: Asked, requests: int) -> Cost:
    contender.server.close()
    contender.server.ask(*contender.requests[0])
    before = contender.server.cpu()
    for number in range(requests):
        contender.server.ask(*contender.requests[number % len(contender.requests)])
    after = contender.server.cpu()
    return Cost((after.app - before.app) / requests, (after.database - before.database) / requests)


def _lines(costs: Mapping[str, Cost]) -> list[str]:
    empty, ours = costs[EMPTY].whole, costs[LIST].whole
    lines = [f"{EMPTY} with the same middleware, token and throttle: {costs[EMPTY]}"]
    times = ours / empty
    lines.append(
        f"{LIST} of {PAGE} claims with their attributions: {costs[LIST]}, {times:.2f}× the empty view"
        f" {verdict(times <= LIST_TIMES_EMPTY, f'at most {LIST_TIMES_EMPTY:g}×')}"
    )
    times = costs[PLAIN].whole / ours
    lines.append(
        f"{PLAIN}, serializers of models with prefetch: {costs[PLAIN]}, {times:.1f}× ours"
        f" {verdict(times >= LIST_TIMES_LESS_THAN_PLAIN, f'at least {LIST_TIMES_LESS_THAN_PLAIN:g}×')}"
    )
    lines.append(f"{BUILT}, in the same frame: {costs[BUILT]}, {costs[BUILT].whole / ours:.2f}× ours")
    if DATASETTE in costs:
        times = costs[DATASETTE].whole / ours
        lines.append(
            f"{DATASETTE}, on SQLite, without any token: {costs[DATASETTE]}, {times:.2f}× ours"
            f" {verdict(times > 1, 'ours ahead')}"
        )
    lines.append(f"{DETAIL}: {costs[DETAIL]}, {costs[DETAIL].whole / empty:.2f}× the empty view")
    times = costs[UNCHANGED].whole / empty
    lines.append(
        f"{UNCHANGED} (If-None-Match, 304): {costs[UNCHANGED]}, {times:.2f}× the empty view"
        f" {verdict(times <= UNCHANGED_TIMES_EMPTY, f'at most {UNCHANGED_TIMES_EMPTY:g}×')}"
    )
    return lines


class Writes(NamedTuple):
    """What single writes took: milliseconds of each, and CPU seconds of all."""

    milliseconds: Sequence[float]
    app: float
    database: float | None

    def __str__(self) -> str:
        number = len(self.milliseconds)
        database = "unknown" if self.database is None else f"{self.database / number * 1e3:.1f}"
        return (
            f"{self.middle:.1f} ms p50, {quantiles(self.milliseconds, n=100)[98]:.1f} ms p99 of {number} writes,"
            f" CPU {self.app / number * 1e3:.1f} ms in the process and {database} in the database,"
            f" {waiting_for_cores()}"
        )

    @property
    def middle(self) -> float:
        """Milliseconds that half of them took less than."""
        return median(self.milliseconds)

    @property
    def verdict(self) -> str:
        """Whether they were fast enough."""
        return verdict(self.middle <= WRITE_MILLISECONDS, f"at most {WRITE_MILLISECONDS:g} ms p50")


def waiting_for_cores() -> str:
    """Return how busy the machine is: where more want its cores than there are, milliseconds are mostly waiting."""
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


def _writes_over_http(app: Server, size: Size) -> str:
    """Record attributions by POST, each of another claim, from the first on; the operation's writes lie between them."""
    step = max(size.claims // size.writes, 1)
    taken: list[float] = []
    app.close()
    app.ask("/bench/empty/")
    before = app.cpu()
    for number in range(size.writes):
        path = f"/api/v1/claims/claim-{1 + number * step:07}/attributions/"
        row = {"key": "over-http", "source": f"person-{number % 1_000}", "stance": "supports", "said_at": "2024-06-10"}
        body = json.dumps({"attributions": [row]}).encode()
        started = perf_counter()
        answer = app.ask(path, {"Content-Type": "application/json"}, method="POST", body=body)
        taken.append((perf_counter() - started) * 1e3)
        if answer.status != HTTPStatus.CREATED:
            raise WrongAnswerError(f"{path} answered {answer.status} {answer.body[:300]!r}")
    after = app.cpu()
    writes = Writes(taken, after.app - before.app, after.database - before.database)
    return f"one attribution over HTTP, with its assessment and revision: {writes} {writes.verdict}"


def _writes_by_operation(database: Database, size: Size) -> str:
    arguments = (str(size.writes), str(size.claims))
    spent = python(database.url, "-m", "tests.benchmarks.api.writing", *arguments, output_bytes=10_000_000)
    *shown, statements = json.loads(spent.output)
    writes = Writes(*shown)
    return f"the same by the operation alone: {writes}, {statements} statements {writes.verdict}"
