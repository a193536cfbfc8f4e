"""What a host does once its adviser is there: training, places, referrals, reports, its own people."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.models import Person, Role
from lucette.foundation.documents.queries import documents_about
from lucette.foundation.journal.models import Entry
from lucette.foundation.notifications.models import Letter
from lucette.foundation.organizations.models import Delegation
from lucette.foundation.organizations.queries import signatories
from lucette.kernel import clock
from lucette.kernel.actor import SYSTEM
from lucette.scheme.appointments.models import Referral
from lucette.scheme.places.models import Place
from lucette.scheme.trainings.models import Enrolment
from tests.foundation.accounts.factories import PersonFactory
from tests.foundation.organizations.factories import OrganizationFactory
from tests.scheme.places.factories import PlaceFactory
from tests.scheme.recruitment.factories import HireFactory
from tests.scheme.reports.factories import host_report
from tests.scheme.trainings.factories import EnrolmentFactory, TrainingSessionFactory
from tests.web.doors import closed, forbidden, refused, send, sent_away
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db


def enter(client: Client, organization_id: object, role: RoleName = RoleName.HOST_SECRETARY) -> Role:
    held: Role = signed_in(client, role, str(organization_id))
    return held


def signed_act(content: bytes = b"%PDF-1.7\n%%EOF\n") -> SimpleUploadedFile:
    return SimpleUploadedFile("arrete.pdf", content, "application/pdf")


class TestTraining:
    def test_an_adviser_takes_a_seat(self, client: Client) -> None:
        hire, session = HireFactory(validated=True), TrainingSessionFactory(later=True)
        enter(client, hire.organization_id)
        address = reverse("host:enrol", args=[session.pk])
        assert address in read(client, reverse("host:trainings"))
        page = send(client, address, hire=str(hire.pk))
        it = Enrolment.objects.get(hire=hire)
        assert "est inscrit à" in page and reverse("host:enrolment", args=[it.pk]) in page
        assert str(hire.pk) not in read(client, address)

    def test_a_choice_is_needed_and_the_adviser_of_another_host_is_no_choice(self, client: Client) -> None:
        session = TrainingSessionFactory(later=True)
        enter(client, HireFactory(validated=True).organization_id)
        address = reverse("host:enrol", args=[session.pk])
        assert "nécessaire" in refused(client, address)
        refused(client, address, hire=str(HireFactory(validated=True).pk))
        assert not Enrolment.objects.exists()

    def test_a_full_session_is_told(self, client: Client) -> None:
        hire, session = HireFactory(validated=True), TrainingSessionFactory(later=True, seats=1)
        EnrolmentFactory(session=session)
        enter(client, hire.organization_id)
        assert "complète" in refused(client, reverse("host:enrol", args=[session.pk]), hire=str(hire.pk))

    def test_a_training_is_stopped_with_its_reason(self, client: Client) -> None:
        it = EnrolmentFactory()
        enter(client, it.hire.organization_id)
        address = reverse("host:interrupt_training", args=[it.pk])
        assert address in read(client, reverse("host:enrolment", args=[it.pk]))
        assert "nécessaire" in refused(client, address, reason="")
        assert "interrompue" in send(client, address, reason="Congé de maternité")
        assert "On ne peut pas" in sent_away(client, address, reason="Encore")

    def test_others_see_nothing(self, client: Client) -> None:
        it = EnrolmentFactory()
        enter(client, OrganizationFactory().pk)
        assert closed(client, reverse("host:interrupt_training", args=[it.pk]))
        signed_in(client, RoleName.INSTRUCTOR)
        assert closed(client, reverse("host:enrol", args=[it.session_id]))


class TestPlaces:
    place = {"name": "Médiathèque", "kind": "bibliotheque", "address": "12 avenue Winston-Churchill", "access": "rdv"}

    def test_a_place_is_opened_then_its_hours_are_said(self, client: Client) -> None:
        host = OrganizationFactory()
        enter(client, host.pk)
        assert reverse("host:open_place") in read(client, reverse("host:places"))
        page = send(client, reverse("host:open_place"), **self.place, commune="Tulle", step_free="oui")
        it = Place.objects.get(organization=host)
        assert "est ouvert au public" in page and it.commune_id == "19272" and it.step_free is True
        hours = {"lundi": "9h-12h, 14 h 30 - 17h30", "samedi": "de 9h à 12h"}
        assert "Les horaires de" in send(client, reverse("host:set_hours", args=[it.pk]), **hours)
        assert sorted(it.hours) == [
            (0, dt.time(9), dt.time(12)),
            (0, dt.time(14, 30), dt.time(17, 30)),
            (5, dt.time(9), dt.time(12)),
        ]
        assert "14" in read(client, reverse("host:set_hours", args=[it.pk]))
        assert "samedi" in read(client, reverse("host:place", args=[it.pk]))

    def test_what_was_written_in_the_form_can_be_sent_again(self, client: Client) -> None:
        it = PlaceFactory()
        enter(client, it.organization_id)
        address = reverse("host:set_hours", args=[it.pk])
        send(client, address, mardi="8h30-12h, 13h-16h45")
        shown = re.findall(r'name="(mardi)" value="([^"]+)"', read(client, address))
        before = sorted(it.hours)
        send(client, address, **dict(shown))
        assert sorted(it.hours) == before and len(before) == 2

    def test_wrong_answers_are_told_beside_their_field_and_come_back(self, client: Client) -> None:
        it = PlaceFactory()
        enter(client, it.organization_id)
        page = refused(client, reverse("host:open_place"), **self.place, commune="Zzz")
        assert "ne trouvons pas cette commune" in page and "12 avenue Winston-Churchill" in page
        assert "12 avenue Winston-Churchill" in read(client, reverse("host:open_place"))
        assert "Laissez vide si c’est fermé" in refused(client, reverse("host:set_hours", args=[it.pk]), lundi="matin")
        assert "Le lundi" in refused(client, reverse("host:set_hours", args=[it.pk]), lundi="12h-9h")

    def test_a_place_is_closed_once(self, client: Client) -> None:
        it = PlaceFactory()
        enter(client, it.organization_id)
        address = reverse("host:close_place", args=[it.pk])
        assert "est fermé à partir du" in send(client, address, on="2021-03-01")
        assert "déjà fermé" in refused(client, address, on="2021-03-02")
        assert address not in read(client, reverse("host:place", args=[it.pk]))

    def test_another_host_s_place_is_absent(self, client: Client) -> None:
        it = PlaceFactory()
        enter(client, OrganizationFactory().pk)
        for name in ("place", "set_hours", "close_place"):
            assert client.get(reverse(f"host:{name}", args=[it.pk])).status_code == 404
        for name, typed in (("set_hours", {"lundi": "9h-12h"}), ("close_place", {"on": "2021-03-01"})):
            assert client.post(reverse(f"host:{name}", args=[it.pk]), typed).status_code == 404


class TestReferrals:
    def test_a_person_is_sent_to_the_adviser_and_followed(self, client: Client) -> None:
        hire = HireFactory(validated=True, starts_on=dt.date(2021, 2, 1))
        enter(client, hire.organization_id)
        page = send(client, reverse("host:refer"), hire=str(hire.pk), first_name="Lucette", phone="05 55 20 00 00", need="sante")
        it = Referral.objects.get()
        assert "La demande est envoyée" in page and "Orientation envoyée" in page
        assert reverse("host:referral", args=[it.pk]) in read(client, reverse("host:referrals"))
        assert "1 orientation" in read(client, reverse("host:referrals") + "?etat=sent")
        file = client.get(reverse("host:referrals") + "?format=csv").content.decode()
        assert "Santé" in file and "Lucette" not in file
        address = reverse("host:close_referral", args=[it.pk])
        assert "est close" in send(client, address)
        assert "On ne peut pas" in sent_away(client, address)

    def test_a_wrong_answer_comes_back_on_the_page_but_the_person_is_never_kept(self, client: Client) -> None:
        hire = HireFactory(validated=True, starts_on=dt.date(2021, 2, 1))
        enter(client, hire.organization_id)
        page = refused(client, reverse("host:refer"), hire=str(hire.pk), first_name="Lucette", phone="12", need="sante")
        assert 'value="Lucette"' in page
        assert "Lucette" not in read(client, reverse("host:refer")).replace("Lucette —", "").partition("<form")[2].partition("</form")[0]

    def test_without_an_adviser_nobody_can_be_sent(self, client: Client) -> None:
        enter(client, OrganizationFactory().pk)
        assert "Aucun conseiller n’est en poste" in read(client, reverse("host:refer"))

    def test_only_a_host_refers(self, client: Client) -> None:
        signed_in(client, RoleName.PREFECTURE)
        assert closed(client, reverse("host:refer"))


class TestReports:
    def test_a_report_is_prepared_then_sent_with_the_host_s_words(self, client: Client) -> None:
        due = host_report("due")
        enter(client, due.organization_id)
        address = reverse("host:prepare_report", args=[due.pk])
        assert address in read(client, reverse("host:report", args=[due.pk]))
        assert "est préparé" in send(client, address)
        assert "On ne peut pas" in sent_away(client, address)

    def test_the_representative_adds_two_words_and_sends(self, client: Client) -> None:
        it = host_report("signed_by_adviser", adviser_words="Les ateliers sont pleins.")
        enter(client, it.organization_id, RoleName.HOST_REPRESENTATIVE)
        address = reverse("host:submit_report", args=[it.pk])
        assert "Les ateliers sont pleins" in read(client, address)
        page = refused(client, address, well="Appelez le 05 55 20 00 00", hard="")
        assert "numéro" in page and "Appelez le" in page
        assert "est transmis" in send(client, address, well="Le public vient.", hard="Il manque une salle.")
        it.refresh_from_db()
        assert it.host_words == "Ce qui a bien marché : Le public vient.\n\nCe qui est difficile : Il manque une salle."
        assert "On ne peut pas" in sent_away(client, address)

    def test_a_secretary_does_not_send(self, client: Client) -> None:
        it = host_report("signed_by_adviser")
        enter(client, it.organization_id)
        address = reverse("host:submit_report", args=[it.pk])
        assert closed(client, address) and address not in read(client, reverse("host:report", args=[it.pk]))


class TestMembers:
    def test_the_representative_invites_a_secretary_who_gets_a_link(self, client: Client) -> None:
        me = enter(client, OrganizationFactory(name="Commune de Tulle").pk, RoleName.HOST_REPRESENTATIVE)
        assert reverse("host:invite_member") in read(client, reverse("host:members"))
        typed = {"first_name": "Aline", "last_name": "Roux", "email": "Aline.Roux@mairie.fr"}
        page = send(client, reverse("host:invite_member"), **typed)
        assert "Aline Roux est invité" in page and "invitation en attente" in page
        letter = Letter.objects.get(kind="invited")
        assert letter.to_email == "aline.roux@mairie.fr" and "Commune de Tulle" in letter.body
        role = Role.objects.get(person__email="aline.roux@mairie.fr")
        assert (role.name, role.scope_code) == ("host_secretary", me.scope_code)
        assert Entry.objects.filter(act="person.invited").count() == 1
        assert "fait déjà partie" in refused(client, reverse("host:invite_member"), **typed)

    def test_an_invitation_is_renewed_and_the_former_link_dies(self, client: Client) -> None:
        enter(client, OrganizationFactory().pk, RoleName.HOST_REPRESENTATIVE)
        send(client, reverse("host:invite_member"), first_name="Aline", last_name="Roux", email="aline@mairie.fr")
        role = Role.objects.get(person__email="aline@mairie.fr")
        assert "Un nouveau lien est envoyé" in send(client, reverse("host:renew_invitation", args=[role.pk]))
        former, latest = (re.search(r"/connexion/\S+/", it.body)[0] for it in Letter.objects.filter(kind="invited").order_by("created_at"))  # type: ignore[index]
        visitor = Client()
        visitor.post(former)
        assert "_auth_user_id" not in visitor.session
        visitor.post(latest)
        assert visitor.session["_auth_user_id"] == str(role.person_id)
        assert "déjà venue" in refused(client, reverse("host:renew_invitation", args=[role.pk]))

    def test_a_role_is_ended_and_a_signature_delegated(self, client: Client) -> None:
        me = enter(client, OrganizationFactory().pk, RoleName.HOST_REPRESENTATIVE)
        other = Role.objects.create(
            person=PersonFactory(), name="host_secretary", scope_kind="organization", scope_code=me.scope_code, since=clock.today()
        )
        typed = {"capacity": "première adjointe", "basis": "Arrêté du 1er mars 2021", "since": "2021-03-01"}
        assert "nécessaire" in refused(client, reverse("host:delegate", args=[other.pk]), **typed)
        assert "peut signer" in send(client, reverse("host:delegate", args=[other.pk]), **typed, paper=signed_act())
        given = Delegation.objects.get()
        assert given.person_id == other.person_id
        (paper,) = documents_about(given, by=SYSTEM)
        page = read(client, reverse("host:members"))
        assert "première adjointe" in page and str(paper.pk) in page
        for wrong in ({"until": "2020-01-01", "paper": signed_act()}, {"paper": signed_act(b"MZ")}):
            refused(client, reverse("host:delegate", args=[other.pk]), **(typed | wrong))
        with clock.at(clock.today() + dt.timedelta(days=9)):
            assert "est terminée" in send(client, reverse("host:end_delegation", args=[given.pk]))
            assert "terminée" in read(client, reverse("host:members"))
            assert signatories(given.organization_id, clock.today()) == []
            assert "déjà terminée" in refused(client, reverse("host:end_delegation", args=[given.pk]))
        assert "n’agit plus" in send(client, reverse("host:end_member", args=[other.pk]))
        other.refresh_from_db()
        assert other.until == clock.today()
        assert client.get(reverse("host:end_member", args=[other.pk])).status_code == 404

    def test_a_secretary_sees_the_team_and_changes_nothing(self, client: Client) -> None:
        me = enter(client, OrganizationFactory().pk)
        page = read(client, reverse("host:members"))
        assert me.person.email in page and reverse("host:invite_member") not in page
        assert closed(client, reverse("host:invite_member"), reverse("host:delegate", args=[me.pk]))
        assert "Vous ne pouvez pas mettre fin" in forbidden(client, reverse("host:end_member", args=[me.pk]))

    def test_a_secretary_who_came_first_invites_the_mayor_and_corrects_her_address(self, client: Client) -> None:
        enter(client, OrganizationFactory(name="Commune de Tulle").pk)
        address = reverse("host:invite_representative")
        assert address in read(client, reverse("host:dashboard")) and address in read(client, reverse("host:members"))
        assert "à corriger" in refused(client, address, first_name="Anne", last_name="", email="maire")
        page = send(client, address, first_name="Anne", last_name="Maire", email="mairei@mairie.fr")
        assert "Anne Maire est invité à représenter" in page
        wrong = Role.objects.get(name="host_representative")
        assert reverse("host:end_member", args=[wrong.pk]) in page
        assert "n’agit plus" in send(client, reverse("host:end_member", args=[wrong.pk]))
        send(client, address, first_name="Anne", last_name="Maire", email="maire@mairie.fr")
        Person.objects.filter(email="maire@mairie.fr").update(last_login=clock.now())
        assert "déjà représentée" in client.get(address, follow=True).content.decode()
        assert address not in read(client, reverse("host:dashboard"))

    def test_the_people_of_another_structure_are_absent(self, client: Client) -> None:
        theirs = Role.objects.create(
            person=PersonFactory(), name="host_secretary", scope_kind="organization", scope_code=str(OrganizationFactory().pk)
        )
        enter(client, OrganizationFactory().pk, RoleName.HOST_REPRESENTATIVE)
        assert theirs.person.email not in read(client, reverse("host:members"))
        for name in ("end_member", "delegate", "renew_invitation"):
            assert client.get(reverse(f"host:{name}", args=[theirs.pk])).status_code == 404
        assert client.post(reverse("host:end_member", args=[theirs.pk])).status_code == 404
