"""The door of letters, what the network publishes, and what is kept of the forms being typed."""

from __future__ import annotations

from django.urls import path

from lucette.web.gate import bulk, entries, letters, my_exports, publications, search, unsent

app_name = "gate"
urlpatterns = [
    path("lettre/<uuid:letter_id>/", letters.open_letter, name="letter"),
    path("reseau/", publications.listing, name="publications"),
    path("reseau/<uuid:publication_id>/", publications.page, name="publication"),
    path("saisies/", unsent.entries, name="entries"),
    path("exports/", my_exports.exports, name="exports"),
    path("exports/<uuid:export_id>/", my_exports.export, name="export"),
    path("exports/<uuid:export_id>/fichier/", my_exports.file, name="export_file"),
    path("traitements/", bulk.bulks, name="bulks"),
    path("traitements/<uuid:bulk_id>/", bulk.bulk, name="bulk"),
    path("recherche/", search.search, name="search"),
    path("saisie/garder/", entries.keep, name="keep"),
    path("saisie/effacer/", entries.forget, name="forget"),
]
