"""What the earlier version records: everything that an upgrade has to keep, by its own commands and its own API."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import requests

from tests.upgrade.versions import Version

PASSWORD: Final = "upgrade-desk-password"
PEOPLE: Final = ("ada", "grace")
CLAIM: Final = "arms-transfers"
#: A claim with one origin, which gets more of them while the database is migrated.
COUNTED: Final = "visit-in-june"
#: Private notes, before the migration and after it.
NOTES: Final = ("Only for senior editors.", "Written by the earlier version afterwards.")
_SCOPES: Final = ("claims:read", "claims:write", "sources:write", "verdicts:publish", "runs:start", "admin")
_ACCOUNTS: Final = f"""
from django.contrib.auth.models import User
from claims.operations.desk.roles import ADMINISTRATOR, ensure_role
for name in {PEOPLE!r}:
    User.objects.create_user(name, password={PASSWORD!r}, is_staff=True).groups.add(ensure_role(ADMINISTRATOR))
print("made")
"""


class Api:
    """The API of a running version, with a token; whatever is not accepted ends the script."""

    def __init__(self, address: str, token: str) -> None:
        self.address = address
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {token}"

    def get(self, path: str) -> requests.Response:
        return self._checked(self.session.get(f"{self.address}/api/v1/{path}", timeout=60))

    def post(self, path: str, body: dict[str, Any], *, of: str = "") -> requests.Response:
        """Send a body; ``of`` is the path of what must be as it was last seen."""
        seen = {"If-Match": self.get(of).headers["ETag"]} if of else {}
        return self._checked(self.session.post(f"{self.address}/api/v1/{path}", json=body, headers=seen, timeout=60))

    def events(self, after: str = "") -> tuple[list[dict[str, Any]], str]:
        """Return all events after a cursor, and the last cursor."""
        found: list[dict[str, Any]] = []
        while True:
            page = self.get(f"events/?limit=500&after={after}" if after else "events/?limit=500").json()
            found += page["events"]
            after = page["cursor"]
            if not page.get("more"):
                return found, after

    def _checked(self, response: requests.Response) -> requests.Response:
        if not response.ok:
            asked = response.request
            raise SystemExit(f"{asked.method} {asked.url} was answered with {response.status_code}: {response.text[:800]}")
        return response


class Record:
    """The records of the earlier version, and what must hold of them afterwards."""

    def __init__(self, old: Version, directory: Path) -> None:
        self.old, self.directory = old, directory
        self.tokens: dict[str, str] = {}
        self.webhook: dict[str, Any] = {}

    def load(self) -> None:
        """Make two accounts with their tokens, load the sample case, and verify."""
        self.old.python_says(_ACCOUNTS)
        scopes = [part for scope in _SCOPES for part in ("--scope", scope)]
        for name in PEOPLE:
            self.tokens[name] = self.old.manage("token", "make", name, "upgrade", *scopes).strip()
        self.old.manage("load_case", "claims/sample/visits-and-arms-2024.json", "--reason", "Sample.")
        self.old.manage("verify", "--all")

    def load_made_up(self, claims: int) -> None:
        """Load claims of the shape of real ones, by the earlier version's own generator."""
        file = self.directory / "made-up.json"
        code = f"import json; from tests.benchmarks.generate import case; json.dump(case({claims}), open({str(file)!r}, 'w'))"
        self.old.python_says(f"{code}; print('written')")
        self.old.manage("load_case", str(file), "--reason", "Made up.")
        self.old.manage("verify", "--all")

    def work(self, address: str) -> None:
        """Do what editors do: withdraw, waive, judge, note, subscribe."""
        ada, grace = (Api(address, self.tokens[name]) for name in PEOPLE)
        claim = f"claims/{CLAIM}/"
        withdrawal = {"by": "outlet", "at": "2024-06-12", "reason": "It took its report back."}
        ada.post(f"{claim}attributions/bloomberg/withdraw/", withdrawal, of=claim)
        flags = [flag["code"] for flag in ada.get(f"{claim}flags/").json()["flags"]]
        waiver = {
            "until": f"{datetime.now(UTC) + timedelta(days=30):%Y-%m-%dT00:00:00Z}",
            "reason": "The ministry answers by then.",
        }
        ada.post(f"{claim}flags/{flags[0]}/waive/", waiver, of=claim)
        judged = {"rating": "unproven", "rationale": "Two sides, no document.", "evidence": ["us-accuses"]}
        ada.post(f"{claim}verdicts/", judged, of=claim)
        ada.post(f"{claim}verdicts/draft/submit/", {}, of=claim)
        grace.post(f"{claim}verdicts/draft/publish/", {"reason": "Read and checked."}, of=claim)
        counted = {"key": COUNTED, "text": "The visit takes place in June.", "attributions": [attribution("bloomberg")]}
        ada.post("claims/", counted)
        ada.post(f"{claim}notes/", {"text": NOTES[0]})
        wanted = {"name": "CMS", "url": "https://cms.example/facts", "desk": True, "reason": "The front page shows flags."}
        self.webhook = ada.post("webhooks/", wanted).json()

    def work_late(self, address: str) -> None:
        """Have the earlier version write into its other tables when the database is migrated; whatever it refuses ends this."""
        ada, claim = Api(address, self.tokens[PEOPLE[0]]), f"claims/{CLAIM}/"
        ada.post(f"{claim}notes/", {"text": NOTES[1]})
        ada.post("sources/", {"key": "late-outlet", "name": "The Late Edition", "kind": "outlet"})
        ada.post("documents/", {"key": "late", "kind": "article", "title": "Late", "publisher": "late-outlet"})
        late = {"key": "late", "text": "The visit was put off.", "attributions": [attribution("late-outlet")]}
        ada.post("claims/", late)
        ada.post("claims/late/merge/", {"into": COUNTED, "reason": "The same visit."}, of="claims/late/")
        wanted = {"name": "Late", "url": "https://cms.example/late", "desk": True, "reason": "One more."}
        ada.post("webhooks/", wanted)
        self.old.manage("token", "make", PEOPLE[1], "late")
        self.old.manage("verify", "--all")


def attribution(source: str, key: str = "") -> dict[str, str]:
    """Return an attribution that makes its source an origin."""
    return {"key": key or source, "source": source, "stance": "supports", "basis": "evidence"}


def pretty(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)[:500]
