from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from factcheck.model_words import make_translatable


class ClaimsConfig(AppConfig):
    name = "claims"
    verbose_name = _("Claims")

    def ready(self) -> None:
        make_translatable(self)
