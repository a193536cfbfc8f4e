"""Appointments: one at a time, one activity each, and little about the person, not for long."""

from __future__ import annotations

import contextvars
import datetime as dt
import random
import threading
from collections.abc import Callable
from itertools import pairwise

import pytest
from django.db import connection

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.journal import queries as journal
from lucette.foundation.journal.models import Entry
from lucette.foundation.notifications.models import Letter
from lucette.kernel import clock
from lucette.kernel.acting import acting
from lucette.kernel.actor import NOBODY, SYSTEM
from lucette.kernel.clock import PARIS
from lucette.kernel.errors import Forbidden, Invalid, NotFound, Refusal, RuleBroken, WrongState
from lucette.scheme.activities.models import Activity
from lucette.scheme.appointments import actions, queries, rules
from lucette.scheme.appointments.enums import APPOINTMENT, REFERRAL, AppointmentStatus, ReferralStatus
from lucette.scheme.appointments.models import Appointment, Referral
from tests.foundation.accounts.factories import PersonFactory, RoleFactory, actor
from tests.scheme.activities.factories import adviser, hired, host
from tests.scheme.appointments.factories import MONDAY, AppointmentFactory, ReferralFactory, period
from tests.scheme.places.factories import PlaceFactory
from tests.states import assert_edge, count_rows, edges

db = pytest.mark.django_db
AFTER = MONDAY + dt.timedelta(hours=5)
PERSON = {"first_name": "Lucette", "phone": "05 55 00 00 00", "need": "demarche en ligne"}


def book(hire, place, by=NOBODY, **changes) -> Appointment:
    words = PERSON | {"starts_at": MONDAY, "minutes": 30, "booked_by": "citizen"} | changes
    return actions.book(hire_id=hire.pk, place_id=place.pk, by=by, **words)


@pytest.fixture
def hire():
    return hired()


@pytest.fixture
def place(hire):
    return PlaceFactory(organization=hire.organization)


@db
def test_the_public_books_a_free_slot_which_is_free_no_more(hire, place) -> None:
    free = queries.day_of(hire, MONDAY.date()).free
    assert [s.starts_at for s in free] == [MONDAY + dt.timedelta(minutes=30 * n) for n in range(6)]
    first = queries.next_slots([place.pk]).get(place.pk)
    assert first
    assert first.starts_at == dt.datetime(2021, 3, 1, 9, 30, tzinfo=PARIS), "nine has struck"
    it = book(hire, place)
    assert (it.status, it.phone) == (AppointmentStatus.BOOKED, "0555000000")
    assert [s.starts_at for s in queries.day_of(hire, MONDAY.date()).free] == [s.starts_at for s in free[1:]]
    assert len(queries.day_of(hire, MONDAY.date(), minutes=60).free) == 2
    with pytest.raises(RuleBroken) as refusal:
        book(hire, place, by=host(hire.organization), booked_by="host", minutes=60)
    assert refusal.value.code == "appointment.taken"
    assert "Lucette" not in str([e.facts for e in journal.history(it)])
    assert [a.pk for a in queries.appointments_at_hand(adviser(hire), MONDAY.date())] == [it.pk]


@db
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"starts_at": MONDAY - dt.timedelta(minutes=30)}, "appointment.closed"),
        ({"starts_at": MONDAY + dt.timedelta(hours=2, minutes=30), "minutes": 60}, "appointment.closed"),
        ({"starts_at": dt.datetime(2021, 2, 22, 9, tzinfo=PARIS)}, "appointment.past"),
        ({"starts_at": dt.datetime(2023, 2, 20, 9, tzinfo=PARIS)}, "appointment.not_in_post"),
        ({"minutes": 45}, "appointment.minutes"),
        ({"booked_by": "host"}, "appointment.booked_by"),
        ({"phone": ""}, "appointment.person"),
        ({"first_name": "Lucette, 1 34 05 19 272 001 22"}, "appointment.person"),
        ({"need": "rhumatismes"}, "appointment.person"),
    ],
)
def test_the_public_books_nothing_else(hire, place, changes: dict, code: str) -> None:
    before = count_rows()
    with pytest.raises(RuleBroken) as refusal:
        book(hire, place, **changes)
    assert refusal.value.code == code
    assert count_rows() == before


@db
def test_a_place_without_appointment_is_booked_by_its_host_alone(hire) -> None:
    free = PlaceFactory(organization=hire.organization, access="libre")
    with pytest.raises(RuleBroken):
        book(hire, free)
    assert queries.next_slots([free.pk]) == {}
    assert book(hire, free, by=host(hire.organization), booked_by="host", phone="", starts_at=AFTER)
    with pytest.raises(RuleBroken):
        book(hire, PlaceFactory())
    for by, error in ((actor(RoleName.PREFECTURE), Forbidden), (host(hired().organization), NotFound), (adviser(hired()), NotFound)):
        with pytest.raises(error):
            book(hire, free, by=by)


