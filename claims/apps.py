from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from factcheck.access.roles import EVERYBODY
from factcheck.desk.model_words import make_translatable


class ClaimsConfig(AppConfig):
    name = "claims"
    verbose_name = _("Claims")

    def ready(self) -> None:
        from claims.operations.desk.roles import ROLES  # noqa: PLC0415 - models are not loaded before
        from claims.queries.facts.hidden_sources import only_hidden  # noqa: PLC0415 - models are not loaded before
        from sources.queries.sight import answer_with  # noqa: PLC0415

        # A misspelt role would be one that needs no second factor.
        if unknown := set(settings.MFA_ROLES) - {*ROLES, EVERYBODY}:
            raise ImproperlyConfigured(f"MFA_ROLES: {', '.join(sorted(unknown))}. Use all, none or of: {', '.join(ROLES)}.")
        make_translatable(self)
        answer_with(only_hidden)
