"""Words of settings in the place of the names of roles. Pure."""

from __future__ import annotations

from typing import Final

#: All users, whatever their roles.
EVERYBODY: Final = "all"
