"""Somebody who uses the API with a token."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from claims.operations.desk.roles import VIEWER, ensure_role
from factcheck.access.models import ApiToken
from factcheck.access.operations import issue_token
from factcheck.access.scopes import CLAIMS_READ


class Caller:
    """Asks with a token, as a client of the API does: no cookies, no form."""

    def __init__(self, token: ApiToken, text: str) -> None:
        self.token, self.text, self._client = token, text, Client(raise_request_exception=False)

    def get(self, path: str, **headers: str) -> Any:
        return self._client.get(f"/api/v1/{path}", headers={"Authorization": f"Bearer {self.text}", **headers})

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self._send("POST", path, body, headers)

    def upload(self, path: str, name: str, content: bytes, **fields: str) -> Any:
        """POST a form with a file."""
        form = {**fields, "file": SimpleUploadedFile(name, content)}
        return self._client.post(f"/api/v1/{path}", form, headers={"Authorization": f"Bearer {self.text}"})

    def patch(self, path: str, body: Any, **headers: str) -> Any:
        return self._send("PATCH", path, body, headers)

    def changing(self, path: str, body: Any, of: str, **headers: str) -> Any:
        """POST a change to a claim, made on the current revision of the claim ``of``."""
        return self.post(path, body, **{"If-Match": self.get(f"claims/{of}/")["ETag"], **headers})

    def _send(self, method: str, path: str, body: Any, headers: dict[str, str]) -> Any:
        data = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else b""
        sent = {"Authorization": f"Bearer {self.text}", **headers}
        return self._client.generic(method, f"/api/v1/{path}", data, "application/json" if data else "", headers=sent)


def caller(role: str = VIEWER, scopes: Sequence[str] = (CLAIMS_READ,), **shown: Any) -> Caller:
    """Return somebody of a role with a token made for it."""
    user, _ = User.objects.get_or_create(username=f"api-{role.lower().replace(' ', '-')}")
    user.groups.set([ensure_role(role)])
    issued = issue_token(user, "a test", scopes, at=timezone.now(), actor="user:boss", **shown)
    return Caller(issued.token, str(issued.text))
