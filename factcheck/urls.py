"""The URLs of the service."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from factcheck.security_txt import security_txt

handler400 = "factcheck.api.error_handlers.bad_request"
handler403 = "factcheck.api.error_handlers.not_allowed"
handler404 = "factcheck.api.error_handlers.not_found"
handler500 = "factcheck.api.error_handlers.failed"

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="admin:index"), name="home"),
    path(".well-known/security.txt", security_txt),
    path("language/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
    path("api/", include("factcheck.api.urls")),
]
