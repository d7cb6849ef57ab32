"""The page on which senior editors look at persons whom the texts about unnamed sources name. Nobody else learns of any."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from factcheck.database.lookups import among
from factcheck.desk.admin_theme import DeskAdmin
from sources.admin.display import record_link
from sources.admin.naming import may_confirm
from sources.admin.pages import ReasonForm, actor_of, changelist_url, form_page, sent
from sources.operations import settle_match
from sources.queries.persons import open_matches, places_of

#: How many are shown at a time.
_SHOWN = 100


def persons_found(request: HttpRequest, admin: DeskAdmin) -> HttpResponse:
    """Show the open matches; settle those that were chosen, with a reason."""
    if not may_confirm(request):
        raise PermissionDenied
    form = ReasonForm(sent(request))
    form.fields["reason"].label = _("Why these names do not tell who the source is")
    wanted = [int(pk) for pk in request.POST.getlist("matches") if pk.isdecimal()]

    def save(values: Mapping[str, Any]) -> str:
        chosen = list(open_matches().filter(among("pk", wanted)))
        if not chosen:
            raise ValidationError(_("Choose at least one."))
        for match in chosen:
            settle_match(match, at=timezone.now(), actor=actor_of(request), reason=values["reason"])
        return ngettext("%(count)s name may stay.", "%(count)s names may stay.", len(chosen)) % {"count": len(chosen)}

    return form_page(
        request,
        admin,
        form,
        title=_("Persons named in texts about unnamed sources"),
        save=save,
        done=reverse("admin:sources_source_persons"),
        back=changelist_url(admin),
        button=_("They may stay"),
        template="admin/sources/source/persons.html",
        explanation=_(
            "If a name tells who the source is, open the source and take it out: the entry here goes with it."
            " If it does not, choose it and say why. Only those who may approve unnamed sources see this page."
        ),
        rows=[
            {
                "pk": match.pk,
                "chosen": match.pk in wanted,
                "unnamed": record_link(match.unnamed),
                "person": record_link(match.person),
                "places": places_of(match),
                "found_at": match.found_at,
            }
            for match in open_matches()[:_SHOWN]
        ],
    )
