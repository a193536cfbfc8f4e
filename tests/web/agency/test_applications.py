"""The instruction of an application, played by hand."""

from __future__ import annotations

import datetime as dt
import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName as R
from lucette.kernel import clock
from lucette.kernel.actor import Actor, Scope
from lucette.scheme.applications.models import Application
from lucette.scheme.committee.models import AgendaLine, Session
from lucette.scheme.reviews import actions as reviews
from lucette.scheme.reviews.models import CompletionItem, CompletionRequest, Review
from tests.scheme.applications.factories import ApplicationFactory
from tests.scheme.committee import factories as committee
from tests.scheme.reviews.factories import CompletionRequestFactory, OpinionFactory, ReviewFactory, answers_to, tied
from tests.web.doors import closed, refused, send, sent_away
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db


def page(it: Application) -> str:
    return reverse("agency:application", args=[it.pk])


def door(name: str, it: Application) -> str:
    return reverse(f"agency:{name}", args=[it.pk])


@pytest.fixture
def filed(client: Client) -> Application:
    signed_in(client, R.INSTRUCTOR)
    it: Application = ApplicationFactory(filed=True)
    return it


@pytest.fixture
def ready(client: Client) -> Application:
    """Under review, eligible, with an opinion; a session of its endowment is being prepared."""
    signed_in(client, R.INSTRUCTOR)
    call = committee.CallFactory()
    committee.SessionFactory(endowment=call.endowment)
    return committee.reviewed(call)


def test_an_instructor_takes_a_file_and_reads_at_once_whether_it_is_eligible(client: Client, filed: Application) -> None:
    assert "Prendre en instruction" in read(client, page(filed))
    assert "lettre part à la préfecture" in read(client, door("take", filed))
    told = send(client, door("take", filed))
    filed.refresh_from_db()
    assert filed.status == "under_review" and f"La candidature {filed.number} est en instruction." in told
    assert Review.objects.filter(application=filed).exists()


def test_what_is_not_filed_is_not_taken_nor_completed(client: Client, filed: Application) -> None:
    under_review = ApplicationFactory(under_review=True)
    assert "On ne peut pas prendre la candidature en instruction" in sent_away(client, door("take", under_review))
    assert "On ne peut pas demander des compléments" in sent_away(
        client, door("ask_completion", filed), items=[], comment="Il manque une pièce."
    )
    assert not CompletionRequest.objects.exists()


def test_additions_are_ticked_and_explained(client: Client, ready: Application) -> None:
    item = "Une présentation du projet d’accueil"
    told = send(client, door("ask_completion", ready), items=[item], other="Un plan du lieu", comment="Pour comprendre le projet.")
    assert "La demande est envoyée à la structure." in told
    assert list(CompletionItem.objects.order_by("position").values_list("label", flat=True)) == [item, "Un plan du lieu"]
    shown = read(client, page(ready))
    assert "Compléments demandés" in shown and "Un plan du lieu" in shown


def ask(it: Application, item: str = "Les statuts de la structure") -> None:
    reviews.ask_completion(application_id=it.pk, items=[item], comment="Il manque une pièce.", by=Actor(uuid4(), R.INSTRUCTOR, Scope()))


def answer_of_host(it: Application, answer: str = "Les statuts sont joints.\nLe lieu est la mairie.") -> None:
    """The instructor asks, the host answers, as they do."""
    ask(it)
    host = Actor(uuid4(), R.HOST_SECRETARY, Scope("organization", str(it.organization_id)))
    reviews.complete(application_id=it.pk, answers=answers_to(it, answer), by=host)


def test_the_answer_of_the_host_is_read_on_the_file_with_its_day(client: Client, ready: Application) -> None:
    with clock.at(dt.date(2021, 3, 6)):
        answer_of_host(ready)
    shown = read(client, page(ready))
    assert "Demande du" in shown and "Les statuts de la structure" in shown
    assert "Réponse de la structure, le" in shown and "6 mars 2021" in shown
    assert "Les statuts sont joints.<br>Le lieu est la mairie." in shown


