"""What models and their columns are called on the desk, in its language.

Django makes these names from those of classes and columns. They are made translatable once, as the apps start, and not at each
field: a ``verbose_name`` there would be a migration for every name, and would say the name twice.
"""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy


def make_translatable(config: AppConfig) -> None:
    """Will have the names of an app's models and columns looked up in the catalogue whenever one is shown."""
    for model in config.get_models():
        options = model._meta
        options.verbose_name = gettext_lazy(str(options.verbose_name))
        options.verbose_name_plural = gettext_lazy(str(options.verbose_name_plural))
        for field in options.local_fields:
            field.verbose_name = gettext_lazy(str(field.verbose_name))
            if field.help_text:
                field.help_text = gettext_lazy(str(field.help_text))
