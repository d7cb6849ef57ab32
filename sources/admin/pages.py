"""Pages with one form that make one call. Errors appear at their fields, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext_lazy as _

from factcheck.dates.partial_dates import PartialDateError
from factcheck.desk.admin_theme import Area, DeskAdmin
from sources.admin.naming import NamesForm, refuse_named
from sources.operations import PersonNamedError, SourceOperationError

#: The exceptions with which operations of the source side refuse a change.
REFUSALS: tuple[type[Exception], ...] = (SourceOperationError, PartialDateError, ValidationError)

Refuse = Callable[[Exception], None]
#: Headings, each with the names of its fields.
Groups = Sequence[tuple[Any, Sequence[str]]]


class ReasonForm(forms.Form):
    """A form that asks for the reason of a change."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=Area(rows=2),
        max_length=2_000,
        help_text=_("Stored with the change, for colleagues and for the audit."),
    )


class SourceReasonForm(NamesForm, ReasonForm):
    """The same for a change to a source that may be unnamed."""


def actor_of(request: HttpRequest) -> str:
    """Return the actor that records store for the current user."""
    return f"user:{request.user.get_username()}"


def sent(request: HttpRequest) -> Any:
    """Return the submitted data, which may be empty. Return None for a GET request."""
    return request.POST if request.method == "POST" else None


def may(request: HttpRequest, model: Any, action: str) -> bool:
    """Return whether the user has the permission for an action on a model."""
    permission = f"{model._meta.app_label}.{get_permission_codename(action, model._meta)}"
    return request.user.is_active and request.user.has_perm(permission)


def require(request: HttpRequest, *required: tuple[Any, str]) -> None:
    """Raise PermissionDenied unless the user has all permissions in ``required``, each (model, action)."""
    if not all(may(request, model, action) for model, action in required):
        raise PermissionDenied


def record_or_404(admin: DeskAdmin, request: HttpRequest, object_id: str) -> Any:
    """Return the record with this id. Raises: Http404 or PermissionDenied."""
    record = admin.get_object(request, object_id)
    if record is None:
        raise Http404(_("There is no such record."))
    if not admin.has_view_permission(request, record):
        raise PermissionDenied
    return record


def page(request: HttpRequest, admin: DeskAdmin, template: str, **context: Any) -> TemplateResponse:
    """Return a page with the context that every admin page needs."""
    frame = {**admin.admin_site.each_context(request), "opts": admin.opts, "model_admin": admin}
    return TemplateResponse(request, template, {**frame, **context})


def changelist_url(admin: DeskAdmin) -> str:
    return reverse(f"admin:{admin.opts.app_label}_{admin.opts.model_name}_changelist")


def page_url(record: Any) -> str:
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


def with_next(url: str, following: str, **asked: Any) -> str:
    """Return the URL of a form that leads to ``following`` once it is sent, with values to fill in."""
    return f"{url}?{urlencode({**asked, 'next': following})}"


def next_url(request: HttpRequest) -> str:
    """Return the URL in ``next`` if it is on this site, or an empty text."""
    wanted = request.GET.get("next", "")
    # Only paths of this site: an open redirect would help phishing.
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else ""


def refuse_in(form: forms.BaseForm) -> Refuse:
    """Return a function that adds a refusal to the form: at the fields that it names, otherwise above the form."""

    def refuse(error: Exception) -> None:
        if isinstance(error, PersonNamedError):
            refuse_named(form, error.by_place)
        elif isinstance(error, ValidationError) and hasattr(error, "error_dict"):
            for name, errors in error.error_dict.items():
                form.add_error(name if name in form.fields else None, errors)
        else:
            form.add_error(None, error if isinstance(error, ValidationError) else str(error))

    return refuse


def form_page(
    request: HttpRequest,
    admin: DeskAdmin,
    form: forms.Form,
    *,
    title: Any,
    save: Callable[[Mapping[str, Any]], HttpResponse | str],
    done: str,
    refusals: tuple[type[Exception], ...] = REFUSALS,
    template: str = "admin/desk/form.html",
    button: Any = None,
    back: str = "",
    groups: Groups = (),
    **context: Any,
) -> HttpResponse:
    """Show a form. On POST, pass its values to ``save``, which makes the one call and returns the success message.

    It then leads to ``done``, or back to the page that the URL names as ``next``; so does "Cancel".
    """
    came_from = next_url(request)
    if request.method == "POST" and form.is_valid():
        try:
            result = save(form.cleaned_data)
        except refusals as error:
            refuse_in(form)(error)
        else:
            if isinstance(result, HttpResponse):
                return result
            messages.success(request, result)
            return HttpResponseRedirect(came_from or done)
    shown = {
        "title": title,
        "form": form,
        "button": button or _("Save"),
        "back": came_from or back or done,
        "groups": grouped(form, groups),
        **context,
    }
    # The page of a record shows the record first, and its form further down.
    first = next((field for _title, fields in shown["groups"] for field in fields), None)
    if first is not None and "original" not in context:
        first.field.widget.attrs.setdefault("autofocus", True)
    return page(request, admin, template, media=admin.media + form.media, **shown)


def grouped(form: forms.Form, groups: Groups) -> list[tuple[Any, list[forms.BoundField]]]:
    """Return the visible fields of a form by heading. Fields without a group come last, without a heading."""
    named = {name for _, names in groups for name in names}
    rest = [field for field in form.visible_fields() if field.name not in named]
    found = [(title, [form[name] for name in names if name in form.fields]) for title, names in groups]
    return [*((title, fields) for title, fields in found if fields), *([("", rest)] if rest else [])]
