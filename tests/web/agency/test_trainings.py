"""The ANCT opens a session of training by hand."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.journal.models import Entry
from lucette.scheme.trainings.models import TrainingSession
from tests.foundation.accounts.factories import RoleFactory
from tests.foundation.organizations.factories import OrganizationFactory
from tests.scheme.fund.factories import notified
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def typed() -> dict[str, str]:
    """A right session, in the first training body, paid by the first endowment."""
    body = OrganizationFactory(name="La Fabrique des savoirs")
    RoleFactory(name=RoleName.TRAINING_BODY, scope_kind="organization", scope_code=str(body.pk))
    return {
        "title": "Parcours de 105 heures",
        "body": str(body.pk),
        "commune": "Tulle",
        "starts_on": "2021-05-10",
        "ends_on": "2021-06-01",
        "hours": "105",
        "seats": "12",
        "seat_cents": "4 200,00",
        "endowment": str(notified().pk),
    }


def test_a_session_is_opened_with_its_price_to_the_cent_and_listed(client: Client, typed: dict[str, str]) -> None:
    signed_in(client, RoleName.INSTRUCTOR)
    assert "La Fabrique des savoirs" in read(client, reverse("agency:open_training"))
    answer = client.post(reverse("agency:open_training"), typed, follow=True)
    assert "La session « Parcours de 105 heures » est ouverte" in answer.content.decode()
    assert (TrainingSession.objects.get().seat_cents, TrainingSession.objects.get().commune_id) == (420_000, "19272")
    page = read(client, reverse("agency:trainings"))
    assert "Parcours de 105 heures" in page and "à venir" in page
    assert "à venir" in client.get(reverse("agency:trainings"), {"format": "csv"}).content.decode()


def test_dates_the_wrong_way_round_are_told_beside_the_field_and_nothing_is_written(client: Client, typed: dict[str, str]) -> None:
    signed_in(client, RoleName.INSTRUCTOR)
    before = Entry.objects.count()
    answer = client.post(reverse("agency:open_training"), typed | {"ends_on": "2021-05-01"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "La fin précède le début." in page and "Parcours de 105 heures" in page
    assert (TrainingSession.objects.count(), Entry.objects.count()) == (0, before)


@pytest.mark.parametrize("role", [RoleName.CHAIR, RoleName.TRAINING_BODY, RoleName.HOST_REPRESENTATIVE])
def test_nobody_else_opens_one(client: Client, typed: dict[str, str], role: RoleName) -> None:
    signed_in(client, role)
    assert client.post(reverse("agency:open_training"), typed).status_code == 404
    assert not TrainingSession.objects.exists()
