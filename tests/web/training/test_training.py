"""The training bodies' space."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName
from tests.foundation.accounts.factories import PersonFactory, RoleFactory
from tests.scheme.trainings.factories import EnrolmentFactory
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db


def test_an_empty_dashboard_says_what_will_come(client: Client) -> None:
    signed_in(client, RoleName.TRAINING_BODY)
    assert "Vos sessions de formation apparaîtront ici" in read(client, "/formation/")


def test_a_body_sees_its_sessions_its_enrolments_and_their_payment(client: Client) -> None:
    enrolment = EnrolmentFactory()
    code = str(enrolment.session.body_id)
    held = RoleFactory(name=RoleName.TRAINING_BODY, scope_kind="organization", scope_code=code, person=PersonFactory())
    client.force_login(held.person)
    page = read(client, "/formation/")
    assert "a commencé : dites qui est là" in page
    for name, pk in (("session", enrolment.session_id), ("enrolment", enrolment.pk)):
        address = reverse(f"training:{name}", args=[pk])
        assert address in page
        assert str(enrolment.hire.candidate.person) in read(client, address)


def test_what_is_another_s_is_not_found(client: Client) -> None:
    enrolment = EnrolmentFactory()
    signed_in(client, RoleName.TRAINING_BODY)
    for name, pk in (("session", enrolment.session_id), ("enrolment", enrolment.pk)):
        for wanted in (pk, uuid.uuid4()):
            assert client.get(reverse(f"training:{name}", args=[wanted])).status_code == 404
