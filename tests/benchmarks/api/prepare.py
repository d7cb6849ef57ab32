"""Make somebody who may read and write claims, and print their token: ``python -m tests.benchmarks.api.prepare``."""

from __future__ import annotations

import os

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    django.setup()

from django.contrib.auth.models import User
from django.utils import timezone

from claims.operations.desk.roles import EDITOR, ensure_role
from factcheck.access.operations import issue_token
from factcheck.access.scopes import CLAIMS_READ, CLAIMS_WRITE


def token() -> str:
    """Return the text of a new token of an editor."""
    editor, _ = User.objects.get_or_create(username="benchmark")
    editor.groups.set([ensure_role(EDITOR)])
    issued = issue_token(
        editor, "the benchmark", (CLAIMS_READ, CLAIMS_WRITE), at=timezone.now(), actor="command:benchmark", days=1
    )
    return str(issued.text)


if __name__ == "__main__":
    print(token())
