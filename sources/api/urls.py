"""The addresses of sources and documents."""

from django.urls import path

from sources.api import reading

urlpatterns = [
    path("sources/", reading.SourceList.as_view()),
    path("sources/<str:key>/", reading.SourceDetail.as_view()),
    path("sources/<str:key>/changes/", reading.SourceChanges.as_view()),
    path("documents/", reading.DocumentList.as_view()),
    path("documents/<str:key>/", reading.DocumentDetail.as_view()),
    path("documents/<str:key>/captures/", reading.Captures.as_view()),
]
