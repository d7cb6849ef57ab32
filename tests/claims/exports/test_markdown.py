"""Claims as Markdown."""

from __future__ import annotations

from msgspec import structs

from claims.exports.markdown import FORMAT
from claims.published import PublicDiscrediting
from tests.claims.exports.published_claims import published, side


def text(*claims):
    return b"".join(FORMAT.written(claims)).decode()


def test_a_claim_is_a_section_with_its_status_flags_verdict_and_sources():
    assert text(published()) == (
        "## The visit takes place in June\\.\n\n"
        "**contested**: At least 2 independent origins\\.\n\n"
        "**Verdict: True**: It did\\.\n\n"
        "Independent origins: 2 to 4+ in support, 1 in denial.\n\n"
        "- critical: Denied by Moscow\\.\n\n"
        "### Who says so\n\n"
        "- U\\.S\\. supports (2024\\-06); “It will”; Briefing; withdrawn: A slip\n\n"
    )


def test_no_text_adds_markup():
    shown = text(published(text="<b>[x](http://evil.example)</b>\n# `y`", flags=(), attributions=(), denial=side()))

    assert shown.startswith("## \\<b\\>\\[x\\]\\(http://evil\\.example\\)\\</b\\> \\# \\`y\\`\n")


def test_claims_follow_one_another():
    assert text(published(), published(text="Another.")).count("\n## ") == 1


def test_what_was_discredited_names_who_showed_it():
    (row,) = published().attributions
    shown = PublicDiscrediting(reason="A wrong seal", by="us")
    rows = (structs.replace(row, withdrawn=None, discredited=shown),)

    assert text(published(attributions=rows)).endswith("; Briefing; discredited by U\\.S\\.: A wrong seal\n\n")
