"""One request at a time to each host, with a pause between two, whichever process sends them."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import quote, urlsplit

_STEP: Final = 0.1


def wait_for_turn(
    url: str, cache: Any, *, pause: float, patience: float, sleep: Callable[[float], None] = time.sleep
) -> bool:  # fmt: skip
    """Wait until the last request to the host is ``pause`` seconds ago; return False if that takes more than ``patience``.

    ``cache`` is Django's: one for all processes with Redis, one in this process without.
    """
    if pause <= 0:
        return True
    key = f"sources.capture.host.{_host_of(url)}"
    waited = 0.0
    while not cache.add(key, 1, timeout=pause):
        if waited >= patience:
            return False
        sleep(_STEP)
        waited += _STEP
    return True


def _host_of(url: str) -> str:
    try:
        host = (urlsplit(url.strip()).hostname or "").lower()
    except ValueError:
        return ""
    # A key of the cache: in ASCII, without blanks.
    return quote(host, errors="replace")[:200]
