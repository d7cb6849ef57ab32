from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from factcheck.desk.model_words import make_translatable


class SourcesConfig(AppConfig):
    name = "sources"
    verbose_name = _("Sources")

    def ready(self) -> None:
        make_translatable(self)
