"""Workshops: never more people than seats, and one activity when held."""

from __future__ import annotations

import contextvars
import datetime as dt
import threading

import pytest
from django.db import connection

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.journal import queries as journal
from lucette.kernel import clock
from lucette.kernel.acting import acting
from lucette.kernel.actor import NOBODY, SYSTEM
from lucette.kernel.errors import Forbidden, Invalid, NotFound, Refusal, RuleBroken
from lucette.scheme.activities import actions, queries
from lucette.scheme.activities.enums import WORKSHOP, WorkshopStatus
from lucette.scheme.activities.models import Activity, Workshop
from tests.foundation.accounts.factories import actor
from tests.scheme.activities.factories import WorkshopFactory, adviser, hired, host
from tests.scheme.places.factories import PlaceFactory
from tests.states import assert_edge, count_rows, edges

SOON = dt.datetime(2021, 3, 4, 14, tzinfo=clock.PARIS)


def planned(hire, **changes) -> Workshop:
    words = {"title": "Découvrir sa tablette", "theme": "equipement informatique", "starts_at": SOON, "minutes": 90, "seats": 8}
    place = PlaceFactory(organization=hire.organization)
    return actions.plan_workshop(**{"hire_id": hire.pk, "place_id": place.pk, "by": adviser(hire)} | words | changes)


@pytest.mark.django_db
@pytest.mark.parametrize(("status", "act"), edges(WORKSHOP))
def test_every_edge_of_a_workshop(status: str, act: str) -> None:
    def hold(it: Workshop) -> None:
        with clock.at(it.starts_at + dt.timedelta(hours=2)):
            actions.hold_workshop(workshop_id=it.pk, ages={}, occupations={}, participants=2, by=adviser(it.hire))

    assert_edge(
        WORKSHOP,
        status,
        act,
        lambda status: WorkshopFactory(status=status),
        {
            "register": lambda it: actions.register(workshop_id=it.pk, by=NOBODY),
            "hold": hold,
            "cancel": lambda it: actions.cancel_workshop(workshop_id=it.pk, by=host(it.hire.organization)),
        },
    )


@pytest.mark.django_db
def test_a_workshop_fills_up_by_itself_then_is_held_and_counted() -> None:
    it = planned(hire := hired(), seats=2)
    assert actions.register(workshop_id=it.pk, by=NOBODY).status == WorkshopStatus.OPEN
    assert actions.register(workshop_id=it.pk, by=NOBODY).status == WorkshopStatus.FULL
    assert [w.pk for w in queries.workshops_to_come(place_id=it.place_id)] == [it.pk]
    with pytest.raises(RuleBroken):
        actions.hold_workshop(workshop_id=it.pk, ages={}, occupations={}, by=adviser(hire))
    with clock.at(SOON + dt.timedelta(hours=3)):
        assert [w.pk for w in queries.workshops_to_hold(adviser(hire))] == [it.pk]
        activity = actions.hold_workshop(workshop_id=it.pk, ages={"plus60Ans": 3}, occupations={"retraite": 2}, by=adviser(hire))
        assert queries.workshops_to_hold(adviser(hire)) == []
    assert (activity.participants, activity.workshop_id, activity.held_on) == (3, it.pk, SOON.date())
    assert [e.act for e in journal.history(it)] == ["workshop.planned", "workshop.registered", "workshop.registered", "workshop.held"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "Appelez Jeanne au 06 12 34 56 78"}, "title"),
        ({"title": "Inscription chez jeanne@example.fr"}, "title"),
        ({"theme": "tricot"}, "theme"),
        ({"starts_at": dt.datetime(2021, 2, 1, 9, tzinfo=clock.PARIS)}, "starts_at"),
        ({"starts_at": dt.datetime(2031, 2, 1, 9, tzinfo=clock.PARIS)}, "starts_at"),
        ({"minutes": 5}, "minutes"),
        ({"seats": 0}, "seats"),
    ],
)
def test_what_cannot_be_a_workshop_is_refused_by_field(changes: dict, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        planned(hired(), **changes)
    assert field in refusal.value.fields
    assert not Workshop.objects.exists()


@pytest.mark.django_db
def test_others_neither_plan_nor_hold_nor_cancel() -> None:
    it, stranger = WorkshopFactory(), hired()
    before = count_rows()
    for by, error in ((adviser(stranger), NotFound), (host(stranger.organization), NotFound), (actor(RoleName.PREFECTURE), Forbidden)):
        with pytest.raises((error, NotFound)):
            actions.cancel_workshop(workshop_id=it.pk, by=by)
    with pytest.raises(Forbidden):
        actions.hold_workshop(workshop_id=it.pk, ages={}, occupations={}, by=host(it.hire.organization))
    with pytest.raises(Forbidden):
        actions.plan_workshop(
            hire_id=it.hire_id, place_id=it.place_id, title="Atelier", theme="budget", starts_at=SOON, minutes=60, seats=5, by=SYSTEM
        )
    with clock.at(it.starts_at), pytest.raises(RuleBroken):
        actions.register(workshop_id=it.pk, by=NOBODY)
    assert count_rows() == before


@pytest.mark.django_db(transaction=True)
def test_sixteen_people_at_once_for_five_seats_five_are_registered() -> None:
    with acting(SYSTEM):
        it = WorkshopFactory(seats=5)
    answers: list[str] = []

    def come() -> None:
        try:
            with acting(NOBODY):
                actions.register(workshop_id=it.pk, by=NOBODY)
            answers.append("in")
        except Refusal as refusal:
            answers.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=contextvars.copy_context().run, args=(come,)) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["in"] * 5 + ["state.register"] * 11
    with acting(SYSTEM):
        it.refresh_from_db()
        assert (it.status, it.registered) == (WorkshopStatus.FULL, 5)
        assert not Activity.objects.exists()
