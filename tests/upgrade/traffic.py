"""Readers and a writer of the earlier version while its database is migrated."""

from __future__ import annotations

import re
import threading
import time
from collections import Counter
from types import TracebackType
from typing import Final

import requests

from tests.upgrade.record import CLAIM, COUNTED, PASSWORD, PEOPLE, Record, attribution

#: What is read in turn; {id} is the claim's number in the admin.
ADMIN_PAGES: Final = ("/admin/", "/admin/claims/claim/", "/admin/claims/claim/{id}/change/", "/admin/sources/source/")
API_PAGES: Final = (
    "claims/",
    f"claims/{CLAIM}/",
    f"claims/{CLAIM}/?expand=desk,revision,sources",
    "flags/",
    "events/",
    "claims.ndjson",
)
#: Attributions go to these in turn.
WRITTEN_TO: Final = (COUNTED, "first-visit-since-2000", "limousine")
SOURCES: Final = ("us-government", "sputnik", "moscow", "kim")
_SERVER_ERROR: Final = 500


class Traffic:
    """Two readers and a writer, for as long as the context lasts."""

    def __init__(self, address: str, record: Record) -> None:
        self.address = address
        self.token = {"Authorization": f"Bearer {record.tokens[PEOPLE[0]]}"}
        self.number = record.old.python_says(f"from claims.models import Claim; print(Claim.objects.get(key={CLAIM!r}).pk)")
        #: The attributions that were acknowledged, with their claims.
        self.written: list[tuple[str, str]] = []
        self.answers: Counter[int] = Counter()
        self.slowest: Counter[str] = Counter()
        self._refused: list[str] = []
        self._over = threading.Event()
        self._threads = [threading.Thread(target=work) for work in (self._read_admin, self._read_api, self._write)]

    def __enter__(self) -> Traffic:
        self.browser = self._signed_in()
        for thread in self._threads:
            thread.start()
        time.sleep(1)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def summary(self, took: float) -> str:
        answers = ", ".join(f"{count} × {status}" for status, count in sorted(self.answers.items()))
        slowest = ", ".join(f"{what} {seconds / 1000:.1f} s" for what, seconds in sorted(self.slowest.items()))
        return f"in {took:.1f} s and after: {answers}; {len(self.written)} attributions written; slowest {slowest}"

    def wrong(self) -> list[str]:
        """Return what the earlier version did not answer, and whether it wrote at all."""
        distinct = [f"{one} ({count} times)" for one, count in Counter(self._refused).items()]
        return distinct + ([] if self.written else ["the earlier version wrote nothing"])

    def _signed_in(self) -> requests.Session:
        browser = requests.Session()
        login = f"{self.address}/admin/login/"
        page = browser.get(login, timeout=60)
        (token,) = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)[:1]
        given = {"username": PEOPLE[0], "password": PASSWORD, "csrfmiddlewaretoken": token, "next": "/admin/"}
        answer = browser.post(login, data=given, headers={"Referer": login}, timeout=60)
        if "sessionid" not in browser.cookies:
            raise SystemExit(f"the earlier version lets nobody in: {answer.status_code}")
        return browser

    def _read_admin(self) -> None:
        while not self._over.is_set():
            for path in ADMIN_PAGES:
                self._asked("admin", lambda path=path: self.browser.get(self.address + path.format(id=self.number), timeout=60))

    def _read_api(self) -> None:
        with requests.Session() as session:
            session.headers.update(self.token)
            while not self._over.is_set():
                for path in API_PAGES:
                    self._asked("API", lambda path=path: session.get(f"{self.address}/api/v1/{path}", timeout=60))

    def _write(self) -> None:
        with requests.Session() as session:
            session.headers.update(self.token)
            number = 0
            while not self._over.is_set():
                number += 1
                claim, key = WRITTEN_TO[number % len(WRITTEN_TO)], f"during-{number}"
                body = {"attributions": [attribution(SOURCES[number % len(SOURCES)], key)]}
                url = f"{self.address}/api/v1/claims/{claim}/attributions/"
                if self._asked("write", lambda body=body, url=url: session.post(url, json=body, timeout=60)):
                    self.written.append((claim, key))
                time.sleep(0.1)

    def _asked(self, what: str, does: object) -> bool:
        begun = time.monotonic()
        try:
            answer = does()  # type: ignore[operator]
        except requests.RequestException as error:
            self._refused.append(f"{what}: {error}")
            return False
        self.answers[answer.status_code] += 1
        self.slowest[what] = max(self.slowest[what], round(1000 * (time.monotonic() - begun)))
        if not answer.ok:
            said = answer.text[:300] if answer.status_code < _SERVER_ERROR else _title(answer.text)
            self._refused.append(f"{answer.request.method} {answer.url}: {answer.status_code} {said}")
        return bool(answer.ok)


def _title(page: str) -> str:
    found = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
    return " ".join(found[1].split()) if found else page[:500]
