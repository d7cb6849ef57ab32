"""What must hold of the upgraded database."""

from __future__ import annotations

import json
from typing import Any, Final

from tests.upgrade.record import CLAIM, COUNTED, NOTES, PEOPLE, Api, Record, pretty
from tests.upgrade.versions import Version

#: The end of ``doctor``: nothing wrong, or only that no worker and no backup was ever seen.
_WARNED: Final = 3
_SECRET: Final = """
from django.conf import settings
from django.utils import timezone
from claims.models import WebhookSubscription
from factcheck.webhook_signing import secret_of
key = {key!r}
number = WebhookSubscription.objects.get(key=key).secret_numbers(timezone.now())[0]
print(secret_of(settings.WEBHOOK_KEYS[0], key, number))
"""

_PLAIN: Final = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT count(*) FROM claims_privatenote WHERE text NOT LIKE 'fernet:%'")
    print(cursor.fetchone()[0])
"""


class Proof:
    """What the earlier version showed before the upgrade, to compare with what the present one shows after it."""

    def __init__(self, new: Version, record: Record, address: str) -> None:
        self.new, self.record = new, record
        before = Api(address, record.tokens[PEOPLE[0]])
        self.events, self.cursor = before.events()
        self.verdict = before.get(f"claims/{CLAIM}/verdicts/").json()
        self.waived = _waived(before)
        assert self.waived, "the earlier version waived nothing"
        assert self.verdict["verdicts"], "the earlier version published nothing"

    def after(self, address: str, written: list[tuple[str, str]]) -> list[str]:
        """Return what is wrong after the upgrade."""
        self.wrong: list[str] = []
        for token in self.record.tokens.values():
            Api(address, token).get("claims/")
        now = Api(address, self.record.tokens[PEOPLE[0]])
        self._feed(now)
        self._same("the verdict", self.verdict, now.get(f"claims/{CLAIM}/verdicts/").json())
        self._same("the waiver", self.waived, _waived(now))
        self._written(now, written)
        self._notes(now)
        secret = self.new.python_says(_SECRET.format(key=self.record.webhook["key"]))
        self._same("the webhook's secret", self.record.webhook["secret"], secret)
        self._commands(now)
        return self.wrong

    def _same(self, what: str, before: object, after: object) -> None:
        if before == after:
            print(f"    {what} is the same", flush=True)
        else:
            self.wrong.append(f"{what} was {pretty(before)}, and is {pretty(after)}")

    def _feed(self, now: Api) -> None:
        events, _cursor = now.events()
        self._same(f"the feed of {len(self.events)} revisions, with their digests", self.events, events[: len(self.events)])
        self._same("what follows the stored cursor", events[len(self.events) :], now.events(self.cursor)[0])

    def _written(self, now: Api, written: list[tuple[str, str]]) -> None:
        bodies = {claim: now.get(f"claims/{claim}/").json() for claim, _key in written}
        found = {(claim, row["key"]) for claim, body in bodies.items() for row in body["attributions"]}
        self._same(f"each of {len(written)} attributions that were acknowledged", set(), set(written) - found)

    def _notes(self, now: Api) -> None:
        shown = [note["text"] for note in now.get(f"claims/{CLAIM}/notes/").json()["notes"]]
        self._same("what private notes say", list(reversed(NOTES)), shown)

    def _counts(self, now: Api) -> None:
        origins = now.get(f"claims/{COUNTED}/").json()["support"]["at_least"]
        assert origins > 1, "the earlier version added no origin"
        listed = [now.get(f"claims/?origins_min={least}&fields=key").json()["claims"] for least in (origins, origins + 1)]
        found = [COUNTED in {claim["key"] for claim in claims} for claims in listed]
        self._same(f"the filter for {origins} origins", [True, False], found)

    def _commands(self, now: Api) -> None:
        manage = self.new.manage
        manage("check_integrity")
        manage("encrypt_notes")
        self._same("that all notes are encrypted", "0", self.new.python_says(_PLAIN))
        self._notes(now)
        manage("doctor", "--repair", allowed=(0, _WARNED, 1))
        manage("verify", "--all")
        self._counts(now)
        self._same("what check_integrity says", "No problems found.", manage("check_integrity").strip())
        found: dict[str, Any] = json.loads(manage("doctor", "--json", allowed=(0, _WARNED, 1)))
        self._same("what doctor finds in the records", [], found["broken"] + found["problems"])
        failed = [check for check in found["checks"] if check["state"] == "failed" and check["name"] not in EXPECTED]
        self._same("what doctor finds in the service", [], failed)
        replayed = json.loads(manage("replay", "--json"))
        self._same(f"replaying {replayed['equal']} assessments", [], replayed["differing"])


#: Without a worker and with DEBUG=1 these are as they should be.
EXPECTED: Final = {"settings", "worker", "beat", "night"}


def _waived(api: Api) -> list[tuple[str, str]]:
    flags = api.get(f"claims/{CLAIM}/flags/").json()["flags"]
    return [(flag["code"], flag["waiver"]["until"]) for flag in flags if flag.get("waiver")]
