"""Rules of the layout that the import contract cannot hold."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
#: Where rows are read and written; everything else asks these.
_ROWS = ("models", "queries", "operations", "verification", "runs", "migrations")
_FILES = [path for app in ("claims", "sources") for path in sorted((ROOT / app).rglob("*.py"))]


@pytest.mark.parametrize("path", _FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_rows_are_reached_only_where_they_may_be(path: Path) -> None:
    place = path.relative_to(ROOT).with_suffix("").parts[1]
    found = [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr == "objects"
    ]
    assert place in _ROWS or not found, f"{path}: .objects in lines {found}"


#: What sends requests. ``factcheck/outbound.py`` is the only code that does.
_SENDERS = {"aiohttp", "ftplib", "http.client", "httpx", "requests", "smtplib", "socket", "ssl", "urllib.request", "urllib3"}
_OUTBOUND = ROOT / "factcheck/outbound.py"
_RECEIVES = ROOT / "factcheck/serving/lanes.py"  # looks at what arrives, and sends nothing


def _imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.update({node.module, *(f"{node.module}.{alias.name}" for alias in node.names)})
    return found


#: Pages and the API are tested on one of two databases: whatever differs between these is below them.
_INTERFACES = [path for path in _FILES if path.relative_to(ROOT).parts[1] in ("admin", "api")]
_OWN_SQL = {"django.db.connection", "django.db.connections", "django.db.models.expressions.RawSQL"}


def test_pages_and_the_api_have_no_sql_of_their_own() -> None:
    assert len(_INTERFACES) > 100
    assert [path for path in _INTERFACES if _imported(path) & _OWN_SQL] == []


def test_whoever_appends_revisions_keeps_the_feed_in_order() -> None:
    """Each file that stores one holds the watermark first: a reader of the feed would pass over what it does not know of."""
    stores = re.compile(r"\bRevision\(\n|insert\(Revision\b|\bRevision\.objects\.(bulk_)?create|INTO claims_revision\b")
    files = [path for path in _FILES if "migrations" not in path.parts and stores.search(path.read_text())]
    assert sorted(path.stem for path in files if path.name != "revision.py") == ["revisions", "tombstones"]
    assert all("begin_appending()" in path.read_text() for path in files)


def test_requests_leave_from_one_place() -> None:
    files = [*_FILES, *(ROOT / "factcheck").rglob("*.py")]
    assert {path for path in files if _imported(path) & _SENDERS} == {_OUTBOUND, _RECEIVES}


@pytest.mark.parametrize("path", sorted((ROOT / "claims/policy/rules").glob("[a-z]*.py")), ids=lambda path: path.stem)
def test_a_rule_has_its_file_its_code_and_its_twin_test(path: Path) -> None:
    from claims.policy.assess import RULES

    assert path.stem in {rule.code for rule in RULES}
    assert (ROOT / "tests/claims/policy/rules" / f"test_{path.stem}.py").exists()


#: Modules without a test file of their own name, by folder: their behaviour is tried elsewhere. A number may only fall.
_WITHOUT_TWIN = {
    "claims/queries": 0,
    "claims/operations": 0,
    "claims/admin": 33,
    "claims/api": 8,
    "sources/queries": 0,
    "sources/operations": 0,
    "sources/admin": 4,
    "sources/api": 3,
}


def _twin(path: Path) -> Path:
    """Return where the test of a module stands."""
    return ROOT / "tests" / path.relative_to(ROOT).parent / f"test_{path.name}"


@pytest.mark.parametrize("app", ["claims", "sources", "factcheck"])
def test_tests_stand_in_folders_that_the_code_has(app: str) -> None:
    """Whoever knows where a module stands finds its tests, and nobody looks for a folder that was moved or renamed."""
    folders = {path.parent.relative_to(ROOT / "tests") for path in (ROOT / "tests" / app).rglob("test_*.py")}
    assert [str(folder) for folder in sorted(folders) if not (ROOT / folder).is_dir()] == []


@pytest.mark.parametrize("place", _WITHOUT_TWIN)
def test_each_noun_of_the_code_has_its_tests(place: str) -> None:
    nouns = {path.parent.relative_to(ROOT) for path in (ROOT / place).rglob("*.py") if path.name != "__init__.py"}
    assert [str(noun) for noun in sorted(nouns) if not any((ROOT / "tests" / noun).glob("test_*.py"))] == []


@pytest.mark.parametrize(("place", "most"), _WITHOUT_TWIN.items(), ids=list(_WITHOUT_TWIN))
def test_modules_without_a_test_of_their_name_become_fewer(place: str, most: int) -> None:
    modules = sorted(path for path in (ROOT / place).rglob("*.py") if path.name != "__init__.py")
    bare = [str(_twin(path).relative_to(ROOT)) for path in modules if not _twin(path).exists()]
    assert len(bare) <= most, f"Write the test of the module that you added, or move what tries it there: one of {bare}"
    assert len(bare) == most, f"Fewer modules are without a test of their name: set the number of {place} to {len(bare)}"
