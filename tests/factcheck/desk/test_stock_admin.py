"""With the setting ADMIN_UNFOLD off, Django's own admin shows the same pages."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]

#: Settings are read once a process, so the pages are asked for in one of its own; it prints what each answered.
_ASK = """
import django; django.setup()
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib import admin
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from claims.models import Claim
assert "unfold" not in settings.INSTALLED_APPS
call_command("migrate", verbosity=0)
call_command("load_case", "claims/sample/visits-and-arms-2024.json", verbosity=0)
client = Client(headers={"host": "localhost"})
client.force_login(User.objects.create_superuser("boss"))
claim = Claim.objects.get(key="arms-transfers").pk
pages = [reverse("admin:index"), reverse("admin:claims_claim_add"), reverse("admin:claims_claim_change", args=[claim])]
of_claim = ("chain", "decisions", "history", "edit", "as_of", "quick")
pages += [reverse(f"admin:claims_claim_{name}", args=[claim]) for name in of_claim]
pages += [reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist") for model in admin.site._registry]
from django.utils import timezone
from claims.models import WebhookDelivery, WebhookSubscription
from claims.operations.webhooks.subscriptions import send_test, subscribe
from claims.verification import Change
change = Change(timezone.now(), "user:boss", "", "why")
send_test(subscribe("The CMS", "https://cms.example/hook", change).subscription.key, change)
pages += [reverse("admin:claims_webhooksubscription_change", args=[WebhookSubscription.objects.get().pk])]
pages += [reverse("admin:claims_webhookdelivery_change", args=[WebhookDelivery.objects.get().pk])]
pages += [reverse("admin:claims_webhooksubscription_add"), reverse("admin:password_change")]
own = {"username": "eve", "password1": "Lighthouse-41-x", "password2": "Lighthouse-41-x"}
assert client.post(reverse("admin:auth_user_add"), own).status_code == 302
eve = User.objects.get(username="eve").pk
pages += [reverse("admin:auth_user_password_change", args=[eve]), reverse("admin:auth_user_sign_in", args=[eve])]
pages += [reverse("mfa_index"), reverse("account_logout")]
for page in (reverse("admin:auth_user_add"), reverse("admin:auth_user_change", args=[eve])):
    response = client.get(page)
    print(page, response.status_code, 'name="groups"' in response.content.decode())
for page in pages:
    response = client.get(page)
    print(page, response.status_code, "desk/desk.css" in response.content.decode())
front = client.get(reverse("admin:index")).content.decode()
print("front page", 200, "critical" in front and "unfold" not in front)
print("front page", 200, front.count("Evening Post") == 2)
"""


def test_every_page_works_without_unfold(tmp_path: Path) -> None:
    wanted = {
        "ADMIN_UNFOLD": "0",
        "DESK_NAME": "Evening Post",
        "DEBUG": "1",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'stock.sqlite3'}",
    }
    asked = subprocess.run(
        [sys.executable, "-c", _ASK],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "factcheck.settings", "CELERY_BROKER_URL": "", **wanted},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert asked.returncode == 0, asked.stderr[-3000:]
    answers = [line for line in asked.stdout.splitlines() if line.startswith(("/admin", "front page"))]
    assert len(answers) > 20
    assert [line for line in answers if not line.endswith("200 True")] == []
