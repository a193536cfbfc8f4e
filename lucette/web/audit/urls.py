"""Addresses of the space `/audit/`."""

from __future__ import annotations

from django.urls import path

from lucette.web.audit import books, journal, views

app_name = "audit"
urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("verifier/", views.verify, name="verify"),
    path("piste/<uuid:order_id>/", views.trail, name="trail"),
    path("grand-livre/", books.books, name="books"),
    path("ecritures/<slug:sort>/<uuid:pk>/", views.postings, name="postings"),
    path("journal/", journal.everything, name="journals"),
    path("journal/<str:subject_type>/<uuid:subject_id>/", journal.of_one, name="journal"),
]
