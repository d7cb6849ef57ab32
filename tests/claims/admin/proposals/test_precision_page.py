from __future__ import annotations

from claims.intake.extraction.basic.extractor import precisions
from tests.reviewing import review

PAGE = "/admin/sources/capture/precision/"


def test_each_rule_has_its_precision_beside_the_measured_one(reading, editor, viewer, newcomer):
    rejected = {"decision": "rejected", "because": "wrong_stance"}
    review(editor, reading, p1={"decision": "accepted"}, p4=rejected, p7={**rejected, "because": "not_of_interest"})

    shown = viewer.get(PAGE)

    [(extractor, rows)] = shown.context["extractors"]
    found = {row["rule"]: row["cells"] for row in rows}
    measured = {rule: f"{round(100 * precision)}%" for rule, precision in precisions().items()}
    assert extractor == "basic"
    assert found["clause"] == [1, 0, 1, 0, 0, 0, 0, 0, 0, "1 of 1: 100% (21–100%)", measured["clause"]]
    assert found["object_back"] == [1, 0, 0, 0, 0, 1, 0, 0, 0, "0 of 1: 0% (0–79%)", measured["object_back"]]
    assert found["hearsay"][-2] == "–"
    assert PAGE in viewer.get("/admin/sources/capture/").content.decode()
    assert newcomer.get(PAGE).status_code == 403


def test_without_a_reading_it_says_so(viewer):
    assert "No text was read yet." in viewer.get(PAGE).content.decode()
