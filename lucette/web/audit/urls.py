"""Addresses of the space `/audit/`."""

from __future__ import annotations

from django.urls import path

from lucette.web.audit import books, journal, renderings, views
from lucette.web.gate import renderings as rendered

app_name = "audit"
urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("verifier/", views.verify, name="verify"),
    path("piste/<uuid:order_id>/", views.trail, name="trail"),
    path("piste/<uuid:order_id>/dossier/", rendered.payment_file, name="payment_file"),
    path("comptes/", renderings.renderings, name="renderings"),
    path("comptes/<uuid:rendering_id>/", renderings.rendering, name="rendering"),
    path("comptes/<uuid:rendering_id>/operations/", rendered.operations, name="operations"),
    path("comptes/<uuid:rendering_id>/pieces/", rendered.pieces, name="rendering_pieces"),
    path("comptes/<uuid:rendering_id>/fichiers/<slug:sort>/", rendered.rendering_file, name="rendering_file"),
    path("grand-livre/", books.books, name="books"),
    path("ecritures/<slug:sort>/<uuid:pk>/", views.postings, name="postings"),
    path("journal/", journal.everything, name="journals"),
    path("journal/<str:subject_type>/<uuid:subject_id>/", journal.of_one, name="journal"),
]
