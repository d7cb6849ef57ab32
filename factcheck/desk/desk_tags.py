"""The filters that the desk's templates have of their own."""

from __future__ import annotations

from django import template

from factcheck.desk.labels import label
from factcheck.text import texts

register = template.Library()


@register.filter
def words(code: str) -> str:
    """Return a recorded word as people read it; an empty text for nothing."""
    return str(label(str(code))) if code else ""


@register.filter
def isolated(text: str) -> str:
    """Return a name or a text for the middle of a sentence: isolated where it runs the other way."""
    return texts.isolated(str(text)) if text else ""
