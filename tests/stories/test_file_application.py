"""A host files what its call accepts, or asks for a derogation."""

from __future__ import annotations

from uuid import uuid4

import pytest

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.notifications.models import Letter
from lucette.kernel.actor import Actor, Scope
from lucette.kernel.errors import RuleBroken
from lucette.scheme.applications import actions
from lucette.scheme.applications.models import Application
from lucette.stories.file_application import file_application
from tests.foundation.organizations.factories import OrganizationFactory
from tests.scheme.applications.factories import ApplicationFactory

pytestmark = pytest.mark.django_db
STATE_SERVICE = "7172"


def draft(**organization: object) -> tuple[Application, Actor]:
    it = ApplicationFactory(complete=True, organization=OrganizationFactory(**organization))
    return it, Actor(uuid4(), RoleName.HOST_REPRESENTATIVE, Scope("organization", str(it.organization_id)))


def test_an_eligible_host_files() -> None:
    it, by = draft()
    assert file_application(application_id=it.pk, by=by).status == "filed"


def test_a_service_of_the_state_does_not_file_without_asking_for_a_derogation() -> None:
    it, by = draft(legal_category=STATE_SERVICE)
    with pytest.raises(RuleBroken, match="dérogation"):
        file_application(application_id=it.pk, by=by)
    it.refresh_from_db()
    assert it.status == "draft" and not Letter.objects.exists()
    actions.save(application_id=it.pk, by=by, derogation_asked="Seul service ouvert au public du canton.")
    assert file_application(application_id=it.pk, by=by).derogation_asked == "Seul service ouvert au public du canton."
