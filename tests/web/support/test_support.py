"""The support team's space: structures, people and their roles; never what a letter says."""

from __future__ import annotations

import uuid

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.models import Role
from lucette.foundation.accounts.queries import people, person_card
from lucette.foundation.journal.models import Entry
from lucette.foundation.notifications.actions import send_due
from lucette.foundation.notifications.models import Letter
from lucette.foundation.notifications.rules import MAX_ATTEMPTS
from lucette.kernel import clock
from lucette.kernel.actor import Actor, Scope
from lucette.kernel.errors import NotFound
from tests.foundation.accounts.factories import PersonFactory, RoleFactory
from tests.foundation.organizations.factories import OrganizationFactory
from tests.scheme.agreements import factories as agreements
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db
AUDITOR = Actor(uuid.uuid4(), RoleName.AUDITOR.value)


def test_the_dashboard_counts_people_and_letters_that_did_not_arrive(client: Client) -> None:
    signed_in(client, RoleName.SUPPORT)
    assert "Toutes les lettres sont arrivées" in read(client, "/assistance/")
    Letter.objects.create(kind="sign_in_link", to_email="a@example.fr", subject="Votre lien", body="/connexion/jeton/", failure="refusé")
    page = read(client, "/assistance/")
    assert "1 lettre n’est pas arrivée" in page and "Équipe d’assistance" in page
    page = read(client, "/assistance/lettres/")
    assert "Votre lien" in page and "refusé" in page and "jeton" not in page


def test_a_structure_is_found_by_name_and_shown(client: Client) -> None:
    signed_in(client, RoleName.SUPPORT)
    agreement = agreements.asked()
    host = agreement.organization
    assert "Écrivez un nom" in read(client, "/assistance/structures/")
    assert "ne répond" in read(client, "/assistance/structures/?q=introuvable")
    address = reverse("support:organization", args=[host.pk])
    assert address in read(client, f"/assistance/structures/?q={host.siret}")
    page = read(client, address)
    assert agreement.number in page and "••••" in page
    assert client.get(reverse("support:organization", args=[uuid.uuid4()])).status_code == 404


