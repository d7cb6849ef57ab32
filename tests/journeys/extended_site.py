"""Uses what an engineer added to a copy of the tree: run there, it prints as JSON what each way in makes of it."""

from __future__ import annotations

import json
import sys
from io import StringIO
from typing import Any

import django

CASE = {
    "format": "factcheck-case/1",
    "sources": [
        {"key": "state-archive", "name": "State Archive", "kind": "archive"},
        {"key": "ada", "name": "Ada Okoye", "kind": "person"},
    ],
    "claims": [
        {
            "key": "treaty-signed",
            "text": "The treaty was signed in secret.",
            "public": True,
            "attributions": [
                {"key": "file", "source": "state-archive", "stance": "supports"},
                {"key": "doubt", "source": "ada", "stance": "questions"},
            ],
        }
    ],
}


def main() -> dict[str, Any]:
    """Return what was answered, by what was asked."""
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.test import Client
    from django.urls import reverse

    from claims.models import Claim
    from claims.operations.desk.roles import ADMINISTRATOR
    from factcheck.access.scopes import SCOPES
    from tests.factcheck.api.asking import caller

    call_command("migrate", verbosity=0)
    api = caller(ADMINISTRATOR, tuple(SCOPES))
    found: dict[str, Any] = {
        "POST cases/": api.post("cases/", CASE).status_code,
        "POST sources/": api.post("sources/", {"key": "city-archive", "name": "City Archive", "kind": "archive"}).status_code,
        "GET sources/": [each["key"] for each in api.get("sources/?kind=archive").json()["sources"]],
    }
    out = StringIO()
    call_command("verify", "--all", "--json", stdout=out)
    found["verify"] = {flag["code"]: flag["reason"] for flag in json.loads(out.getvalue())["claims"][0]["flags"]}
    found["GET claims/"] = [each["key"] for each in api.get("claims/?flag=questioned").json()["claims"]]
    found["GET claims.keys"] = api.get("claims.keys").getvalue().decode()

    desk = Client()
    boss = User.objects.get(username=api.token.user.username)
    boss.is_staff = True
    boss.save()
    desk.force_login(boss)
    url = reverse("admin:claims_claim_changelist")
    found["offered"] = "Export for readers (keys)" in desk.get(url).content.decode()
    sent = {"action": "export_keys", "_selected_action": [Claim.objects.get().pk], "index": "0"}
    found["exported"] = desk.post(url, sent).content.decode()
    found["form"] = '<option value="archive">' in desk.get(reverse("admin:sources_source_add")).content.decode()
    return found


if __name__ == "__main__":
    django.setup()
    from django.test.utils import setup_test_environment

    setup_test_environment()
    json.dump(main(), sys.stdout)
