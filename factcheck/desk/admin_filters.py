"""Which filters a list of the admin takes from its address: those it declares, and no others.

Django's admin takes any column of the model as a filter, shown or not. Whoever may open a list could then read a hidden column
by asking yes-or-no questions of it, with ``?column__startswith=``.
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

#: Parameters of a list that are no filters.
NO_FILTERS: Final = frozenset((*IGNORED_PARAMS, PAGE_VAR, ERROR_FLAG))
#: Characters of unknown names that the message repeats.
_SHOWN: Final = 100


class DeclaredFilters(_Admin):
    """A list that may be filtered by ``list_filter`` and ``linked_filters``; any other filter is left out, with a message.

    The message is the same for a column that exists and for one that does not.
    """

    #: Lookups such as ``source__id__exact`` that links of the desk use beside the filters which the list shows.
    linked_filters: tuple[str, ...] = ()

    def lookup_allowed(self, lookup: str, value: Any, request: Any = None) -> bool:  # noqa: ARG002
        """Tell whether the list declares a filter."""
        return lookup in self.linked_filters or any(
            lookup in self._parameters(each, request) for each in self.get_list_filter(request)
        )

    def _parameters(self, declared: Any, request: HttpRequest) -> list[str | None]:
        """Return the parameters that an entry of ``list_filter`` takes."""
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
        """Return to the list without the filters that it does not declare; what was sent is not carried out."""
        query = request.GET.copy()
        unknown = [name for name in query if name not in NO_FILTERS and not self.lookup_allowed(name, "", request)]
        for name in unknown:
            del query[name]
        told = ngettext(
            "This list has no filter %(names)s, so it is shown without it.",
            "This list has no filters %(names)s, so it is shown without them.",
            len(unknown),
        )
        messages.warning(request, told % {"names": Truncator(", ".join(unknown)).chars(_SHOWN)})
        return HttpResponseRedirect(f"{request.path}?{query.urlencode() or f'{ERROR_FLAG}=1'}")
