"""How many lines of code there are, by folder: ``python -m tests.benchmarks.lines [--against COMMIT]``.

A line counts if it holds code: blank lines, comments, docstrings and migrations do not. With a commit, its figures and the
difference are printed beside those of the files as they are.
"""

from __future__ import annotations

import argparse
import ast
import io
import subprocess
import tokenize
from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
APPS: Final = ("factcheck", "sources", "claims")
_NO_CODE: Final = frozenset(
    (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER)
)
_DOCUMENTED: Final = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def lines_of_code(text: str) -> int:
    """Return how many lines of a module hold code: neither blank, nor only a comment, nor part of a docstring."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    lines = {line for each in tokens if each.type not in _NO_CODE for line in range(each.start[0], each.end[0] + 1)}
    return len(lines - {line for node in ast.walk(ast.parse(text)) for line in _docstring(node)})


def _docstring(node: ast.AST) -> range:
    if isinstance(node, _DOCUMENTED) and ast.get_docstring(node, clean=False) is not None:
        return range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1)
    return range(0)


def modules(commit: str = "") -> Iterator[tuple[str, str]]:
    """Yield the path and the text of each module, migrations left out; of a commit, or as the files are."""
    if not commit:
        paths = (path.relative_to(ROOT).as_posix() for app in APPS for path in (ROOT / app).rglob("*.py"))
    else:
        paths = iter(_git("ls-tree", "-r", "--name-only", commit, *APPS).splitlines())
    for path in sorted(paths):
        if path.endswith(".py") and "migrations" not in PurePosixPath(path).parts:
            yield path, _git("show", f"{commit}:{path}") if commit else (ROOT / path).read_text()


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True).stdout


def counted(commit: str = "") -> Counter[str]:
    """Return the lines of code of each folder, such as ``claims/api``; modules of an app itself are under its name."""
    found: Counter[str] = Counter()
    for path, text in modules(commit):
        found["/".join(PurePosixPath(path).parent.parts[:2])] += lines_of_code(text)
    return found


def table(now: Counter[str], before: Counter[str] | None = None) -> Iterator[str]:
    """Yield the lines of the table: a folder each, and all of them."""
    rows = [(name, now[name], before[name] if before else 0) for name in sorted({*now, *(before or ())})]
    for name, there, was in [*rows, ("all", now.total(), before.total() if before else 0)]:
        yield f"{name:32} {there:7,}" + (f" {was:9,} {there - was:+8,}" if before else "")


def main() -> None:
    parser = argparse.ArgumentParser(description="Counts lines of code by folder.")
    parser.add_argument("--against", default="", metavar="COMMIT", help="beside the figures of this commit")
    against = parser.parse_args().against
    print("\n".join(table(counted(), counted(against) if against else None)))


if __name__ == "__main__":
    main()
