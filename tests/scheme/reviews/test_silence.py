"""Silence rejects: by which text, recorded, told before, shown, taken back by an award."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName as R
from lucette.foundation.notifications.models import Letter
from lucette.foundation.notifications.queries import letters_about
from lucette.kernel import clock
from lucette.kernel.actor import SYSTEM, Actor, Scope
from lucette.kernel.errors import Forbidden, RuleBroken
from lucette.scheme.applications import actions as applications
from lucette.scheme.applications.models import Application
from lucette.scheme.calls import queries as calls
from lucette.scheme.calls.models import SilenceRule
from lucette.scheme.reviews import actions
from tests.foundation.accounts.factories import PersonFactory, RoleFactory
from tests.scheme.applications.factories import ApplicationFactory
from tests.scheme.calls.factories import CallFactory
from tests.scheme.reviews.factories import CompletionRequestFactory, ReviewFactory
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db
LATE = dt.date(2021, 5, 2)  # the day after the answer was due


def test_the_text_depends_on_the_host_and_the_most_precise_rule_wins() -> None:
    call = CallFactory(open=True)
    day = dt.date(2021, 3, 1)
    assert (calls.silence(call.pk, "7210", day).months, calls.silence(call.pk, "7210", day).source[:30]) == (
        2,
        "Code de justice administrative",
    )
    SilenceRule.objects.create(call=call, category="73", months=4, source="Un texte particulier")
    assert calls.silence(call.pk, "7361", day) == calls.Silence(4, "Un texte particulier")
    assert calls.silence(call.pk, "7210", day).months == 2


def test_the_night_records_once_what_silence_rejected_and_nothing_else() -> None:
    late, suspended = ApplicationFactory(under_review=True), ApplicationFactory(incomplete=True)
    awarded = ApplicationFactory(awarded=True)
    assert applications.record_silences(on=dt.date(2021, 5, 1), by=SYSTEM) == 0
    with clock.at(LATE):
        assert applications.record_silences(on=LATE, by=SYSTEM) == 1
        assert applications.record_silences(on=LATE, by=SYSTEM) == 0
        with pytest.raises(RuleBroken):
            applications.record_silence(application_id=late.pk, by=SYSTEM)
    late.refresh_from_db()
    assert (late.status, late.implicit_on, late.implicit_basis[:4]) == ("under_review", LATE, "Code")
    assert not Application.objects.filter(pk__in=[suspended.pk, awarded.pk], implicit_on__isnull=False).exists()
    with pytest.raises(Forbidden):
        applications.record_silences(on=LATE, by=Actor(uuid4(), R.INSTRUCTOR, Scope()))
    with pytest.raises(IntegrityError):
        Application.objects.filter(pk=suspended.pk).update(implicit_on=LATE)


def test_an_award_takes_the_rejection_back_and_its_letter_says_so() -> None:
    it = ApplicationFactory(on_agenda=True)
    with clock.at(LATE):
        applications.record_silences(on=LATE, by=SYSTEM)
        applications.award(application_id=it.pk, posts=1, reason="", by=Actor(uuid4(), R.AGENCY_DIRECTOR, Scope()))
        it.refresh_from_db()
        assert it.status == "awarded" and it.implicit_reversed_at == clock.now()
    assert "remplace le rejet né du silence de l’Agence le 2 mai 2021" in letters_about(it)[0].body


def test_those_who_instruct_are_told_twice_and_no_more() -> None:
    first, second = (PersonFactory() for _ in range(2))
    for person in (first, second):
        RoleFactory(person=person, name=R.INSTRUCTOR)
    hers = ReviewFactory(instructor_id=first.pk).application
    nobody = ApplicationFactory(filed=True)
    counts = [actions.alert(on=dt.date(2021, 4, day), by=SYSTEM) for day in (15, 16, 17, 25, 26, 27)]
    assert counts == [0, 2, 0, 0, 2, 0]
    told = {(it.to_person, hers.number in it.body, nobody.number in it.body) for it in Letter.objects.filter(kind="review.answers_due")}
    assert told == {(first.pk, True, True), (second.pk, False, True)}


def test_a_rejection_is_shown_to_all_and_the_suspended_clock_too(client: Client) -> None:
    it, waits = ReviewFactory().application, CompletionRequestFactory().application
    with clock.at(LATE):
        applications.record_silences(on=LATE, by=SYSTEM)
        signed_in(client, R.INSTRUCTOR)
        page = read(client, reverse("agency:application", args=[it.pk]))
        assert "Le silence de l’ANCT vaut rejet depuis le" in page and "Rejet implicite" in page and "R. 421-2" in page
        assert "délai suspendu" in read(client, reverse("agency:application", args=[waits.pk]))
        listed = read(client, f"{reverse('agency:applications')}?attente=silence")
        assert it.number in listed and waits.number not in listed and "rejet implicite du" in listed
        assert "suspendu" in read(client, f"{reverse('agency:applications')}?etat=incomplete")
        signed_in(client, R.PREFECTURE, "19")
        assert "Rejet implicite" in read(client, reverse("prefecture:application", args=[it.pk]))
        signed_in(client, R.HOST_SECRETARY, str(it.organization_id))
        assert "vaut rejet depuis le" in read(client, reverse("host:application", args=[it.pk]))


def test_the_work_list_sets_apart_what_is_mine_near_opined_or_late(client: Client) -> None:
    held = signed_in(client, R.INSTRUCTOR)
    mine, other = ReviewFactory(instructor_id=held.person_id).application, ReviewFactory().application
    address = reverse("agency:applications")
    with clock.at(dt.date(2021, 4, 20)):
        listed = read(client, f"{address}?attente=a-moi")
        assert mine.number in listed and other.number not in listed
        assert mine.number in read(client, f"{address}?attente=bientot") and mine.number in read(
            client, f"{address}?attente=avis-en-retard"
        )
        assert "candidatures attendent une réponse avant que le silence" in read(client, reverse("agency:dashboard"))
