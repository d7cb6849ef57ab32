"""The meaning of pip's output, in one line that names the next step."""

from __future__ import annotations

import os

#: Text in pip's output -> its meaning; the first match counts. `{again}` is the command to repeat.
_MEANINGS = (
    ("NO SPACE LEFT ON DEVICE", "the disk is full; make room, and run `{again}` again"),
    (
        "DO NOT MATCH THE HASHES",
        "a package differs from the one that was locked, so nothing was installed; the index or a proxy serves another file, "
        "or it was cut short: run `{again}` again, and do not go around this check",
    ),
    (
        "CERTIFICATE_VERIFY_FAILED",
        "could not trust the package index's certificate; set PIP_CERT to your proxy's, and run `{again}` again",
    ),
    (
        ("RETRYING (", "CONNECTION ERROR", "NEWCONNECTIONERROR", "READ TIMED OUT", "NAME RESOLUTION", "CONNECTION BROKEN"),
        "could not reach the package index; connect, or set PIP_INDEX_URL / PIP_FIND_LINKS to a local one, and run "
        "`{again}` again – what was fetched so far is kept",
    ),
    (
        "NO MATCHING DISTRIBUTION FOUND",
        "{where} does not have every locked package for this Python; run `{again}` again when it has",
    ),
    (
        ("FAILED TO BUILD", "SUBPROCESS-EXITED-WITH-ERROR"),
        "a package had to be built here and could not be: there is no ready-made file for this Python or machine; try another "
        "Python (make PYTHON=python3.12)",
    ),
)


def explain(output: str, again: str) -> str:
    """Return the cause that `output` (everything that pip printed) shows; a plain "pip failed" if it is not known here."""
    where = "PIP_FIND_LINKS" if os.environ.get("PIP_NO_INDEX") else "the package index"
    shouted = output.upper()
    for signs, meaning in _MEANINGS:
        if any(sign in shouted for sign in ((signs,) if isinstance(signs, str) else signs)):
            return meaning.format(again=again, where=where)
    return f"pip failed; mend what it says, and run `{again}` again"
