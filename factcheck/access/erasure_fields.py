"""What erasing a text does to accounts, tokens, stored responses, the admin's log and sessions, by table. Pure.

A test fails for a column that is not listed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from factcheck.text.erasing import Columns, OnErase

_TEXT, _KEPT, _ACTOR = OnErase.TEXT, OnErase.KEPT, OnErase.ACTOR

TABLES: Final[Mapping[str, Columns]] = {
    "access.ApiToken": {
        _TEXT: "name revoked_reason",
        _ACTOR: "created_by revoked_by",
        OnErase.SAFE: "key digest",
        _KEPT: "id user of_staff scopes networks created_at expires_at replaces last_used_at revoked_at",
    },
    "access.Answered": {
        _TEXT: "key",
        OnErase.DIGEST: "digest",
        OnErase.DROPPED: "headers body",
        _KEPT: "id who at status",
    },
    "access.GivenPassword": {_ACTOR: "given_by", _KEPT: "user at"},
    "auth.User": {
        OnErase.ACCOUNT: "username first_name last_name email",
        OnErase.SAFE: "password",
        _KEPT: "id last_login is_superuser is_staff is_active date_joined",
    },
    "auth.Group": {_TEXT: "name", _KEPT: "id"},
    "auth.Permission": {_KEPT: "id name content_type codename"},
    "contenttypes.ContentType": {_KEPT: "id app_label model"},
    "admin.LogEntry": {
        _TEXT: "object_repr change_message",
        _KEPT: "id action_time user content_type object_id action_flag",
    },
    "sessions.Session": {OnErase.SESSION: "session_data", OnErase.SAFE: "session_key", _KEPT: "expire_date"},
}
