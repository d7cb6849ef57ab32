"""The page that lists people named in texts about unnamed sources. Only senior editors may open it."""

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
from sources.admin.self_namings import proposals_shown, unfounded_shown
from sources.operations import settle_match
from sources.queries.persons import open_matches, places_of

#: Matches shown at a time.
_SHOWN = 100


def persons_found(request: HttpRequest, admin: DeskAdmin) -> HttpResponse:
    """Show the open matches. On POST, settle the selected ones with a reason."""
    if not may_confirm(request):
        raise PermissionDenied
    form = ReasonForm(sent(request))
    form.fields["reason"].label = _("Why these names do not reveal who the source is")
    selected_ids = [int(pk) for pk in request.POST.getlist("matches") if pk.isdecimal()]

    def save(values: Mapping[str, Any]) -> str:
        # Only those still open: a colleague may have settled some meanwhile, and their reason stays.
        chosen = list(open_matches().filter(among("pk", selected_ids)))
        if not chosen:
            raise ValidationError(_("Select at least one name."))
        for match in chosen:
            settle_match(match, at=timezone.now(), actor=actor_of(request), reason=values["reason"])
        return ngettext("%(count)s name may stay.", "%(count)s names may stay.", len(chosen)) % {"count": len(chosen)}

    return form_page(
        request,
        admin,
        form,
        title=_("People named in texts about unnamed sources"),
        save=save,
        done=reverse("admin:sources_source_persons"),
        back=changelist_url(admin),
        button=_("They may stay"),
        template="admin/sources/source/persons.html",
        explanation=_(
            "If a name reveals who the source is, open the source and remove the name. The entry here then disappears."
            " If it does not, select it and say why. Only people who may approve unnamed sources see this page."
        ),
        proposals=proposals_shown(),
        unfounded=unfounded_shown(),
        rows=[
            {
                "pk": match.pk,
                "chosen": match.pk in selected_ids,
                "unnamed": record_link(match.unnamed),
                "person": record_link(match.person),
                "places": places_of(match),
                "found_at": match.found_at,
            }
            for match in open_matches()[:_SHOWN]
        ],
    )
