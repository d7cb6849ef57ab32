"""Fields that find a record by typing, and the view that answers them: two unnamed officials must be told apart."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import models
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from factcheck.text.texts import isolated
from sources.models import Document, Source
from sources.models.naming import NamedQuerySet

_LENGTH = 140
#: What a label says of other records.
_NAMED_WITH = {Source: ("vouched_by",), Document: ("publisher",)}


def told(record: models.Model) -> str:
    """Return how a list of choices calls a record."""
    if isinstance(record, Source):
        if record.vouched_by is None:
            return record.name
        named = {"name": isolated(record.name), "outlet": isolated(record.vouched_by.name), "key": record.key}
        return _("%(name)s – known to %(outlet)s (%(key)s)") % named
    if isinstance(record, Document):
        return Truncator(f"{isolated(record.title)} – {isolated(record.publisher.name)} {record.published_at}".strip()).chars(
            _LENGTH
        )
    return Truncator(str(record)).chars(_LENGTH)


class FindView(AutocompleteJsonView):
    """Django's answer to a search field, with permissions and all, in our words.

    Sources and documents are found by their names in either alphabet, whatever case they are typed in, the closest first.
    """

    def get_queryset(self) -> QuerySet[Any]:
        typed, self.term = self.term, self.term if self.source_field.related_model not in _NAMED_WITH else ""
        found: QuerySet[Any] = super().get_queryset()
        if found.model is Source:
            found = found.filter(merged_into=None)  # a second record is offered no more: the first has its names
        named = found.searched(typed) if typed and isinstance(found, NamedQuerySet) else found
        return named.select_related(*_NAMED_WITH.get(found.model, ()))

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        key = {"key": obj.key} if hasattr(obj, "key") else {}
        return {**super().serialize_result(obj, to_field_name), "text": told(obj), **key}


class _Find(AutocompleteSelect):
    url_name = "%s:sources_source_find"


def record_field(model: type[models.Model], name: str, site: AdminSite, **kwargs: Any) -> forms.ModelChoiceField[Any]:
    """Return a form field for the record that a foreign key names, found by typing as its own admin searches."""
    field: Any = model._meta.get_field(name)
    widget = _Find(field, site, attrs={"data-placeholder": gettext_lazy("Type to search"), "style": "width: 100%"})
    found: forms.ModelChoiceField[Any] = field.formfield(**{"widget": widget, **kwargs})
    found.label_from_instance = told  # type: ignore[method-assign,assignment]
    return found


def find_address(model: type[models.Model], name: str) -> str:
    """Return the address that answers what is typed into a field for the record that a foreign key names."""
    asked = {"app_label": model._meta.app_label, "model_name": str(model._meta.model_name), "field_name": name}
    return f"{reverse('admin:sources_source_find')}?{urlencode(asked)}"
