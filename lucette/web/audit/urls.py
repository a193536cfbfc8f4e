"""Addresses of the space `/audit/`."""

from __future__ import annotations

from django.urls import path

from lucette.web.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("piste/<uuid:order_id>/", views.trail, name="trail"),
    path("ecritures/<slug:sort>/<uuid:pk>/", views.postings, name="postings"),
    path("journal/<str:subject_type>/<uuid:subject_id>/", views.journal, name="journal"),
]