def test_every_request_keeps_its_own_answer_the_last_one_first(client: Client, ready: Application) -> None:
    for day, answer in ((3, "Première réponse."), (4, "Seconde réponse.")):
        with clock.at(dt.date(2021, 3, day)):
            answer_of_host(ready, answer)
    with clock.at(dt.date(2021, 3, 5)):
        ask(ready, "Un plan")
    shown = read(client, page(ready))
    assert shown.index("Aucune réponse n’est arrivée.") < shown.index("Seconde réponse.") < shown.index("Première réponse.")


def test_an_answer_that_came_is_told_on_the_dashboard_and_kept_apart_in_the_list(client: Client, ready: Application) -> None:
    dashboard, listed = reverse("agency:dashboard"), reverse("agency:applications")
    other = committee.reviewed(ready.call)
    assert "a répondu" not in read(client, dashboard) and "Complétées par la structure" not in read(client, listed)
    answer_of_host(ready)
    told = read(client, dashboard)
    assert "1 structure a répondu à votre demande de compléments." in told and f'href="{page(ready)}"' in told
    assert "Complétées par la structure" in read(client, listed)
    narrowed = read(client, f"{listed}?attente=completee")
    assert ready.number in narrowed and other.number not in narrowed and "1 candidature<" in narrowed
    answer_of_host(other)
    assert "2 structures ont répondu à vos demandes de compléments." in read(client, dashboard)
    assert other.number in read(client, f"{listed}?attente=completee&q={other.number}")
    for it in (ready, other):
        reviews.declare_inadmissible(application_id=it.pk, reason="Hors appel.", by=Actor(uuid4(), R.INSTRUCTOR, Scope()))
    assert "ont répondu" not in read(client, dashboard) and ready.number not in read(client, f"{listed}?attente=completee")


def test_an_answer_on_a_file_in_conflict_is_not_told(client: Client, ready: Application) -> None:
    answer_of_host(ready)
    role = signed_in(client, R.INSTRUCTOR)
    tied(ready, role.person_id)
    assert "a répondu" not in read(client, reverse("agency:dashboard"))
    assert "Complétées par la structure" not in read(client, reverse("agency:applications"))


def test_a_request_that_names_nothing_keeps_what_was_typed(client: Client, ready: Application) -> None:
    told = refused(client, door("ask_completion", ready), comment="Pour comprendre le projet.")
    assert "Nommez au moins un élément à fournir." in told and "Pour comprendre le projet." in told
    ready.refresh_from_db()
    assert ready.status == "under_review" and not CompletionRequest.objects.exists()


def test_a_file_is_declared_inadmissible_with_a_reason(client: Client, ready: Application) -> None:
    assert "Cette réponse est nécessaire." in refused(client, door("inadmissible", ready), reason="Hors délai.")
    assert "Donnez le motif." in refused(client, door("inadmissible", ready), code="other", reason=" ")
    told = send(client, door("inadmissible", ready), code="duplicate", reason="Elle est portée par l’intercommunalité.")
    ready.refresh_from_db()
    assert ready.status == "inadmissible" and "est déclarée irrecevable" in told
    why = "Une autre candidature porte la même demande. Elle est portée par l’intercommunalité."
    assert (ready.decision_code, ready.decision_reason) == ("duplicate", why)


def test_the_director_alone_derogates_where_a_rule_fails(client: Client) -> None:
    it = ReviewFactory(eligible=False, checks=[{"rule": "x", "verdict": "fail", "text": "Hors délai.", "source": "Appel"}]).application
    signed_in(client, R.INSTRUCTOR)
    assert door("derogate", it) not in read(client, page(it)) and closed(client, door("derogate", it))
    signed_in(client, R.AGENCY_DIRECTOR)
    assert door("derogate", it) in read(client, page(it))
    assert "Hors délai." in read(client, door("derogate", it))
    assert "La dérogation est décidée" in send(client, door("derogate", it), outcome="grant", reason="Le retard vient de la plateforme.")
    shown = read(client, page(it))
    assert "Le retard vient de la plateforme." in shown and door("derogate", it) not in shown


