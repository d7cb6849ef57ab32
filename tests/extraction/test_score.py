from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from claims.intake.extraction.proposals import Proposal, Span
from tests.extraction.agreement import Tally
from tests.extraction.gold import Marks, Text, Trap, as_json, read_texts
from tests.extraction.held_back import held_back
from tests.extraction.score import (
    Trapped,
    main,
    proposal_tally,
    report,
    same_attribution,
    same_chain,
    same_stance,
    span_tally,
    trapped,
)
from tests.receiver import receiving

#: "The Courier said Brand did not deny that no shells were sold."
TEXT = "The Courier said Brand did not deny that no shells were sold."


def words(quote: str) -> Span:
    start = TEXT.index(quote)
    return Span(start, start + len(quote), quote)


RIGHT = Proposal(
    "neither", words("no shells were sold"), words("did not deny"), words("Brand"), "named", (words("The Courier"),), rule="r1"
)
MISLED = Proposal("denies", words("shells were sold"), words("deny"), words("Brand"), "named", rule="r2")


def both(first: Proposal, *second: Proposal) -> list[tuple[Marks, Marks]]:
    return [(Marks("en-900", (first,)), Marks("en-900", second))]


def test_spans_are_counted_by_field() -> None:
    assert span_tally(both(RIGHT, MISLED), "content", 1) == Tally(0, 1, 1)
    assert span_tally(both(RIGHT, MISLED), "content", 0.8) == Tally(1, 1, 1)
    assert span_tally(both(RIGHT, MISLED), "cue", 0.3) == Tally(1, 1, 1)
    assert span_tally(both(RIGHT, MISLED), "relays", 0.3) == Tally(0, 1, 0)


def test_a_proposal_is_right_with_its_content_stance_and_chain() -> None:
    assert proposal_tally(both(RIGHT, MISLED), 0.3, same_stance) == Tally(0, 1, 1)
    assert proposal_tally(both(RIGHT, MISLED, RIGHT), 1, same_attribution) == Tally(1, 1, 2)


def test_each_rule_has_its_own_precision() -> None:
    made = both(RIGHT, MISLED, RIGHT)

    assert proposal_tally(made, 1, same_attribution, "r1") == Tally(1, 1, 1)
    assert proposal_tally(made, 1, same_attribution, "r2") == Tally(0, 1, 1)


def test_a_chain_is_the_same_with_the_same_hands_in_order() -> None:
    turned = Proposal("neither", RIGHT.content, RIGHT.cue, words("The Courier"), "named", (words("Brand"),))

    assert same_chain(RIGHT, RIGHT)
    assert not same_chain(RIGHT, MISLED)
    assert not same_chain(RIGHT, turned)


@pytest.mark.parametrize(
    ("second", "outcome"), [((RIGHT,), "passed"), ((MISLED,), "misled"), ((), "silent"), ((RIGHT, MISLED), "misled")]
)
def test_a_trap_misleads_whoever_marks_another_stance(second: tuple[Proposal, ...], outcome: str) -> None:
    trap = Trap("negated_denial", words("did not deny"))

    assert trapped(trap, TEXT, Marks("en-900", (RIGHT,)), Marks("en-900", second)) == outcome


def test_a_negation_left_out_of_the_content_is_misled() -> None:
    trap = Trap("negated_content", words("no shells"))
    short = Proposal("neither", words("shells were sold"), RIGHT.cue, RIGHT.source, "named")

    assert trapped(trap, TEXT, Marks("en-900", (RIGHT,)), Marks("en-900", (short,))) is Trapped.MISLED


def test_more_words_than_those_of_the_statement_do_not_mislead() -> None:
    trap = Trap("negated_content", words("that no shells were sold"))
    longer = Proposal("neither", words("that no shells were sold"), RIGHT.cue, RIGHT.source, "named")

    assert trapped(trap, TEXT, Marks("en-900", (RIGHT,)), Marks("en-900", (longer,))) is Trapped.PASSED
    assert trapped(trap, TEXT, Marks("en-900", (longer,)), Marks("en-900", (RIGHT,))) is Trapped.MISLED


