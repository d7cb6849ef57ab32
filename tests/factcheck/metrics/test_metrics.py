"""What a scraper reads: with a token alone, and every name that the dashboard and the alerts use."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from claims.models import Standing
from claims.models.heartbeat import WORKER
from claims.models.run import ALL
from claims.operations.heartbeats import note_alive
from claims.runs.chunks import start_run

TOKEN = "of-the-scraper"
DOCS = Path(__file__).parents[3] / "docs"


@pytest.fixture
def scraper(settings: Any) -> Client:
    """A scraper that reaches the service by an address within its network, without HTTPS."""
    settings.METRICS_TOKEN, settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = TOKEN, ["facts.example.org"], True
    return Client(headers={"Host": "10.1.2.3:8000", "Authorization": f"Bearer {TOKEN}"})


def values(scraper: Client) -> dict[tuple[str, ...], float]:
    """Return the samples by name and values of labels."""
    text = scraper.get("/metrics").content.decode()
    samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    return {(sample.name, *sample.labels.values()): sample.value for sample in samples}


def test_without_its_token_nobody_reads_them(scraper: Client, settings: Any) -> None:
    for header in ({}, {"Authorization": "Bearer another"}, {"Authorization": f"Basic {TOKEN}"}):
        answer = Client(headers={"Host": "10.1.2.3", **header}).get("/metrics")
        assert (answer.status_code, answer.content) == (401, b"")
    assert scraper.post("/metrics").status_code == 405
    settings.METRICS_TOKEN, settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = "", ["*"], False
    assert Client(headers={"Authorization": "Bearer "}).get("/metrics").status_code == 404


def test_they_show_queues_runs_flags_and_heartbeats(scraper: Client, sample: None) -> None:
    now = timezone.now()
    start_run(ALL, now=now - timedelta(hours=2), actor="job:weekly")
    Standing.objects.filter(claim__key="arms-transfers").update(marked_at=now - timedelta(minutes=30))
    note_alive(WORKER)
    found = values(scraper)
    assert found["factcheck_last_run_age_seconds", "all"] == pytest.approx(7200, abs=60)
    assert (found["factcheck_run_chunks_done", "all"], found["factcheck_run_chunks", "all"]) == (0, 1)
    assert found["factcheck_open_flags", "contested"] >= 1
    assert found["factcheck_heartbeat_age_seconds", "worker"] < 60
    assert found["factcheck_check_state", "database"] == 0
    assert found["factcheck_queue_age_seconds", "webhooks"] == 0
    assert found["factcheck_claims_marked",] == 1
    assert found["factcheck_queue_age_seconds", "claims"] == pytest.approx(1800, abs=60)


@pytest.mark.django_db
def test_writes_are_timed_and_reads_are_not(scraper: Client) -> None:
    name = ("factcheck_write_seconds_count", "api", "4xx")
    before = values(scraper).get(name, 0)
    client = Client(headers={"Host": "facts.example.org"})
    client.get("/api/v1/runs/", secure=True)
    client.post("/api/v1/runs/", secure=True)
    assert values(scraper)[name] == before + 1


def test_the_dashboard_and_the_alerts_use_names_that_exist(scraper: Client, sample: None) -> None:
    Client(headers={"Host": "facts.example.org"}).post("/api/v1/runs/", secure=True)
    text = scraper.get("/metrics").content.decode()
    known = {family.name for family in text_string_to_metric_families(text)}
    panels = json.loads((DOCS / "grafana.json").read_text())["panels"]
    rules = yaml.safe_load((DOCS / "alerts.yml").read_text())["groups"][0]["rules"]
    asked = [target["expr"] for panel in panels for target in panel["targets"]] + [rule["expr"] for rule in rules]
    used = {
        re.sub("_(bucket|count|sum)$", "", name) for expression in asked for name in re.findall(r"factcheck_\w+", expression)
    }
    assert used - known == set()
    assert known - used == set()
