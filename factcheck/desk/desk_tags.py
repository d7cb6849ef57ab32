"""Template tags and filters of the desk."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms, template
from django.conf import settings
from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from factcheck.desk.labels import label
from factcheck.desk.people import actor_name, person_name
from factcheck.text import texts

register = template.Library()


@register.filter
def words(code: str) -> str:
    """Return the label of a stored code, or an empty text for an empty value."""
    return str(label(str(code))) if code else ""


@register.filter
def actor(stored: str) -> str:
    """Return how a page calls a stored actor: ``user:ada`` by her name."""
    return actor_name(str(stored)) if stored else ""


@register.filter
def person(user: User) -> str:
    """Return the name of a person."""
    return person_name(user) if user else ""


@register.filter
def isolated(text: str) -> str:
    """Return a text for the middle of a sentence, isolated if it is right-to-left."""
    return texts.isolated(str(text)) if text else ""


@register.simple_tag
def fields_with_errors(form: forms.BaseForm, others: Iterable[forms.BaseForm] = ()) -> str:
    """Return the labels of the visible fields with errors, in these forms, each once."""
    found = [str(field.label) for each in (form, *(others or ())) for field in each.visible_fields() if field.errors]
    return ", ".join(dict.fromkeys(found))


@register.simple_tag
def desk_name() -> str:
    """Return what pages call the desk."""
    return settings.DESK_NAME or _("Fact desk")
