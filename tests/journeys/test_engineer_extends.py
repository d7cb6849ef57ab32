"""An engineer adds a source kind, a flag and an export format to a copy of the tree, as CONTRIBUTING says, and uses them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = shutil.ignore_patterns(".*", "var", "__pycache__", "screenshots", "node_modules")

RULE = '''\
"""Somebody doubts the claim."""

from __future__ import annotations

from claims.policy.findings import Case, Finding, Rule, attribution
from claims.vocabulary import INFO, QUESTIONS
from factcheck.words import gettext_noop as _


def check(case: Case) -> Finding | None:
    """Raise where somebody questions the claim."""
    rows = [row for row in case.facts.attributions if row.stance == QUESTIONS]
    if not rows:
        return None
    return Finding(INFO, f"Questioned by {case.label(rows[0])}.", tuple(attribution(row) for row in rows))


RULE = Rule(
    "questioned",
    check,
    label=_("questioned"),
    severity="info",
    cleared="the doubt is withdrawn",
    example="Questioned by ada.",
    ask="What does {names} doubt?",
)
'''
TWIN = '''\
"""questioned: somebody doubts the claim."""

from __future__ import annotations

from tests.claims.policy.build import Facts, flag


def test_a_doubt_is_flagged_by_name() -> None:
    assert flag(Facts().says("ada", stance="questions"), "questioned").reason == "Questioned by ada."


def test_support_alone_is_not() -> None:
    assert flag(Facts().says("ada"), "questioned") is None
'''
FORMAT = '''\
"""The keys of claims, one a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from claims.exports import Format
from claims.published import PublicClaim
from factcheck.words import gettext_noop as _


def written(claims: Iterable[PublicClaim]) -> Iterator[bytes]:
    """Yield a line for each claim."""
    for claim in claims:
        yield f"{claim.key}\\n".encode()


FORMAT = Format("keys", "text/plain; charset=utf-8", _("Export for readers (keys)"), written)
'''
LAST_KIND = '    DOCUMENT_SERIES = "document_series", _("document series")\n'
NEW_KIND = '    ARCHIVE = "archive", _("archive")\n'


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tree with one word, two files of a flag, and one file of a format more."""
    tree = tmp_path_factory.mktemp("extended") / "tree"
    shutil.copytree(ROOT, tree, ignore=LEFT_OUT)
    words = tree / "sources/vocabulary.py"
    text = words.read_text()
    assert LAST_KIND in text
    words.write_text(text.replace(LAST_KIND, LAST_KIND + NEW_KIND))
    (tree / "claims/policy/rules/questioned.py").write_text(RULE)
    (tree / "tests/claims/policy/rules/test_questioned.py").write_text(TWIN)
    (tree / "claims/exports/keys.py").write_text(FORMAT)
    return tree


def run(tree: Path, *command: str) -> str:
    """Run Python in the copy, on a database of its own, and return what it printed."""
    ours = {
        name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "REDIS_", "CELERY_", "PYTEST"))
    }
    variables = {
        "DATABASE_URL": f"sqlite:///{tree.parent / 'extended.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "factcheck.settings",
        "DEBUG": "1",
        "PYTHONPATH": str(tree),
    }
    done = subprocess.run(
        [sys.executable, *command], cwd=tree, env=ours | variables, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


def test_each_is_taken_on_every_way_in(extended: Path) -> None:
    found = json.loads(run(extended, "-m", "tests.journeys.extended_site"))

    assert (found["POST cases/"], found["POST sources/"]) == (200, 201)
    assert found["GET sources/"] == ["city-archive", "state-archive"]
    assert found["form"]
    assert found["verify"]["questioned"] == "Questioned by Ada Okoye."
    assert found["GET claims/"] == ["treaty-signed"]
    assert found["offered"]
    assert found["exported"] == found["GET claims.keys"] == "treaty-signed\n"


def test_no_migration_and_no_other_file_is_needed(extended: Path) -> None:
    run(extended, "manage.py", "makemigrations", "--check", "--dry-run")
    tests = ("tests/claims/policy/rules/test_questioned.py", "tests/claims/policy/test_flag_reference.py")
    run(extended, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests, "tests/test_layout.py", "-k", "questioned")


def test_what_is_published_is_made_from_them(extended: Path) -> None:
    assert "## `questioned`" in run(extended, "-m", "claims.policy.flag_reference")
    assert "| `archive` | archive |" in run(extended, "-m", "claims.casefile.word_reference")
    assert '"archive"' in run(extended, "-m", "claims.casefile.schema")
    reference = run(extended, "manage.py", "api_reference")
    assert "`GET claims.keys`" in reference
    assert "One of: archive, dataset, desk" in reference
    (extended / "bootstrap/gathered.py").write_text(
        "import django\ndjango.setup()\nfrom bootstrap.messages import gathered\n"
        "print(*(message.id for message in gathered() if isinstance(message.id, str)), sep='\\n')\n"
    )
    assert {"archive", "questioned", "Export for readers (keys)"} <= set(run(extended, "-m", "bootstrap.gathered").splitlines())