def test_a_derogation_refused_makes_the_file_inadmissible(client: Client) -> None:
    signed_in(client, R.AGENCY_DIRECTOR)
    checks = [{"rule": "window", "verdict": "fail", "text": "Hors délai.", "source": "Appel"}]
    it = ReviewFactory(eligible=False, checks=checks).application
    told = send(client, door("derogate", it), outcome="refuse", reason="Le retard n’est pas expliqué.")
    it.refresh_from_db()
    assert "est irrecevable" in told and (it.status, it.decision_code) == ("inadmissible", "no_derogation")
    assert it.decision_reason == "La dérogation demandée est refusée. Le retard n’est pas expliqué."
    signed_in(client, R.INSTRUCTOR)
    other = ReviewFactory(eligible=False, checks=checks).application
    assert re.search(r'value="outside_window"[^>]*checked', read(client, door("inadmissible", other)))


def test_nothing_is_derogated_from_an_eligible_file(client: Client, ready: Application) -> None:
    signed_in(client, R.AGENCY_DIRECTOR)
    assert door("derogate", ready) not in read(client, page(ready))
    assert "Une dérogation ne porte que" in refused(client, door("derogate", ready), outcome="grant", reason="Pourquoi pas.")


def test_a_file_that_is_ready_goes_on_the_agenda_of_a_session(client: Client, ready: Application) -> None:
    session = Session.objects.get()
    told = send(client, door("put_on_agenda", ready), session=str(session.pk))
    assert "est inscrite à l’ordre du jour, en place 1" in told
    assert AgendaLine.objects.get().application_id == ready.pk


def test_a_file_whose_opinion_is_awaited_does_not(client: Client) -> None:
    signed_in(client, R.INSTRUCTOR)
    call = committee.CallFactory()
    session = committee.SessionFactory(endowment=call.endowment)
    waiting = committee.ApplicationFactory(call=call)
    ReviewFactory(application=waiting, opinion_due_on="2100-01-01")
    assert "L’avis du préfet est attendu" in refused(client, door("put_on_agenda", waiting), session=str(session.pk))
    assert not AgendaLine.objects.exists()


def test_without_a_session_the_page_says_what_to_do(client: Client) -> None:
    signed_in(client, R.INSTRUCTOR)
    assert "préparez-en une d’abord" in read(client, door("put_on_agenda", committee.reviewed(committee.CallFactory())))


def test_who_does_not_instruct_finds_no_act(client: Client, filed: Application) -> None:
    signed_in(client, R.MEMBER)
    assert door("take", filed) not in read(client, page(filed))
    names = ("take", "ask_completion", "inadmissible", "derogate", "put_on_agenda")
    assert closed(client, *(door(name, filed) for name in names))


def test_a_conflict_hides_the_file_from_lists_and_closes_its_acts(client: Client) -> None:
    role = signed_in(client, R.INSTRUCTOR)
    session = committee.SessionFactory(convened=True)
    line = committee.line(session)
    other = committee.line(session)
    tied(line.application, role.person_id)
    listed = read(client, reverse("agency:applications"))
    assert line.application.number not in listed and other.application.number in listed and "1 candidature<" in listed
    for told in (client.get(page(line.application)), client.get(door("ask_completion", line.application))):
        assert told.status_code == 403 and "un autre agent doit suivre ce dossier" in told.content.decode()


def test_the_whole_file_is_read_in_few_questions(client: Client) -> None:
    signed_in(client, R.INSTRUCTOR)
    award = committee.award()
    ReviewFactory(application=award.application)
    OpinionFactory(application=award.application)
    CompletionRequestFactory(application=award.application)
    shown = read(client, page(award.application))
    assert "Voir l’attribution" in shown and "Il manque une pièce." in shown


def test_the_list_is_sorted_by_links(client: Client) -> None:
    signed_in(client, R.INSTRUCTOR)
    for name in ("Zonza", "Ajaccio"):
        ApplicationFactory(filed=True, organization__name=name)
    address = reverse("agency:applications")
    upwards, downwards = read(client, f"{address}?tri=structure"), read(client, f"{address}?tri=-structure")
    assert upwards.index("Ajaccio") < upwards.index("Zonza") and downwards.index("Zonza") < downwards.index("Ajaccio")
    assert 'aria-sort="ascending"' in upwards
