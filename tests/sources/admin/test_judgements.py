"""Judgements of independence on the desk."""

from __future__ import annotations

import pytest

from sources.models import IndependenceJudgement, Source
from tests.claims.admin.posting import errors, opened

pytestmark = pytest.mark.usefixtures("sample", "committed")
JUDGE = "/admin/sources/independencejudgement/add/"


def key(name):
    return Source.objects.get(key=name)


class TestAJudgement:
    def typed(self, one, other, outcome, **more):
        return {"one": key(one).pk, "other": key(other).pk, "outcome": outcome, "reason": "we asked both", **more}

    def test_is_recorded_and_supersedes_the_one_before(self, editor):
        for outcome in ("dependent", "unsure"):
            sent = editor.post(JUDGE, opened(editor, JUDGE, **self.typed("vedomosti", "bloomberg", outcome)))
            assert sent.status_code == 302, errors(sent)

        assert IndependenceJudgement.objects.get(superseded_at=None).outcome == "unsure"
        assert IndependenceJudgement.objects.count() == 2

    def test_of_independence_says_through_whom_the_two_are_still_joined(self, editor):
        for one, other in (("vedomosti", "bloomberg"), ("bloomberg", "spokesman-review")):
            editor.post(JUDGE, opened(editor, JUDGE, **self.typed(one, other, "dependent")))

        data = opened(editor, JUDGE, **self.typed("vedomosti", "spokesman-review", "independent"))
        page = editor.post(JUDGE, data, follow=True).content.decode()

        assert "still joined through" in page
        assert "Bloomberg News" in page

    @pytest.mark.parametrize(
        ("one", "other", "outcome", "said"),
        [
            ("vedomosti", "vedomosti", "unsure", "against itself"),
            ("vedomosti", "vedomosti-diplomat", "dependent", "help identify it"),
            ("vedomosti", "bloomberg", "", "outcome"),
        ],
    )
    def test_that_may_not_be_said_is_refused(self, one, other, outcome, said, editor):
        assert said in errors(editor.post(JUDGE, opened(editor, JUDGE, **self.typed(one, other, outcome))))
        assert not IndependenceJudgement.objects.exists()
