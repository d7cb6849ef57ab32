"""Keys in settings, and what they sign."""

from __future__ import annotations

import pytest

from factcheck.signing_keys import KeyFormError, is_signed, key_id, new_secret, public_of, sign


def test_only_the_public_key_of_the_secret_one_verifies_what_it_signed() -> None:
    secret, other = new_secret(), new_secret()
    public, signature = public_of(secret), sign(secret, b"said")
    assert is_signed(public, b"said", signature)
    assert not is_signed(public, b"other", signature)
    assert not is_signed(public_of(other), b"said", signature)
    assert not is_signed(public, b"said", "x")
    assert key_id(public) != key_id(public_of(other))


def test_a_text_that_is_no_key_is_refused_without_quoting_it() -> None:
    secret = new_secret()
    for made, text in ((public_of, public_of(secret)), (key_id, secret), (public_of, "fcsecret_abc"), (key_id, "")):
        with pytest.raises(KeyFormError, match="--new-key") as refused:
            made(text)
        assert not text or text not in str(refused.value)
