"""The addresses of the contenders, before those of the service."""

from django.urls import include, path

from tests.benchmarks.api.contenders import Built, Empty, PlainClaims, worker

urlpatterns = [
    path("bench/worker/", worker),
    path("bench/empty/", Empty.as_view()),
    path("bench/built/", Built.as_view()),
    path("bench/plain/", PlainClaims.as_view({"get": "list"})),
    path("", include("factcheck.urls")),
]
