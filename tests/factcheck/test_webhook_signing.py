"""Signatures as Standard Webhooks has them."""

from __future__ import annotations

from datetime import UTC, datetime

from factcheck.webhook_signing import secret_of, signature, signed_headers

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
BODY, AT = b'{"test": 2432232314}', datetime.fromtimestamp(1_614_265_330, UTC)


def test_it_is_what_the_reference_library_makes() -> None:
    made = signature(SECRET, "msg_p5jXN8AQM9LWM0D4loKWxJek", AT, BODY)
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_another_secret_body_id_or_time_is_another_signature() -> None:
    one = signature(SECRET, "m", AT, BODY)
    others = [
        signature(secret_of("k", "s", 1), "m", AT, BODY),
        signature(SECRET, "n", AT, BODY),
        signature(SECRET, "m", AT.replace(second=0), BODY),
        signature(SECRET, "m", AT, BODY + b" "),
    ]
    assert len({one, *others}) == 5


def test_each_subscription_and_each_number_has_a_secret_of_its_own() -> None:
    made = [secret_of(key, name, number) for key in ("k", "l") for name in ("a", "b") for number in (1, 2)]
    assert len(set(made)) == 8
    assert made[0] == secret_of("k", "a", 1)
    assert all(len(secret) == len("whsec_") + 44 for secret in made)


def test_a_message_is_signed_with_every_secret_that_holds() -> None:
    headers = signed_headers([SECRET, secret_of("k", "a", 1)], "m", AT, BODY)
    assert headers["webhook-id"] == "m"
    assert headers["webhook-timestamp"] == "1614265330"
    assert headers["webhook-signature"].split(" ")[0] == signature(SECRET, "m", AT, BODY)
    assert len(headers["webhook-signature"].split(" ")) == 2
