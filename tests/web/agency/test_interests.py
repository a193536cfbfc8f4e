"""A tie with a file is declared, read, lifted; the mandates of the members are kept."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName as R
from lucette.scheme.reviews.models import Interest, Mandate
from tests.foundation.accounts.factories import RoleFactory
from tests.scheme.applications.factories import ApplicationFactory
from tests.scheme.reviews.factories import ReviewFactory
from tests.web.doors import closed, forbidden, refused, send
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db
LIST = "/anct/liens-d-interets/"


def test_an_instructor_declares_hers_is_told_kindly_and_lifts_it(client: Client) -> None:
    it = ReviewFactory().application
    role = signed_in(client, R.INSTRUCTOR)
    page, door = reverse("agency:application", args=[it.pk]), reverse("agency:declare_interest", args=[it.pk])
    assert door in read(client, page)
    assert "nécessaire" in refused(client, door, strength="hard", reason="")
    told = send(client, door, strength="hard", reason="Ancienne salariée.")
    assert "est déclaré" in told and "Ancienne salariée." in told
    answer = client.get(page)
    assert answer.status_code == 403 and "un autre agent doit suivre ce dossier" in answer.content.decode()
    assert "un autre agent" in client.post(reverse("agency:ask_completion", args=[it.pk])).content.decode()
    found = Interest.objects.get(person_id=role.person_id)
    lifting = reverse("agency:withdraw_interest", args=[found.pk])
    assert "nécessaire" in refused(client, lifting, reason="")
    assert "Le lien d’intérêts est levé." in send(client, lifting, reason="Contrat terminé.")
    assert "levé le" in read(client, LIST) and client.get(page).status_code == 200


def test_an_instructor_declares_for_a_member_who_no_longer_finds_the_file(client: Client) -> None:
    it, member = ReviewFactory().application, RoleFactory(name=R.MEMBER)
    signed_in(client, R.INSTRUCTOR)
    door = reverse("agency:declare_interest", args=[it.pk])
    send(client, door, person=str(member.person_id), strength="hard", reason="Élue de cette commune.")
    page = read(client, reverse("agency:application", args=[it.pk]))
    assert "Élue de cette commune." in page and str(member.person) in page
    assert Interest.objects.get().person_id == member.person_id
    signed_in(client, R.MEMBER)
    assert "Élue de cette commune." not in read(client, LIST)
    assert 'name="person"' not in read(client, door)
    send(client, door, strength="soft", reason="Une connaissance.")
    assert client.get(reverse("agency:application", args=[it.pk])).status_code == 200
    send(client, door, strength="hard", reason="Une parente.")
    assert client.get(reverse("agency:application", args=[it.pk])).status_code == 404 and closed(client, door)


def test_a_member_keeps_her_mandates_and_the_secretariat_reads_them(client: Client) -> None:
    signed_in(client, R.MEMBER)
    door = reverse("agency:declare_mandate")
    assert "neuf chiffres" in refused(client, door, office="maire", body="Commune de Naves", siren="12")
    assert "Le mandat est déclaré" in send(client, door, office="maire", body="Commune de Naves", siren="211 914 601")
    it = Mandate.objects.get()
    assert "Le mandat est terminé." in send(client, reverse("agency:end_mandate", args=[it.pk]))
    signed_in(client, R.INSTRUCTOR)
    assert "Commune de Naves" in read(client, "/anct/mandats/") and door in read(client, "/anct/mandats/")
    signed_in(client, R.ANIMATOR)
    assert closed(client, LIST, "/anct/mandats/", door)


def test_an_agent_of_the_prefecture_steps_aside_and_comes_back(client: Client) -> None:
    it = ReviewFactory().application
    signed_in(client, R.PREFECTURE, it.department_code)
    page, opine = reverse("prefecture:application", args=[it.pk]), reverse("prefecture:opine", args=[it.pk])
    door = reverse("prefecture:declare_interest", args=[it.pk])
    assert door in read(client, page)
    assert "est déclaré" in send(client, door, strength="hard", reason="Conseiller municipal.")
    told = read(client, page)
    assert "un autre agent de la préfecture" in told and "Conseiller municipal." in told and opine not in told
    assert "un autre agent doit suivre" in forbidden(client, opine, side="yes", comment="Un besoin avéré.")
    lifting = reverse("prefecture:withdraw_interest", args=[it.pk])
    assert "est levé" in send(client, lifting, reason="Mandat terminé.")
    assert opine in read(client, page) and closed(client, lifting)
    elsewhere = ApplicationFactory(filed=True, department_code="75")
    assert closed(client, reverse("prefecture:declare_interest", args=[elsewhere.pk]))
