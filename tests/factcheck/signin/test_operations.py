"""Ways to sign in are taken away, on the host too, and the log says so."""

from __future__ import annotations

import logging
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client

from claims.operations.desk.roles import ADMINISTRATOR
from factcheck.signin.models import SignIn
from tests.factcheck.signin.signing_in import devices, give_app, recovery_codes, sign_in, signed_in_with_code


def test_the_host_lets_the_only_administrator_in_who_lost_the_device(
    administrator: Client, settings: object, caplog: pytest.LogCaptureFixture
) -> None:
    settings.MFA_ROLES = (ADMINISTRATOR,)
    adm = User.objects.get(username="adm")
    before = signed_in_with_code(adm, give_app(adm))
    recovery_codes(adm)
    assert before.get("/admin/").status_code == 200
    out = StringIO()
    with caplog.at_level(logging.WARNING):
        call_command("remove_devices", "adm", "--reason=Lost the phone of Vasyl", stdout=out)

    assert "Removed 1 second factors of adm" in out.getvalue()
    assert devices(adm) == []
    assert before.get("/admin/").status_code == 302
    client, _ = sign_in("adm")
    assert client.get("/admin/")["Location"].startswith("/admin/account/set-up/")
    row = SignIn.objects.get(outcome="devices_removed")
    assert (row.user, row.way, row.actor, row.reason) == (
        adm, "host_command", "command:remove_devices", "Lost the phone of Vasyl",
    )  # fmt: skip
    assert f"The second factors of account {adm.pk} were removed" in caplog.text
    assert "Vasyl" not in caplog.text


@pytest.mark.parametrize(("name", "reason", "said"), [("nobody", "why", "There is no user"), ("ed", " ", "Enter a reason")])
def test_what_it_cannot_do_it_says(ed: User, name: str, reason: str, said: str) -> None:
    give_app(ed)
    with pytest.raises(CommandError, match=said):
        call_command("remove_devices", name, f"--reason={reason}")
    assert devices(ed) == ["totp"]
