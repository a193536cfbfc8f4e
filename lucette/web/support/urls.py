"""Addresses of the space `/assistance/`."""

from __future__ import annotations

from django.urls import path

from lucette.web.gate.acts import routes
from lucette.web.gate.imports import addresses
from lucette.web.support import imports, letters, pages, people
from lucette.web.support.acts import accounts
from lucette.web.support.acts.letters import SendAgain
from lucette.web.support.acts.merges import ON_MERGE, ON_ORGANIZATION
from lucette.web.support.acts.roles import EVERY

app_name = "support"
urlpatterns = [
    path("", pages.dashboard, name="dashboard"),
    path("structures/", pages.organizations, name="organizations"),
    path("structures/<uuid:organization_id>/", pages.organization, name="organization"),
    *addresses(imports.DESK),
    *routes(*ON_ORGANIZATION, *ON_MERGE),
    path("personnes/", people.people, name="people"),
    *routes(*EVERY, *accounts.EVERY),
    path("personnes/<uuid:person_id>/", people.person, name="person"),
    path("lettres/", letters.letters, name="letters"),
    *routes(SendAgain),
]
