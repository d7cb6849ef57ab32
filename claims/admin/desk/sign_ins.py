"""The sign-in log, for administrators; and the page on which they end sessions and remove lost second factors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from factcheck.desk.admin_theme import DeskAdmin, ReadOnlyAdmin
from factcheck.desk.labels import label
from factcheck.desk.people import person_name
from factcheck.signin.log import note_done
from factcheck.signin.models import SignIn
from factcheck.signin.operations import end_session, end_sessions, handle_of, is_linked, open_sessions, remove_devices
from factcheck.signin.second_factor import devices_of
from factcheck.signin.vocabulary import Outcome, Way
from sources.admin.display import CodeFilter, column
from sources.admin.pages import ReasonForm, actor_of, form_page, page_url, sent

# django-allauth registers pages of its own, where secrets could be read and devices given to others.
admin.site.unregister([EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken])


@admin.register(SignIn)
class SignInAdmin(ReadOnlyAdmin):
    list_display = ("at", "user", "typed", "outcome_words", "way_words", "network")
    list_select_related = ("user",)
    search_fields = ("user__username", "typed", "network")
    list_filter = (("outcome", CodeFilter.of(Outcome)), ("way", CodeFilter.of(Way)), "at")
    ordering = ("-at", "-pk")
    fields = ("at", "user", "typed", "outcome_words", "way_words", "network", "actor", "reason")

    @column(gettext_lazy("outcome"))
    def outcome_words(self, row: SignIn) -> str:
        return str(label(row.outcome))

    @column(gettext_lazy("way"))
    def way_words(self, row: SignIn) -> str:
        return " + ".join(str(label(word)) for word in (row.way, row.second) if word) or "–"


def sign_in_page(request: HttpRequest, users: DeskAdmin, person: User) -> HttpResponse:
    """Show how somebody signs in; end their sessions, or remove the second factors that they lost."""
    here = f"{page_url(person)[: -len('change/')]}sign-in/"
    if request.method == "POST" and {"session", "all"} & request.POST.keys():
        _end(request, person)
        return HttpResponseRedirect(here)
    form = ReasonForm(sent(request))
    devices = devices_of(person)

    def save(values: Mapping[str, Any]) -> str:
        number = remove_devices(person, at=timezone.now(), actor=actor_of(request), reason=values["reason"], way=Way.DESK)
        users.log_change(request, person, [{"changed": {"fields": [gettext_noop("second factors")]}}])
        return _("Second factors removed: %(number)d. The sessions ended.") % {"number": number}

    rows = open_sessions(person, timezone.now())
    return form_page(
        request,
        users,
        form,
        title=_("Sign-in of %(name)s") % {"name": person_name(person)},
        save=save,
        done=here,
        back=page_url(person),
        template="admin/auth/user/sign_in.html",
        button=_("Remove the second factors"),
        sessions=[{"row": row, "handle": handle_of(row.session_key)} for row in rows],
        devices=devices,
        is_linked=is_linked(person),
        sign_ins=person.sign_ins.order_by("-at", "-pk")[:10],
    )


def _end(request: HttpRequest, person: User) -> None:
    """End one session of somebody, or all, and record it."""
    number = end_sessions(person) if "all" in request.POST else int(end_session(person, request.POST["session"]))
    if number:
        note_done(person, Outcome.SESSIONS_ENDED, at=timezone.now(), way=Way.DESK, actor=actor_of(request), reason="")
    messages.success(request, _("Sessions that ended: %(number)d.") % {"number": number})
