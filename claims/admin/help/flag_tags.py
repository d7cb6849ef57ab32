"""The name of a flag wherever the desk shows it: a tag that opens what the flag means and what settles it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sources.admin.display import words


def flag_help(code: str) -> str:
    """Return the URL of the page that explains a flag."""
    return reverse("admin:help_flag", args=[code])


def flag_tag(code: str, severity: str) -> SafeString:
    """Return the name of a flag as a tag, coloured by severity, that opens its explanation.

    The focus passes it by: a list has many, and the claim's page has a "?" beside each.
    """
    return format_html(
        '<a class="desk-tag" data-tone="{}" href="{}" data-help tabindex="-1">{}</a>', severity, flag_help(code), words(code)
    )
