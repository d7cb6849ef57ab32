"""`make audit` fails for a licence that does not fit and for a vulnerability, and says so where it could not look."""

from __future__ import annotations

from bootstrap.audit import summary, unfit, vulnerable

VULNERABLE = {"name": "tiny", "version": "1.0", "vulns": [{"id": "CVE-2026-1", "fix_versions": ["1.1"]}]}
UNKNOWN = {"name": "other", "skip_reason": "Dependency not found"}


def test_a_licence_must_fit_in_each_of_its_parts() -> None:
    licences = {"a": "MIT", "b": "Apache-2.0 AND CNRI-Python", "c": "BSD License; Other/Proprietary License", "d": "UNKNOWN"}
    assert [finding.package for finding in unfit(licences)] == ["c", "d"]


def test_a_vulnerability_names_the_version_that_mends_it() -> None:
    assert [tuple(each) for each in vulnerable([VULNERABLE, UNKNOWN])] == [("tiny 1.0", "CVE-2026-1, mended in 1.1")]


def test_what_was_not_looked_up_is_not_called_safe() -> None:
    assert "NOT LOOKED UP for any of 1" in summary([UNKNOWN])
    assert summary([VULNERABLE, UNKNOWN]) == "Vulnerabilities: looked up for 1 of 2 packages."
