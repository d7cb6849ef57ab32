"""Actors are called by their names, and jobs and commands in words."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from factcheck.desk.people import NamesOnce, actor_name


@pytest.mark.django_db
def test_people_are_called_by_the_name_on_record_or_their_user_name() -> None:
    User.objects.create_user("ada", first_name="Ada", last_name="Quinn")

    assert [actor_name(f"user:{name}") for name in ("ada", "bob")] == ["Ada Quinn", "bob"]
    assert actor_name("token:abc234abc234 (ada)") == "Ada Quinn, through the API"


def test_jobs_and_commands_are_called_in_words() -> None:
    assert actor_name("job:nightly") == "the nightly run"
    assert actor_name("command:load_case") == "the command load_case"
    assert actor_name("A colleague of another desk") == "A colleague of another desk"


@pytest.mark.django_db
def test_the_names_are_read_once_in_a_request() -> None:
    User.objects.create_user("ada", first_name="Ada", last_name="Quinn")
    page = NamesOnce(lambda _request: HttpResponse(", ".join(map(actor_name, ("user:ada", "user:bob", "user:eve")))))

    with CaptureQueriesContext(connection) as queries:
        assert page(RequestFactory().get("/")).content == b"Ada Quinn, bob, eve"
    assert len(queries) == 1
