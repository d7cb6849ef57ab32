"""Variables fit their type or are refused by name; secrets may be files."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from factcheck.configuration.environment import Environment, Read, file_digest, secret, with_password


def test_values_are_of_their_type_and_empty_ones_unset() -> None:
    env = Environment({"TEXT": "a", "YES": "On", "NO": "0", "MANY": "a, b,,", "EMPTY": "", "RATE": "1.5", "PRICE": "$5"})
    assert (env.str("TEXT"), env.bool("YES"), env.bool("NO"), env.float("RATE")) == ("a", True, False, 1.5)
    assert (env.list("MANY"), env.int("EMPTY", default=7), env.str("PRICE")) == (["a", "b"], 7, "$5")
    assert env.reads["EMPTY"] == Read(int, 7)


@pytest.mark.parametrize(
    ("kind", "value", "form"), [("int", "1e3", "a whole number"), ("float", "x", "a number"), ("bool", "maybe", "1 or 0")]
)
def test_a_value_that_does_not_fit_is_named(kind: str, value: str, form: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"API_PER_MINUTE is '{value}'; use {form}."):
        getattr(Environment({"API_PER_MINUTE": value}), kind)("API_PER_MINUTE", default=None)


def test_a_secret_is_read_from_its_file_and_others_are_not(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text(" $long and random\n")
    env = Environment({"SECRET_KEY_FILE": str(file), "LOG_LEVEL_FILE": str(file)})
    assert (env.str("SECRET_KEY"), env.str("LOG_LEVEL", default="INFO")) == ("$long and random", "INFO")
    assert env.files == {"SECRET_KEY": str(file)}
    file.write_text("\n")
    assert Environment({"SECRET_KEY_FILE": str(file)}).str("SECRET_KEY", default="none") == "none"


def test_a_secret_that_is_set_twice_or_whose_file_is_away_is_named(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="METRICS_TOKEN and METRICS_TOKEN_FILE are both set"):
        secret("METRICS_TOKEN", {"METRICS_TOKEN": "a", "METRICS_TOKEN_FILE": "b"})
    with pytest.raises(ImproperlyConfigured, match=r"METRICS_TOKEN_FILE: .*/away cannot be read: No such file"):
        secret("METRICS_TOKEN", {"METRICS_TOKEN_FILE": str(tmp_path / "away")})
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    with pytest.raises(ImproperlyConfigured, match="it is not text"):
        secret("METRICS_TOKEN", {"METRICS_TOKEN_FILE": str(tmp_path / "binary")})


@pytest.mark.parametrize(
    ("url", "whole"),
    [
        ("redis://redis:6379/1", "redis://:p%40%2F%20@redis:6379/1"),
        ("rediss://desk@[::1]:6379/0", "rediss://desk:p%40%2F%20@[::1]:6379/0"),
        ("redis://:own@redis/1", "redis://:own@redis/1"),
        ("memory://", "memory://"),
        ("", ""),
    ],
)
def test_a_password_of_any_characters_gets_into_a_url_without_one(url: str, whole: str) -> None:
    assert with_password(url, "p@/ ") == whole
    assert with_password(url, "") == url


def test_what_is_named_has_a_digest_and_nothing_else_does() -> None:
    assert file_digest("MODEL", "en_core_web_md", f" {'A1' * 32}\n") == "a1" * 32
    assert file_digest("MODEL", "", "") == ""
    for named, sha256 in (("en_core_web_md", ""), ("", "a1" * 32), ("en_core_web_md", "a1")):
        with pytest.raises(ImproperlyConfigured, match="MODEL and MODEL_DIGEST belong together"):
            file_digest("MODEL", named, sha256)
