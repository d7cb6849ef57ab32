"""The URLs of the service."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from factcheck.security_txt import security_txt

handler400 = "factcheck.api.error_handlers.bad_request"
handler403 = "factcheck.api.error_handlers.not_allowed"
handler404 = "factcheck.api.error_handlers.not_found"
handler429 = "factcheck.signin.views.too_many"
handler500 = "factcheck.api.error_handlers.failed"

# The admin's own page knows no second factor and no rate limit: it leads to the one that does.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="admin:index"), name="home"),
    path(".well-known/security.txt", security_txt),
    path("language/", include("django.conf.urls.i18n")),
    # Under the admin's address: a proxy that lets only some networks in there keeps others from this, too.
    path(settings.SIGN_IN_ADDRESS, include("factcheck.signin.urls")),
    path("admin/", admin.site.urls),
    path("api/", include("factcheck.api.urls")),
]
