"""Fields that find a record as an editor types, and the view that returns the matches.

The label of a match distinguishes two unnamed officials: it names the outlet and the key.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.db import models
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from factcheck.desk.labels import joined
from factcheck.text.texts import isolated
from sources.models import Document, Source
from sources.models.naming import NamedQuerySet
from sources.queries import vouchers_of

_LENGTH = 140
#: The foreign keys that a label needs, so that the query joins them.
_NAMED_WITH = {Source: ("vouched_by",), Document: ("publisher",)}


def choice_label(record: models.Model) -> str:
    """Return the label of a record in a list of choices."""
    if isinstance(record, Source):
        outlets = vouchers_of(record)
        if not outlets:
            return record.name
        known_to = joined([isolated(outlet.name) for outlet in outlets])
        named = {"name": isolated(record.name), "outlet": known_to, "key": record.key}
        return _("%(name)s – known to %(outlet)s (%(key)s)") % named
    if isinstance(record, Document):
        return Truncator(f"{isolated(record.title)} – {isolated(record.publisher.name)} {record.published_at}".strip()).chars(
            _LENGTH
        )
    return Truncator(str(record)).chars(_LENGTH)


class FindView(AutocompleteJsonView):
    """Django's autocomplete view, with its permission checks, and with our search and labels.

    Sources and documents are found by name in Latin or Cyrillic, in any case, closest match first.
    """

    def get_queryset(self) -> QuerySet[Any]:
        # Django would search by substring; sources and documents have their own search below.
        typed, self.term = self.term, self.term if self.source_field.related_model not in _NAMED_WITH else ""
        found: QuerySet[Any] = super().get_queryset()
        if found.model is Source:
            found = found.filter(merged_into=None)  # the first record has the names of its duplicates
        named = found.searched(typed) if typed and isinstance(found, NamedQuerySet) else found
        further = ("also_vouched_by",) if found.model is Source else ()
        return named.select_related(*_NAMED_WITH.get(found.model, ())).prefetch_related(*further)

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        key = {"key": obj.key} if hasattr(obj, "key") else {}
        return {**super().serialize_result(obj, to_field_name), "text": choice_label(obj), **key}


class _Find(AutocompleteSelect):
    url_name = "%s:sources_source_find"


class _FindSeveral(AutocompleteSelectMultiple):
    url_name = "%s:sources_source_find"


def record_field(model: type[models.Model], name: str, site: AdminSite, **kwargs: Any) -> forms.ModelChoiceField[Any]:
    """Return a form field for a foreign key, which searches as the admin of that model does."""
    field: Any = model._meta.get_field(name)
    widget = _Find(field, site, attrs={"data-placeholder": gettext_lazy("Type to search"), "style": "width: 100%"})
    found: forms.ModelChoiceField[Any] = field.formfield(**{"widget": widget, **kwargs})
    found.label_from_instance = choice_label  # type: ignore[method-assign,assignment]
    return found


def records_field(model: type[models.Model], name: str, site: AdminSite, **kwargs: Any) -> forms.ModelMultipleChoiceField[Any]:
    """Return a form field for several records of a many-to-many field, which searches in the same way."""
    field: Any = model._meta.get_field(name)
    widget = _FindSeveral(field, site, attrs={"data-placeholder": gettext_lazy("Type to search"), "style": "width: 100%"})
    found: forms.ModelMultipleChoiceField[Any] = field.formfield(**{"widget": widget, **kwargs})
    found.label_from_instance = choice_label  # type: ignore[method-assign,assignment]
    return found


def find_address(model: type[models.Model], name: str) -> str:
    """Return the URL that returns the matches for a foreign key."""
    asked = {"app_label": model._meta.app_label, "model_name": str(model._meta.model_name), "field_name": name}
    return f"{reverse('admin:sources_source_find')}?{urlencode(asked)}"
