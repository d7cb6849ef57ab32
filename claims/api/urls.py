"""The addresses of claims."""

from django.urls import path

from claims.api import reading

urlpatterns = [
    path("claims/", reading.ClaimList.as_view()),
    path("claims.ndjson", reading.ClaimLines.as_view()),
    path("claims.csv", reading.ClaimTable.as_view()),
    path("claims/<str:key>/", reading.ClaimDetail.as_view()),
    path("claims/<str:key>/revisions/", reading.RevisionList.as_view()),
    path("claims/<str:key>/revisions/<int:number>/", reading.RevisionDetail.as_view()),
]