def test_an_answer_in_another_sentence_is_no_question_of_the_words_that_it_is_taken_to_be_about() -> None:
    trap = Trap("negated_content", words("no shells were sold"))
    text = TEXT + " The firm declined to comment. The union confirmed it."

    def about_it(stance: str, cue: str) -> Marks:
        start = text.index(cue)
        return Marks("en-900", (RIGHT, Proposal(stance, RIGHT.content, Span(start, start + len(cue), cue))))

    assert trapped(trap, text, Marks("en-900", (RIGHT,)), about_it("declined", "declined to comment")) is Trapped.PASSED
    assert trapped(trap, text, Marks("en-900", (RIGHT,)), about_it("supports", "confirmed")) is Trapped.MISLED


def test_words_that_attribute_nothing_are_passed_by_marking_nothing() -> None:
    trap = Trap("other_sense", words("deny"))

    assert trapped(trap, TEXT, Marks("en-900"), Marks("en-900")) is Trapped.PASSED
    assert trapped(trap, TEXT, Marks("en-900"), Marks("en-900", (MISLED,))) is Trapped.MISLED


def test_the_report_shows_each_rule_and_the_texts_of_one_set_only() -> None:
    first, second = (
        Marks("en-900", (RIGHT,), (Trap("negated_denial", words("did not deny")),)),
        Marks("en-900", (RIGHT, MISLED)),
    )
    lines = list(
        report({"en-900": Text("en-900", "en", "wire", TEXT)}, {"en-900": first, "en-901": Marks("en-901")}, {"en-900": second})
    )

    assert lines[0] == "1 texts of both, 1 of one only"
    assert [line.split()[:5] for line in lines if line.startswith("rule")] == [
        ["rule", "r1", "1", "1", "1.000"],
        ["rule", "r2", "1", "1", "0.000"],
    ]
    assert "  stance                    same 1.000  kappa 1.000" in lines
    assert lines[-1] == "1 traps: passed 0, silent 0, misled 1"


def test_halves_and_languages_are_chosen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    english, russian = (next(each for each in held_back() if each.startswith(language)) for language in ("en", "ru"))
    for each in ("en-001", english, russian):
        (tmp_path / f"{each}.json").write_bytes(as_json(Marks(each)))

    for options, texts in (("", 3), ("--half open", 1), ("--half held_back", 2), ("--half held_back --language ru", 1)):
        main([str(tmp_path), str(tmp_path), *options.split()])
        assert capsys.readouterr().out.startswith(f"{texts} texts of both, 0 of one only\n")


def test_a_model_over_http_is_scored(tmp_path: Path) -> None:
    text = read_texts()["en-001"].text
    made = Proposal("supports", Span(0, 20, text[:20]), Span(30, 34, text[30:34]), confidence=0.9)
    (tmp_path / "en-001.json").write_bytes(as_json(Marks("en-001", (made,))))
    with receiving() as model:
        model.status, model.body = 200, msgspec.json.encode({"proposals": [made]})
        scored = run_score(tmp_path, model.url)
        model.status = 503
        failed = run_score(tmp_path, model.url)

    assert scored.stdout.startswith("1 texts of both, 0 of one only\n"), scored.stderr
    (content,) = (line.split() for line in scored.stdout.splitlines() if line.startswith("content"))
    assert content[:6] == ["content", "1", "1", "1.000", "1.000", "1.000"]
    assert [json.loads(got.body)["language"] for got in model.got] == ["en", "en"]
    assert (failed.returncode, failed.stdout, "503" in failed.stderr, "Traceback" in failed.stderr) == (1, "", True, False)


def run_score(marks: Path, url: str) -> subprocess.CompletedProcess[str]:
    """Run the program as its reader does, with a model on this machine."""
    asked = {"EXTRACTOR_URL": url, "EXTRACTOR_ALLOWED_NETWORKS": "127.0.0.0/8", "DEBUG": "1"}
    command = [sys.executable, "-m", "tests.extraction.score", str(marks), "--extractor", "http"]
    kept = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    return subprocess.run(command, env={**kept, **asked}, capture_output=True, text=True, check=False, timeout=60)
