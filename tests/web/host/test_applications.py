"""A host applies: the call, the draft step by step, the filing, what is asked after."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.organizations.models import Delegation
from lucette.kernel import clock
from lucette.scheme.applications.models import Application, Piece
from lucette.scheme.calls.models import Call
from lucette.scheme.reviews.models import CompletionItem, CompletionRequest
from tests.foundation.accounts.factories import RoleFactory
from tests.foundation.organizations.factories import OrganizationFactory
from tests.scheme.applications.factories import ApplicationFactory
from tests.scheme.calls.factories import CallFactory
from tests.scheme.reviews.factories import CompletionRequestFactory
from tests.web.doors import closed, refused, send, sent_away
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db
STEPS = ("draft_structure", "draft_need", "draft_project", "draft_contact", "draft_pieces", "draft_commitments", "draft_summary")


@pytest.fixture
def call() -> Call:
    made: Call = CallFactory(open=True)
    return made


def draft_of(client: Client, call: Call, role: RoleName = RoleName.HOST_REPRESENTATIVE, **fields: object) -> Application:
    it: Application = ApplicationFactory(call=call, **fields)
    signed_in(client, role, str(it.organization_id))
    return it


def step(name: str, it: Application) -> str:
    return reverse(f"host:{name}", args=[it.pk])


class TestOpening:
    def test_a_host_answers_an_open_call_and_begins_the_draft(self, client: Client, call: Call) -> None:
        host = OrganizationFactory()
        signed_in(client, RoleName.HOST_SECRETARY, str(host.pk))
        page = send(client, reverse("host:open"), call=str(call.pk))
        it = Application.objects.get(organization=host)
        assert f"Le brouillon {it.number} est ouvert" in page and "pas encore déposé" in page and "Étape 1 sur 7" in page

    def test_a_host_with_a_live_application_has_nothing_to_open(self, client: Client, call: Call) -> None:
        draft_of(client, call)
        assert "Aucun appel ouvert" in read(client, reverse("host:open"))

    def test_a_host_that_was_retained_may_ask_for_more_posts(self, client: Client, call: Call) -> None:
        first = draft_of(client, call, awarded=True)
        assert "postes supplémentaires" in read(client, reverse("host:open"))
        send(client, reverse("host:open"), call=f"{call.pk}+")
        assert Application.objects.get(organization=first.organization, additional=True).status == "draft"

    def test_a_call_for_others_cannot_be_answered(self, client: Client, call: Call) -> None:
        signed_in(client, RoleName.HOST_SECRETARY, str(OrganizationFactory(association=True).pk))
        refused(client, reverse("host:open"), call=str(call.pk))
        assert not Application.objects.exists()

    def test_only_a_host_opens(self, client: Client) -> None:
        signed_in(client, RoleName.INSTRUCTOR)
        assert closed(client, reverse("host:open"))


class TestDraft:
    def test_each_step_is_a_sound_page_that_says_it_is_not_filed(self, client: Client, call: Call) -> None:
        it = draft_of(client, call, RoleName.HOST_SECRETARY)
        for name in STEPS:
            assert "pas encore déposée" in read(client, step(name, it))

    def test_the_first_step_knows_the_host_and_says_whether_it_is_eligible(self, client: Client, call: Call) -> None:
        page = read(client, step("draft_structure", draft_of(client, call)))
        assert "Tulle" in page and "SIRET" in page and "Votre structure est-elle éligible" in page

    def test_a_step_is_saved_incomplete_then_the_next_one_opens(self, client: Client, call: Call) -> None:
        it = draft_of(client, call, RoleName.HOST_SECRETARY)
        page = send(client, step("draft_project", it), posts_asked="3", motivation="Court")
        it.refresh_from_db()
        assert (it.posts_asked, it.motivation, it.start_on) == (3, "Court", None)
        assert "Étape 4 sur 7" in page and "Étape enregistrée" in page
        assert "Court" in read(client, step("draft_project", it))

    def test_the_need_says_for_whom_where_and_beside_what(self, client: Client, call: Call) -> None:
        it = draft_of(client, call, RoleName.HOST_SECRETARY)
        assert "à qui s’adressera" in read(client, step("draft_summary", it))
        assert "n’est pas" in refused(client, step("draft_need", it), publics=["martians"])
        send(client, step("draft_need", it), publics=["older", "young"], places_planned="La mairie", france_services="on")
        it.refresh_from_db()
        assert (it.publics, it.places_planned, it.france_services) == (["older", "young"], "La mairie", True)
        page = read(client, step("draft_summary", it))
        assert "personnes âgées et jeunes" in page and "La mairie" in page

    def test_going_back_saves_too(self, client: Client, call: Call) -> None:
        it = draft_of(client, call)
        page = send(client, step("draft_contact", it), contact_email="pas une adresse", go="back")
        it.refresh_from_db()
        assert it.contact_email == "pas une adresse" and "Étape 3 sur 7" in page

    def test_what_cannot_be_stored_is_told_beside_its_field_and_comes_back(self, client: Client, call: Call) -> None:
        it = draft_of(client, call)
        page = refused(client, step("draft_project", it), posts_asked="trois", motivation="Nos habitants en ont besoin")
        assert "nombre entier" in page and "Nos habitants en ont besoin" in page
        assert "Nos habitants en ont besoin" in read(client, step("draft_project", it))
        answer = client.post(step("draft_project", it), {"posts_asked": "", "motivation": "Autrement", "go": "back"})
        assert answer["Location"] == step("draft_need", it)
        assert "Autrement" in read(client, step("draft_project", it))

    def test_the_contact_proposed_is_the_person_who_types(self, client: Client, call: Call) -> None:
        it = ApplicationFactory(call=call)
        held = signed_in(client, RoleName.HOST_SECRETARY, str(it.organization_id))
        assert held.person.email in read(client, step("draft_contact", it))

    def test_the_summary_leads_to_what_is_missing(self, client: Client, call: Call) -> None:
        it = draft_of(client, call)
        page = read(client, step("draft_summary", it))
        assert "Ce qu’il manque pour déposer" in page and step("draft_contact", it) in page and "à compléter" in page
        assert reverse("host:file", args=[it.pk]) not in page
        assert "pas complète" in sent_away_once(client, reverse("host:file", args=[it.pk]))

    def test_a_complete_draft_is_filed_by_the_representative(self, client: Client, call: Call) -> None:
        it = draft_of(client, call, complete=True)
        address = reverse("host:file", args=[it.pk])
        assert address in read(client, step("draft_summary", it))
        assert "est déposée" in send(client, address)
        it.refresh_from_db()
        assert it.status == "filed"
        assert "On ne peut pas" in sent_away(client, step("draft_project", it), posts_asked="4")
        assert client.get(step("draft_summary", it))["Location"] == reverse("host:application", args=[it.pk])

    def test_a_secretary_is_told_who_files(self, client: Client, call: Call) -> None:
        it = draft_of(client, call, RoleName.HOST_SECRETARY, complete=True)
        page = read(client, step("draft_summary", it))
        assert "représentant légal dépose" in page and reverse("host:file", args=[it.pk]) not in page
        assert client.get(reverse("host:file", args=[it.pk])).status_code == 403
        assert client.post(reverse("host:file", args=[it.pk])).status_code == 403
        it.refresh_from_db()
        assert it.status == "draft"

    def test_a_secretary_hands_the_file_over_and_the_mayor_files_it(self, client: Client, call: Call) -> None:
        it = draft_of(client, call, RoleName.HOST_SECRETARY, complete=True)
        address = reverse("host:hand_over", args=[it.pk])
        assert address in read(client, step("draft_summary", it))
        assert "invitez d’abord" in sent_away_once(client, address)
        scope = {"scope_kind": "organization", "scope_code": str(it.organization_id)}
        mayor = RoleFactory(name=RoleName.HOST_REPRESENTATIVE, **scope)
        assert str(mayor.person) in read(client, address)
        assert "est transmise à" in send(client, address)
        assert "Une lettre lui est partie" in read(client, step("draft_summary", it))
        signed_in(client, RoleName.HOST_REPRESENTATIVE, str(it.organization_id), person=mayor.person)
        assert "relisez-la" in read(client, reverse("host:dashboard"))
        assert closed(client, address)
        assert "est déposée" in send(client, reverse("host:file", args=[it.pk]))

    def test_a_draft_that_lacks_something_is_not_handed_over(self, client: Client, call: Call) -> None:
        it = draft_of(client, call, RoleName.HOST_SECRETARY)
        address = reverse("host:hand_over", args=[it.pk])
        assert address not in read(client, step("draft_summary", it))
        assert "pas complète" in sent_away_once(client, address)
        filed = draft_of(client, call, RoleName.HOST_SECRETARY, filed=True)
        assert "On ne peut pas" in sent_away(client, reverse("host:hand_over", args=[filed.pk]))

    def test_a_secretary_with_a_delegation_files(self, client: Client, call: Call) -> None:
        it = ApplicationFactory(call=call, complete=True)
        held = signed_in(client, RoleName.HOST_SECRETARY, str(it.organization_id))
        given = {"person_id": held.person_id, "capacity": "adjointe", "basis": "Arrêté du 2 mars", "since": clock.today()}
        Delegation.objects.create(organization=it.organization, **given)
        assert reverse("host:hand_over", args=[it.pk]) not in read(client, step("draft_summary", it))
        assert "est déposée" in send(client, reverse("host:file", args=[it.pk]))

    def test_a_host_that_misses_a_condition_asks_for_a_derogation_before_it_files(self, client: Client, call: Call) -> None:
        it = draft_of(client, call, complete=True, organization=OrganizationFactory(legal_category="7172"))
        address, file = reverse("host:ask_derogation", args=[it.pk]), reverse("host:file", args=[it.pk])
        page = read(client, step("draft_summary", it))
        assert "services déconcentrés" in page and address in page and file not in page
        assert "demandez une dérogation pour déposer" in sent_away_once(client, file)
        assert "Cette réponse est nécessaire" in refused(client, address, derogation_asked="")
        assert "est gardée" in send(client, address, derogation_asked="Seul service ouvert au public du canton.")
        page = read(client, step("draft_summary", it))
        assert "Seul service ouvert" in page and file in page
        assert "est déposée" in send(client, file)
        it.refresh_from_db()
        assert it.status == "filed"
        assert "Seul service ouvert" in read(client, reverse("host:application", args=[it.pk]))
        assert "On ne peut pas" in sent_away(client, address, derogation_asked="Encore.")

    def test_a_host_that_meets_the_conditions_has_no_derogation_to_ask_for(self, client: Client, call: Call) -> None:
        it = draft_of(client, call, complete=True)
        address = reverse("host:ask_derogation", args=[it.pk])
        assert address not in read(client, step("draft_summary", it))
        assert "aucune dérogation" in sent_away_once(client, address)

    def test_another_host_s_draft_is_absent(self, client: Client, call: Call) -> None:
        it = draft_of(client, call)
        signed_in(client, RoleName.HOST_SECRETARY)
        for name in STEPS:
            assert client.get(step(name, it)).status_code == 404


def sent_away_once(client: Client, address: str) -> str:
    return client.get(address, follow=True).content.decode()


class TestCompleting:
    def asked(self, client: Client, **more: object) -> CompletionRequest:
        it = CompletionRequestFactory(due_on=dt.date(2021, 3, 20), items=["Le plan du lieu", "Le budget"], **more)
        signed_in(client, RoleName.HOST_SECRETARY, str(it.application.organization_id))
        return it

    def test_a_host_answers_each_thing_asked_in_words_or_with_a_document(self, client: Client) -> None:
        asked = self.asked(client)
        it, (plan, budget) = asked.application, CompletionItem.objects.order_by("position")
        address = reverse("host:complete", args=[it.pk])
        page = read(client, address)
        assert "20 mars 2021" in page and "Le plan du lieu" in page and "Il manque une pièce." in page
        assert "Répondez par un texte" in refused(client, address, **{str(plan.pk): "Au rez-de-chaussée."})
        file = SimpleUploadedFile("budget.pdf", b"%PDF-1.7\n%%EOF\n", "application/pdf")
        answers = {str(plan.pk): "Au rez-de-chaussée.", f"fichier-{budget.pk}": file, "remark": "À bientôt."}
        page = send(client, address, **answers)
        assert "l’instruction reprend" in page and "Au rez-de-chaussée." in page and "À bientôt." in page
        it.refresh_from_db()
        budget.refresh_from_db()
        assert it.status == "under_review" and reverse("document", args=[budget.document_id]) in page
        assert "On ne peut pas" in sent_away(client, address, **answers)

    def test_a_document_of_the_call_is_given_again_where_it_is_asked_for_and_nowhere_else(self, client: Client) -> None:
        it = ApplicationFactory(under_review=True)
        signed_in(client, RoleName.INSTRUCTOR)
        read_piece = reverse("agency:read_piece", args=[it.pk, "signatory"])
        assert read_piece in read(client, reverse("agency:application", args=[it.pk]))
        assert "Dites ce qui ne va pas" in refused(client, read_piece, verdict="refused")
        assert "est à refaire" in send(client, read_piece, verdict="refused", said="La page 2 manque.")
        ask = reverse("agency:ask_completion", args=[it.pk])
        page = read(client, ask)
        assert 'value="document:signatory"' in page and "La page 2 manque." in page
        assert re.search(r'value="document:signatory"[^>]*checked', page)
        send(client, ask, items=["document:signatory"], comment="La page 2 manque.")
        signed_in(client, RoleName.HOST_SECRETARY, str(it.organization_id))
        address, item = reverse("host:complete", args=[it.pk]), CompletionItem.objects.get()
        assert client.get(reverse("host:give_pieces", args=[it.pk]))["Location"] == address
        assert "À refaire" in read(client, address) and "Cette réponse est nécessaire" in refused(client, address)
        page = refused(client, address, **{str(item.pk): SimpleUploadedFile("a.pdf", b"MZ", "application/pdf")})
        assert "pas un PDF" in page
        send(client, address, **{str(item.pk): SimpleUploadedFile("a.pdf", b"%PDF-1.7\n%%EOF\n", "application/pdf")})
        assert [(p.answer, p.replaced_at is None) for p in Piece.objects.filter(application=it).order_by("created_at")] == [
            ("refused", False),
            ("given", True),
        ]
        signed_in(client, RoleName.INSTRUCTOR)
        page = read(client, reverse("agency:application", args=[it.pk]))
        assert "à refaire : La page 2 manque." in page.replace("\xa0", " ") and "Lire le document fourni" in page
        assert "est accepté" in send(client, read_piece, verdict="accepted")


def test_a_step_marks_as_optional_only_what_filing_does_not_need(client: Client, call: Call) -> None:
    it = draft_of(client, call)
    page = read(client, step("draft_contact", it))
    assert page.count("(Optionnel)") == 2 and re.search(r"Fonction\s+\(Optionnel\)", page)  # and once in what the form says of itself
    assert "Étape enregistrée" in send(client, step("draft_commitments", it))