def perform() -> dict[str, Callable[[Appointment], object]]:
    def later(act: Callable[..., object], **words: object) -> Callable[[Appointment], object]:
        def done(it: Appointment) -> object:
            with clock.at(AFTER):
                return act(appointment_id=it.pk, by=adviser(it.hire), **words)

        return done

    return {
        "confirm": lambda it: actions.confirm(appointment_id=it.pk, by=host(it.hire.organization)),
        "honour": later(actions.honour, minutes=40, age_band="plus60Ans", occupation="retraite"),
        "no_show": later(actions.no_show),
        "cancel_by_citizen": lambda it: actions.cancel_by_citizen(appointment_id=it.pk, by=NOBODY),
        "cancel_by_adviser": later(actions.cancel_by_adviser),
    }


@db
@pytest.mark.parametrize(("status", "act"), edges(APPOINTMENT))
def test_every_edge_of_an_appointment(status: str, act: str) -> None:
    assert_edge(APPOINTMENT, status, act, lambda status: AppointmentFactory(status=status), perform())


@db
@pytest.mark.parametrize(("status", "act"), edges(REFERRAL))
def test_every_edge_of_a_referral(status: str, act: str) -> None:
    def accept(it: Referral) -> None:
        place = it.hire.place_of_test
        actions.accept_referral(referral_id=it.pk, starts_at=MONDAY, minutes=30, place_id=place.pk, by=adviser(it.hire))

    def make(status: str) -> Referral:
        hire = hired()
        hire.place_of_test = PlaceFactory(organization=hire.organization)
        return ReferralFactory(status=status, hire=hire)

    others = {
        "close": lambda it: actions.close_referral(referral_id=it.pk, by=adviser(it.hire)),
        "done": lambda it: it.move_to("done", act="done", on=clock.now(), by=adviser(it.hire)),
    }
    assert_edge(REFERRAL, status, act, make, {"accept": accept} | others)


@db
def test_a_host_refers_its_adviser_accepts_receives_and_the_host_was_told(hire, place) -> None:
    secretary = RoleFactory(
        person=PersonFactory(), name=RoleName.HOST_SECRETARY, scope_kind="organization", scope_code=str(hire.organization_id)
    )
    referral = actions.refer(organization_id=hire.organization_id, hire_id=hire.pk, by=host(hire.organization), **PERSON)
    assert [r.pk for r in queries.referrals_waiting(adviser(hire))] == [referral.pk]
    it = actions.accept_referral(referral_id=referral.pk, starts_at=MONDAY, minutes=60, place_id=place.pk, by=adviser(hire))
    letter = Letter.objects.get()
    assert (letter.to_email, letter.kind) == (secretary.person.email, "referral_accepted")
    assert "8 mars 2021 à 9\u00a0h" in letter.body
    assert "Lucette est" not in letter.subject + letter.body
    with pytest.raises(RuleBroken):
        actions.honour(appointment_id=it.pk, minutes=30, by=adviser(hire))
    with clock.at(AFTER):
        assert [a.pk for a in queries.appointments_to_settle(adviser(hire))] == [it.pk]
        it, activity = actions.honour(appointment_id=it.pk, minutes=50, age_band="plus60Ans", by=adviser(hire))
    assert (activity.appointment_id, activity.participants, activity.minutes, activity.ages) == (it.pk, 1, 50, {"plus60Ans": 1})
    assert queries.referral(referral.pk, adviser(hire)).status == ReferralStatus.DONE


@db
def test_others_neither_refer_nor_honour(hire, place) -> None:
    it, words = book(hire, place), PERSON | {"organization_id": hire.organization_id, "hire_id": hire.pk}
    before = count_rows()
    with pytest.raises(Forbidden):
        actions.refer(**words, by=adviser(hire))
    for stranger in (host(hired().organization),):
        with pytest.raises(NotFound):
            actions.refer(**words, by=stranger)
    with pytest.raises(Forbidden):
        actions.honour(appointment_id=it.pk, minutes=30, by=host(hire.organization))
    with pytest.raises(NotFound):
        actions.honour(appointment_id=it.pk, minutes=30, by=NOBODY)
    assert count_rows()["appointments_appointment"] == before["appointments_appointment"]
    assert not Activity.objects.exists()


@db
def test_the_platform_forgets_who_came_and_keeps_what_was_counted(hire, place) -> None:
    old, to_come = book(hire, place), book(hire, place, starts_at=MONDAY + dt.timedelta(days=30))
    ReferralFactory(hire=hire)
    waited = ReferralFactory(hire=hire, status="accepted")
    AppointmentFactory(hire=hire, place=place, referral=waited, slot=period(MONDAY + dt.timedelta(days=40)))
    with clock.at(AFTER):
        with pytest.raises(Forbidden):
            actions.forget(before=AFTER, by=adviser(hire))
        assert actions.forget(before=AFTER, by=SYSTEM) == 2
        entries = Entry.objects.count()
        assert actions.forget(before=AFTER, by=SYSTEM) == 0
    assert Entry.objects.count() == entries
    old.refresh_from_db()
    to_come.refresh_from_db()
    waited.refresh_from_db()
    assert (old.first_name, old.phone, to_come.first_name, waited.first_name) == ("", "", "Lucette", "Lucette")


