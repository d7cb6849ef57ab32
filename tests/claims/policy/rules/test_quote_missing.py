"""quote_missing: a page no longer has the words that we quote."""

from __future__ import annotations

from tests.claims.policy.build import NOW, Facts, flag

CODE = "quote_missing"


def story() -> Facts:
    facts = Facts().source("chief", label="The Police Chief").says("chief", held=True)
    return facts.page("chief", missing_since=NOW)


def test_it_names_whose_words_are_missing_and_changes_no_count() -> None:
    raised = flag(story(), CODE)
    assert (raised.severity, raised.culprits) == ("warning", (("attribution", "chief"),))
    assert raised.reason == "The page no longer has the words that we quote from The Police Chief."
    assert story().assess().support.at_least == 1


def test_a_page_that_has_the_quote_or_is_gone_is_another_matter() -> None:
    assert flag(Facts().says("chief", held=True), CODE) is None
    assert flag(Facts().says("chief", held=True).page("chief", failing_since=NOW, last_failed_at=NOW), CODE) is None


def test_what_no_longer_counts_is_silent() -> None:
    assert flag(story().says("again", "chief", supersedes="chief", held=True), CODE) is None
