from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from factcheck.desk.model_words import make_translatable


class ClaimsConfig(AppConfig):
    name = "claims"
    verbose_name = _("Claims")

    def ready(self) -> None:
        from claims.queries.facts.hidden_sources import only_hidden  # noqa: PLC0415 - models are not loaded before
        from sources.queries.sight import answer_with  # noqa: PLC0415

        make_translatable(self)
        answer_with(only_hidden)
