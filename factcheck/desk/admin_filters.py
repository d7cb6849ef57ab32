"""Restrict the filters that an admin list accepts in its URL to those that it declares.

Django's admin accepts any column of the model as a filter. A user who may open a list could then read a hidden column by trying
``?column__startswith=`` values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.contrib.admin import FieldListFilter
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.utils import get_fields_from_path
from django.contrib.admin.views.main import ERROR_FLAG, IGNORED_PARAMS, PAGE_VAR
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.text import Truncator
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

    _Admin = ModelAdmin[Any]
else:
    _Admin = object

#: Parameters of a list that are not filters.
NO_FILTERS: Final = frozenset((*IGNORED_PARAMS, PAGE_VAR, ERROR_FLAG))
#: Characters of unknown parameter names that the message repeats.
_SHOWN: Final = 100


class DeclaredFilters(_Admin):
    """A list that accepts only ``list_filter`` and ``linked_filters``. Any other filter is removed, with a message.

    The message is the same whether or not the column exists, so that it reveals nothing.
    """

    #: Lookups such as ``source__id__exact`` that links of the desk use, in addition to the filters that the list shows.
    linked_filters: tuple[str, ...] = ()

    def lookup_allowed(self, lookup: str, value: Any, request: Any = None) -> bool:  # noqa: ARG002
        """Return whether the list declares a filter."""
        return lookup in self.linked_filters or any(
            lookup in self._parameters(each, request) for each in self.get_list_filter(request)
        )

    def _parameters(self, declared: Any, request: HttpRequest) -> list[str | None]:
        """Return the parameters that an entry of ``list_filter`` accepts."""
        if isinstance(declared, type):
            return [getattr(declared, "parameter_name", None)]
        path, make = (declared, FieldListFilter.create) if isinstance(declared, str) else declared
        field = get_fields_from_path(self.model, path)[-1]
        made: FieldListFilter = make(field, request, {}, self.model, self, field_path=path)
        return made.expected_parameters()

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        try:
            return super().changelist_view(request, extra_context)
        except DisallowedModelAdminLookup:
            return self._without_unknown(request)

    def _without_unknown(self, request: HttpRequest) -> HttpResponse:
        """Redirect to the list without undeclared filters. A submitted action is not carried out."""
        query = request.GET.copy()
        unknown = [name for name in query if name not in NO_FILTERS and not self.lookup_allowed(name, "", request)]
        for name in unknown:
            del query[name]
        message = ngettext(
            "This list has no filter %(names)s. The filter was ignored.",
            "This list has no filters %(names)s. The filters were ignored.",
            len(unknown),
        )
        messages.warning(request, message % {"names": Truncator(", ".join(unknown)).chars(_SHOWN)})
        # The error flag keeps an otherwise empty URL from opening the user's default view.
        return HttpResponseRedirect(f"{request.path}?{query.urlencode() or f'{ERROR_FLAG}=1'}")
