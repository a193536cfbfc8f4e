"""A condition left to a person is answered on its page."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName as R
from lucette.scheme.applications.models import Application
from lucette.scheme.committee.models import AgendaLine
from lucette.scheme.reviews.models import CheckAnswer, Review
from tests.scheme.applications.factories import ApplicationFactory
from tests.scheme.committee.factories import SessionFactory
from tests.scheme.reviews.factories import ReviewFactory, left_to_a_person, tied
from tests.web.doors import closed, refused, send, sent_away
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db
WHY = "La convention constitutive ne nomme que des personnes publiques."


def page(it: Application) -> str:
    return reverse("agency:application", args=[it.pk])


def door(it: Application) -> str:
    return reverse("agency:answer_check", args=[it.pk])


@pytest.fixture
def left(client: Client) -> Application:
    signed_in(client, R.INSTRUCTOR)
    return left_to_a_person()


def test_the_instructor_reads_the_condition_and_answers(client: Client, left: Application) -> None:
    shown = read(client, page(left))
    assert "une condition d’éligibilité est à vérifier" in shown and "Vérifier une condition" in shown
    form = read(client, door(left))
    assert "le groupement ne doit réunir que des personnes morales de droit public" in form and 'name="rule"' not in form
    told = send(client, door(left), verdict="pass", reason=WHY)
    assert "Votre réponse est enregistrée. La candidature remplit toutes les conditions de l’appel." in told
    assert Review.objects.get().eligible is True and WHY in told and "Condition d’éligibilité vérifiée" in told
    assert "Revoir une condition vérifiée" in told and "est à vérifier, pièces en main" not in told


def test_an_answer_is_seen_again_and_changed(client: Client, left: Application) -> None:
    send(client, door(left), verdict="pass", reason=WHY)
    assert WHY in read(client, door(left))
    told = send(client, door(left), verdict="fail", reason="L’arrêté nomme un autre établissement.")
    assert "déclarez-la irrecevable, ou faites décider une dérogation" in told
    assert "L’arrêté nomme un autre établissement." in read(client, reverse("agency:inadmissible", args=[left.pk]))
    assert CheckAnswer.objects.count() == 2


def test_one_of_several_conditions_is_chosen(client: Client) -> None:
    signed_in(client, R.INSTRUCTOR)
    checks = [{"rule": code, "verdict": "to_check", "text": f"Condition {code}.", "source": "Appel"} for code in ("a", "b")]
    it = ReviewFactory(eligible=None, checks=checks).application
    assert "Une autre condition reste à vérifier." in send(client, door(it), rule="b", verdict="pass", reason=WHY)
    assert CheckAnswer.objects.get().rule == "b"
    assert "toutes les conditions" in send(client, door(it), rule="a", verdict="pass", reason=WHY)


def test_a_reason_too_short_keeps_what_was_typed(client: Client, left: Application) -> None:
    told = refused(client, door(left), verdict="fail", reason="Non lu")
    assert "entre 10 et 1\u202f000" in told and ">Non lu</textarea>" in told.replace("\n", "")
    assert "Cette réponse est nécessaire." in refused(client, door(left), reason=WHY)
    assert not CheckAnswer.objects.exists()


def test_the_agenda_refuses_the_file_and_says_why(client: Client, left: Application) -> None:
    session = SessionFactory(endowment=left.call.endowment)
    told = refused(client, reverse("agency:put_on_agenda", args=[left.pk]), session=str(session.pk))
    assert "Une condition d’éligibilité reste à vérifier" in told and not AgendaLine.objects.exists()
    assert "Une condition d’éligibilité reste à vérifier" in read(client, reverse("agency:fill_agenda", args=[session.pk]))


def test_what_is_to_check_is_told_on_the_dashboard_and_set_apart_in_the_list(client: Client, left: Application) -> None:
    told = read(client, reverse("agency:dashboard"))
    assert "1 candidature a une condition à vérifier." in told
    address = f"{reverse('agency:applications')}?attente=a-verifier"
    assert left.number in read(client, address)
    send(client, door(left), verdict="pass", reason=WHY)
    assert "condition à vérifier" not in read(client, reverse("agency:dashboard")) and left.number not in read(client, address)


def test_the_prefecture_reads_the_answer(client: Client, left: Application) -> None:
    send(client, door(left), verdict="pass", reason=WHY)
    signed_in(client, R.PREFECTURE, "19")
    assert WHY in read(client, reverse("prefecture:application", args=[left.pk]))


def test_where_nothing_is_to_check_one_is_sent_back(client: Client, left: Application) -> None:
    for it in (ReviewFactory().application, ApplicationFactory(filed=True), ApplicationFactory(awarded=True)):
        assert "Aucune condition de cette candidature n’est à vérifier." in sent_away(client, door(it), verdict="pass", reason=WHY)
    assert not CheckAnswer.objects.exists()


def test_nobody_else_finds_the_page(client: Client, left: Application) -> None:
    role = signed_in(client, R.INSTRUCTOR)
    tied(left, role.person_id)
    assert client.get(door(left)).status_code == 403
    for other, code in ((R.MEMBER, ""), (R.CHAIR, ""), (R.PREFECTURE, "19"), (R.ANIMATOR, "")):
        signed_in(client, other, code)
        assert closed(client, door(left))
