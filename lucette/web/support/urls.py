"""Addresses of the space `/assistance/`."""

from __future__ import annotations

from django.urls import path

from lucette.web.support import pages

app_name = "support"
urlpatterns = [
    path("", pages.dashboard, name="dashboard"),
    path("structures/", pages.organizations, name="organizations"),
    path("structures/<uuid:organization_id>/", pages.organization, name="organization"),
    path("lettres/", pages.letters, name="letters"),
]
