"""`make audit`: licences of what the service is installed with, and its known vulnerabilities where a network is there.

Runs in the project's environment, since it reads what is installed.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

_LOCK: Final = Path("requirements.txt")
#: Words of licences under which a package may be a part of software under the AGPL-3.0.
_COMPATIBLE: Final = ("MIT", "BSD", "Apache", "ISC", "PSF", "Python Software Foundation", "MPL", "Mozilla", "LGPL", "CNRI")
#: Packages whose metadata do not say it, with the licence that lies in their source.
_LOOKED_UP: Final = {"pyrage": "MIT", "qrcode": "BSD-3-Clause AND MIT"}
_AND: Final = re.compile(r";| AND ")


class Finding(NamedTuple):
    """A package and what is wrong with it."""

    package: str
    problem: str


def main() -> int:
    """Print licences and vulnerabilities; return 1 for a licence that does not fit, or for a vulnerability."""
    packages = re.findall(r"^([A-Za-z0-9_.-]+)(?:\[[^]]*\])?==", _LOCK.read_text(), re.MULTILINE)
    licences = {
        each["Name"]: _LOOKED_UP.get(each["Name"], each["License"])
        for each in _asked(["piplicenses", "--from=mixed", "--format=json", "--packages", *packages])
    }
    for package, licence in licences.items():
        print(f"{package}: {licence}")
    audited = _asked(["pip_audit", "--requirement", str(_LOCK), "--disable-pip", "--progress-spinner=off", "--format=json"])
    wrong = [*unfit(licences), *vulnerable(audited["dependencies"])]
    print(summary(audited["dependencies"]))
    for finding in wrong:
        print(f"{finding.package}: {finding.problem}")
    return 1 if wrong else 0


def unfit(licences: Mapping[str, str]) -> list[Finding]:
    """Return the packages under a licence that is not known to fit that of the project."""
    return [
        Finding(package, f"its licence, {licence}, is not known to fit the AGPL-3.0; see bootstrap/audit.py")
        for package, licence in licences.items()
        if not all(any(word in part for word in _COMPATIBLE) for part in _AND.split(licence))
    ]


def vulnerable(audited: Sequence[Mapping[str, Any]]) -> list[Finding]:
    """Return the packages with a known vulnerability, from pip-audit's list."""
    return [
        Finding(
            f"{each['name']} {each['version']}", f"{one['id']}, mended in {', '.join(one['fix_versions']) or 'no version yet'}"
        )
        for each in audited
        for one in each.get("vulns", ())
    ]


def summary(audited: Sequence[Mapping[str, Any]]) -> str:
    """Say of how many packages it is known whether they are vulnerable: without a network, of none."""
    known = sum("skip_reason" not in each for each in audited)
    if not known:
        return f"Vulnerabilities: NOT LOOKED UP for any of {len(audited)} packages: no vulnerability database answered."
    return f"Vulnerabilities: looked up for {known} of {len(audited)} packages."


def _asked(module: Sequence[str]) -> Any:
    # Without a network pip-audit ends with a traceback: then nothing was looked up, which is said.
    done = subprocess.run([sys.executable, "-m", *module], capture_output=True, text=True, check=False)  # noqa: S603 - our own
    if module[0] == "pip_audit" and not done.stdout.strip():
        return {"dependencies": []}
    return json.loads(done.stdout)


if __name__ == "__main__":
    sys.exit(main())
