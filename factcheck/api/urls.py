"""The URLs of the API, version 1."""

from django.urls import include, path, re_path

from factcheck.api.document import DocsPage, document, root
from factcheck.api.views import nowhere, problem_types

urlpatterns = [
    path("v1/", root, name="api-root"),
    path("v1/openapi.json", document, name="api-schema"),
    path("v1/docs/", DocsPage.as_view(url_name="api-schema")),
    path("v1/", include("claims.api.urls")),
    path("v1/", include("sources.api.urls")),
    path("v1/problems/", problem_types),
    path("v1/problems/<str:name>", problem_types),
    re_path(r"^.*$", nowhere),
]
