"""One page with one form, which makes one call: what is refused is said in place, and nothing typed is lost."""

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
from django.utils.translation import gettext_lazy as _

from factcheck.dates.partial_dates import PartialDateError
from factcheck.desk.admin_theme import Area, DeskAdmin
from sources.admin.naming import NamesForm, refuse_named
from sources.operations import PersonNamedError, SourceOperationError

#: What an operation of the source side says no with.
REFUSALS: tuple[type[Exception], ...] = (SourceOperationError, PartialDateError, ValidationError)

Refuse = Callable[[Exception], None]
#: The fields of a form under headings.
Groups = Sequence[tuple[Any, Sequence[str]]]


class ReasonForm(forms.Form):
    """A form whose change is kept with its reason."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=Area(rows=2),
        max_length=2_000,
        help_text=_("Why. It is kept with the change, for colleagues and for the audit."),
    )


class SourceReasonForm(NamesForm, ReasonForm):
    """The same, of a change to a source that may be unnamed."""


def actor_of(request: HttpRequest) -> str:
    """Return how records call the person at work."""
    return f"user:{request.user.get_username()}"


def sent(request: HttpRequest) -> Any:
    """Return what was sent to be saved, which may be empty; None where the page is only asked for."""
    return request.POST if request.method == "POST" else None


def may(request: HttpRequest, model: Any, action: str) -> bool:
    """Tell whether the person may add or change records of a model, by the permissions of person and group."""
    permission = f"{model._meta.app_label}.{get_permission_codename(action, model._meta)}"
    return request.user.is_active and request.user.has_perm(permission)


def require(request: HttpRequest, *wanted: tuple[Any, str]) -> None:
    """Raise PermissionDenied unless the person may do all of ``wanted``: (model, action)."""
    if not all(may(request, model, action) for model, action in wanted):
        raise PermissionDenied


def record_or_404(admin: DeskAdmin, request: HttpRequest, object_id: str) -> Any:
    """Return the record that an address names, if the person may see it."""
    record = admin.get_object(request, object_id)
    if record is None:
        raise Http404(_("There is no such record."))
    if not admin.has_view_permission(request, record):
        raise PermissionDenied
    return record


def page(request: HttpRequest, admin: DeskAdmin, template: str, **context: Any) -> TemplateResponse:
    """Return a page in the frame of the admin."""
    frame = {**admin.admin_site.each_context(request), "opts": admin.opts, "model_admin": admin}
    return TemplateResponse(request, template, {**frame, **context})


def changelist_url(admin: DeskAdmin) -> str:
    return reverse(f"admin:{admin.opts.app_label}_{admin.opts.model_name}_changelist")


def page_url(record: Any) -> str:
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


def refuse_in(form: forms.BaseForm) -> Refuse:
    """Return what puts a refusal into a form: at its fields where it names them, else above them."""

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
    """Show a form; when it is sent, hand its values to ``save``, which makes the one call and returns what to tell."""
    if request.method == "POST" and form.is_valid():
        try:
            told = save(form.cleaned_data)
        except refusals as error:
            refuse_in(form)(error)
        else:
            if isinstance(told, HttpResponse):
                return told
            messages.success(request, told)
            return HttpResponseRedirect(done)
    shown = {
        "title": title,
        "form": form,
        "button": button or _("Save"),
        "back": back or done,
        "groups": grouped(form, groups),
        **context,
    }
    return page(request, admin, template, media=admin.media + form.media, **shown)


def grouped(form: forms.Form, groups: Groups) -> list[tuple[Any, list[forms.BoundField]]]:
    """Return the visible fields of a form under headings; fields that no group names come last, without one."""
    named = {name for _, names in groups for name in names}
    rest = [field for field in form.visible_fields() if field.name not in named]
    found = [(title, [form[name] for name in names if name in form.fields]) for title, names in groups]
    return [*((title, fields) for title, fields in found if fields), *([("", rest)] if rest else [])]