def test_a_thousand_days_every_slot_is_open_free_and_whole() -> None:
    """Property: slots never overlap one another nor what is taken, stay inside the hours, and none is forgotten."""
    chance = random.Random(2021)
    for _ in range(1000):
        day = dt.date(2021, 1, 1) + dt.timedelta(days=chance.randint(0, 720))
        opens = chance.randint(7, 11) * 60 + chance.choice([0, 15, 30])
        closes = opens + chance.randint(0, 12) * 30 + chance.choice([0, 10])
        hours = [(dt.time(*divmod(opens, 60)), dt.time(*divmod(closes, 60)))] if closes > opens else []
        midnight = dt.datetime.combine(day, dt.time(), PARIS)
        starts = [midnight + dt.timedelta(minutes=chance.randint(6 * 60, 20 * 60)) for _ in range(chance.randint(0, 4))]
        taken = [(start, start + dt.timedelta(minutes=chance.choice([30, 60]))) for start in starts]
        minutes, after = chance.choice(rules.LENGTHS), midnight + dt.timedelta(minutes=chance.randint(0, 15 * 60))
        found = rules.slots(day, hours, taken, minutes, after)
        assert all(rules.inside(slot, hours) and slot[0] > after for slot in found)
        assert all(end - start == dt.timedelta(minutes=minutes) for start, end in found)
        assert all(a[1] <= b[0] for a, b in pairwise(found))
        assert not any(start < until and since < end for start, end in found for since, until in taken)
        whole = rules.slots(day, hours, [], minutes, midnight)
        assert len(whole) == (closes - opens) // minutes * (closes > opens)
        assert all(s in found or s[0] <= after or any(s[0] < u and b < s[1] for b, u in taken) for s in whole)


def race(count: int, act: Callable[[], object]) -> list[str]:
    answers: list[str] = []

    def run() -> None:
        try:
            act()
            answers.append("done")
        except Refusal as refusal:
            answers.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=contextvars.copy_context().run, args=(run,)) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


@pytest.mark.django_db(transaction=True)
def test_sixteen_people_on_one_slot_one_has_it_and_two_honours_make_one_activity() -> None:
    with acting(SYSTEM):
        hire = hired()
        place = PlaceFactory(organization=hire.organization)

    def come() -> None:
        with acting(NOBODY):
            book(hire, place)

    assert race(16, come) == ["appointment.taken"] * 15 + ["done"]
    with acting(SYSTEM):
        it = Appointment.objects.get()

    def honoured() -> None:
        by = adviser(hire)
        with clock.at(AFTER), acting(by):
            actions.honour(appointment_id=it.pk, minutes=30, by=by)

    assert race(2, honoured) == ["done", "state.honour"]
    with acting(SYSTEM):
        assert Activity.objects.count() == 1


@db
def test_postgresql_itself_refuses_two_appointments_at_once(hire, place) -> None:
    AppointmentFactory(hire=hire, place=place)
    with pytest.raises(RuleBroken):
        actions._booked(hire, place, (MONDAY, MONDAY + dt.timedelta(hours=1)), "Anne", "", "budget", actions.BookedBy.HOST, SYSTEM)
    AppointmentFactory(hire=hire, place=place, status="cancelled_by_citizen")
    assert AppointmentFactory(hire=hire, place=place, slot=period(MONDAY + dt.timedelta(minutes=30)))


@db
def test_a_cancelled_slot_is_free_again(hire, place) -> None:
    it = book(hire, place)
    actions.cancel_by_citizen(appointment_id=it.pk, by=NOBODY)
    assert book(hire, place).pk != it.pk
    with pytest.raises(WrongState):
        actions.cancel_by_citizen(appointment_id=it.pk, by=NOBODY)
    with pytest.raises(Invalid):
        book(hire, place, starts_at=MONDAY + dt.timedelta(hours=1), first_name="")


@db
def test_each_hour_of_a_place_is_offered_once_whoever_receives(hire, place, django_assert_num_queries) -> None:
    colleague = hired(organization=hire.organization)
    book(hire, place, starts_at=MONDAY)
    starts = [slot.starts_at for slot in queries.slots_of_place(place.pk)]
    assert starts == sorted(set(starts)) and MONDAY in starts
    book(colleague, place, starts_at=MONDAY)
    assert MONDAY not in [slot.starts_at for slot in queries.slots_of_place(place.pk)]
    walk_in = PlaceFactory(organization=hire.organization, access="libre")
    with django_assert_num_queries(4):
        assert set(queries.next_slots([place.pk, walk_in.pk])) == {place.pk}


@db
def test_the_address_of_an_appointment_says_when_and_by_whom_never_for_whom(hire, place) -> None:
    it = book(hire, place)
    with acting(NOBODY):
        shown = queries.booked(it.pk)
    assert (shown.starts_at, shown.adviser, shown.to_come) == (MONDAY, hire.candidate.person.first_name, True)
    assert "0555000000" not in str(shown)
    with clock.at(AFTER):
        assert not queries.booked(it.pk).to_come
    actions.cancel_by_citizen(appointment_id=it.pk, by=NOBODY)
    assert not queries.booked(it.pk).to_come