class TestPeople:
    def test_a_person_is_found_by_a_name_typed_in_a_form(self, client: Client) -> None:
        signed_in(client, RoleName.SUPPORT)
        role = RoleFactory(name=RoleName.CHAIR, person__first_name="Éloïse", person__last_name="Lambert")
        assert "Écrivez au moins deux lettres" in read(client, "/assistance/personnes/?q=lambert")
        page = client.post("/assistance/personnes/", {"q": "eloise lam"}).content.decode()
        assert reverse("support:person", args=[role.person_id]) in page and "1 personne trouvée" in page
        page = read(client, reverse("support:person", args=[role.person_id]))
        assert "Présidente du comité de sélection" in page and "jamais venue" in page and "Attribuer un rôle" in page

    def test_nobody_else_looks_for_people(self, client: Client) -> None:
        signed_in(client, RoleName.AUDITOR)
        role = RoleFactory(name=RoleName.CHAIR)
        assert client.get(reverse("support:person", args=[role.person_id])).status_code == 404
        assert people(role.person.last_name, AUDITOR) == []
        with pytest.raises(NotFound):
            person_card(role.person_id, AUDITOR)

    def test_a_role_is_given_within_an_organization_and_journaled(self, client: Client) -> None:
        signed_in(client, RoleName.SUPPORT)
        person, host = PersonFactory(), OrganizationFactory()
        address = reverse("support:grant", args=[person.pk])
        assert "Attribuer ce rôle" in read(client, address)
        wrong = client.post(address, {"role": "host_secretary", "siret": "123", "department": ""})
        assert wrong.status_code == 422 and "Aucune structure connue" in wrong.content.decode()
        page = client.post(address, {"role": "host_secretary", "siret": host.siret, "department": ""}, follow=True).content.decode()
        assert "est attribué à" in page
        role = Role.objects.get(person=person)
        assert (role.name, role.scope) == ("host_secretary", Scope("organization", str(host.pk)))
        assert Entry.objects.filter(act="role.granted", subject_id=str(role.pk)).count() == 1

    def test_a_prefecture_needs_its_department(self, client: Client) -> None:
        signed_in(client, RoleName.SUPPORT)
        address = reverse("support:grant", args=[PersonFactory().pk])
        assert client.post(address, {"role": "prefecture", "siret": "", "department": ""}).status_code == 422

    def test_nobody_gives_herself_a_role(self, client: Client) -> None:
        mine = signed_in(client, RoleName.SUPPORT)
        page = client.post(reverse("support:grant", args=[mine.person_id]), {"role": "auditor", "siret": "", "department": ""})
        assert page.status_code == 403 and "On ne s’attribue pas un rôle à soi-même" in page.content.decode()

    def test_a_role_is_ended_once(self, client: Client) -> None:
        signed_in(client, RoleName.SUPPORT)
        role = RoleFactory(name=RoleName.CHAIR)
        address = reverse("support:end_role", args=[role.pk])
        assert "dès maintenant" in read(client, address)
        assert "est terminé" in client.post(address, follow=True).content.decode()
        assert "déjà terminé" in client.post(address).content.decode()
        assert "Rôles terminés" in read(client, reverse("support:person", args=[role.person_id]))

    def test_somebody_new_is_invited_then_written_to_again(self, client: Client) -> None:
        signed_in(client, RoleName.SUPPORT)
        typed = {
            "email": "neuve@example.fr",
            "first_name": "Neuve",
            "last_name": "Personne",
            "role": "auditor",
            "siret": "",
            "department": "",
        }
        assert "L’invitation est partie" in client.post(reverse("support:invite"), typed, follow=True).content.decode()
        role = Role.objects.get(person__email="neuve@example.fr")
        again = client.post(reverse("support:renew", args=[role.pk]), follow=True)
        assert "Une nouvelle invitation part" in again.content.decode()
        assert Letter.objects.filter(kind="invited").count() == 2


class TestSendAgain:
    @pytest.fixture
    def failed(self, client: Client) -> Letter:
        signed_in(client, RoleName.SUPPORT)
        words = {"subject": "Votre lien", "body": "/connexion/jeton/", "failure": "SMTPRecipientsRefused 550"}
        return Letter.objects.create(kind="sign_in_link", to_email="a@example.fr", attempts=MAX_ATTEMPTS, **words)

    def test_a_letter_given_up_takes_its_turn_again_and_the_journal_says_by_whom(self, client: Client, failed: Letter) -> None:
        address = reverse("support:send_again", args=[failed.pk])
        page = read(client, reverse("support:letters"))
        assert address in page and "adresse refusée par la messagerie du destinataire (réponse 550)" in page and "abandonnée" in page
        page = read(client, address)
        assert "Renvoyer la lettre" in page and "jeton" not in page
        answer = client.post(address, follow=True)
        assert "repart dans la minute" in answer.content.decode() and "abandonnée" not in answer.content.decode()
        assert Entry.objects.get(act="letter.sent_again").subject_id == str(failed.pk)
        assert (send_due(), len(mail.outbox)) == (1, 1)

    def test_a_letter_that_left_is_not_sent_twice(self, client: Client, failed: Letter) -> None:
        Letter.objects.filter(pk=failed.pk).update(sent_at=clock.now(), failure="")
        address = reverse("support:send_again", args=[failed.pk])
        assert "il n’y a rien à renvoyer" in client.get(address, follow=True).content.decode()
        assert client.post(address).status_code == 422
        assert not Entry.objects.filter(act="letter.sent_again").exists()

    def test_it_is_the_support_team_s_alone(self, client: Client, failed: Letter) -> None:
        signed_in(client, RoleName.AUDITOR)
        assert client.post(reverse("support:send_again", args=[failed.pk])).status_code == 404
        assert client.get(reverse("support:send_again", args=[uuid.uuid4()])).status_code == 404
