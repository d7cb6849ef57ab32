"""Translated names of models and columns.

Django derives these names from classes and columns. They are made translatable once, when the apps start. A ``verbose_name`` at
each field would repeat the name and need a migration.
"""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy


def make_translatable(config: AppConfig) -> None:
    """Make the names of an app's models and columns translatable."""
    for model in config.get_models():
        options = model._meta
        options.verbose_name = gettext_lazy(str(options.verbose_name))
        options.verbose_name_plural = gettext_lazy(str(options.verbose_name_plural))
        for field in options.local_fields:
            field.verbose_name = gettext_lazy(str(field.verbose_name))
            if field.help_text:
                field.help_text = gettext_lazy(str(field.help_text))
