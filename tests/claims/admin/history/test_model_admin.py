"""The pages of revisions and of runs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from claims.models import VerificationRun
from claims.runs.chunks import note_trouble, start_run, work_chunk
from claims.runs.lifecycle import finish_run
from tests.cases import claim, person, row

Load = Callable[..., Any]


class TestARevision:
    @pytest.fixture
    def revision(self, arms):
        return arms.revisions.get()

    def test_shows_its_body_and_that_its_digest_verifies(self, editor, revision):
        page = editor.get(reverse("admin:claims_revision_change", args=[revision.pk])).content.decode()

        assert "valid: this revision" in page
        assert "&quot;explanation&quot;: &quot;At least 2 independent" in page

    def test_that_was_altered_says_so(self, editor, revision):
        type(revision).objects.filter(pk=revision.pk).update(actor="user:somebody-else")

        assert "INVALID" in editor.get(reverse("admin:claims_revision_change", args=[revision.pk])).content.decode()


def test_a_run_shows_what_it_flagged_with_hostile_text_escaped(loaded: Load, now: datetime, admin_client: Client) -> None:
    loaded(sources=[person("ada")], claims=[claim("c", row("ada"), text="<script>alert(1)</script> fell.")])
    at = now + timedelta(days=91)
    run = start_run("all", now=at, actor="job:weekly")
    while work_chunk(run, lambda: at) is not None:
        pass
    finish_run(run, at)
    page = admin_client.get(f"/admin/claims/verificationrun/{VerificationRun.objects.get().pk}/change/").content.decode()
    assert "New flags: 1" in page
    assert '<span class="desk-tag">stale</span>' in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; fell." in page
    assert "<script>alert(1)" not in page


def test_a_run_that_did_not_end_says_so_above_all_with_its_trouble_escaped(
    loaded: Load, now: datetime, admin_client: Client
) -> None:
    loaded(sources=[person("ada")], claims=[claim("c", row("ada"))])
    run = start_run("all", now=now, actor="job:weekly")
    note_trouble(run.pk, OSError("<b>No space left on device</b>"), now)
    page = admin_client.get(f"/admin/claims/verificationrun/{run.pk}/change/").content.decode()
    assert "Not finished: 0 of its 1 chunks are done." in page
    assert "&lt;b&gt;No space left on device&lt;/b&gt;" in page
    assert "<b>No space" not in page
