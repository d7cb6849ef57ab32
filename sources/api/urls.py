"""The read-only URLs of sources and documents; writes affect claims, so they are in ``claims.api.urls``."""

from django.urls import path

from sources.api import document_reading, reading

urlpatterns = [
    path("sources/<str:key>/changes/", reading.SourceChanges.as_view()),
    path("documents/<str:key>/captures/", document_reading.Captures.as_view()),
]
