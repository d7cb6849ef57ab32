"""The service as in production, with the contenders' addresses beside its own."""

from factcheck.settings import *  # noqa: F403

ROOT_URLCONF = "tests.benchmarks.api.urls"
