"""The candidate: the pool, the invitations, the training; the adviser: her report."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.models import Person
from lucette.foundation.journal import actions as journal
from lucette.kernel.actor import SYSTEM
from lucette.scheme.recruitment.models import Candidate
from tests.scheme.recruitment.factories import HireFactory
from tests.scheme.reports.factories import host_report, scene
from tests.scheme.trainings.factories import EnrolmentFactory
from tests.web.adviser.conftest import as_person
from tests.web.adviser.test_activities import chosen
from tests.web.hand import play, send
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db
PROFILE, APPLY, WITHDRAW = "/conseiller/profil/", "/conseiller/profil/inscription/", "/conseiller/profil/retrait/"
WISHES = {"commune": "Tulle", "radius_km": "20", "available_on": "2021-03-15", "situations": ["graduate"]}


def act(name: str, it: Any) -> str:
    return reverse(f"adviser:{name}", args=[it.pk])


class TestPool:
    def test_somebody_joins_the_pool_says_what_she_shares_and_leaves_it(self, client: Client) -> None:
        signed_in(client, RoleName.CANDIDATE)
        assert "Inscrivez-vous au vivier" in read(client, "/conseiller/")
        assert APPLY in read(client, PROFILE)
        page = play(client, APPLY, **WISHES, motivation="Aider", pix_shared="on")
        it = Candidate.objects.get()
        assert (it.commune_id, it.radius_km, it.pix_shared) == ("19272", 20, True)
        assert "Vous êtes au vivier, disponible à partir du 15 mars 2021." in page and "partagé" in page
        assert "voient votre profil" in read(client, "/conseiller/")
        assert "Vous avez quitté le vivier" in play(client, WITHDRAW)
        assert "Revenir au vivier" in read(client, PROFILE) and "Vous avez quitté le vivier" in read(client, "/conseiller/")
        told = chosen(read(client, APPLY))
        assert told["commune"] == ["19000 Tulle"] and told["situations"] == ["graduate"]
        play(client, APPLY, **told | {"radius_km": "40"})
        it.refresh_from_db()
        assert (it.status, it.radius_km) == ("available", 40)

    def test_wishes_to_correct_are_kept_as_typed(self, client: Client) -> None:
        signed_in(client, RoleName.CANDIDATE)
        page = send(client, APPLY, commune="Xqzwkjv", radius_km="20", motivation="Aider")
        assert "Nous ne trouvons pas cette commune" in page and "Cette réponse est nécessaire." in page
        assert 'value="Xqzwkjv"' in page and "Aider" in page and not Candidate.objects.exists()
        page = send(client, APPLY, **WISHES | {"commune": "saint-denis"})
        assert "Laquelle de ces communes" in page and "Saint-Denis (Seine-Saint-Denis)" in page

    def test_who_is_in_the_pool_leaves_it_before_changing_her_wishes(self, client: Client, candidate: Candidate) -> None:
        assert "Vous êtes déjà inscrit au vivier" in send(client, APPLY, **WISHES)
        HireFactory(candidate=candidate, declared=True)
        assert "Un contrat à votre nom est déposé" in send(client, WITHDRAW)
        candidate.refresh_from_db()
        assert candidate.status == "available"

    def test_who_never_joined_does_not_leave(self, client: Client) -> None:
        signed_in(client, RoleName.CANDIDATE)
        assert client.get(WITHDRAW).status_code == 404


class TestInvitations:
    def test_an_invitation_says_where_how_far_and_how_much(self, client: Client, candidate: Candidate) -> None:
        it = HireFactory(candidate=candidate, distance_km=12.2)
        page = read(client, act("hire", it))
        assert "12\u00a0km" in page.replace(" km", "\u00a0km") and "bruts par mois" in page and it.post.number in page
        assert act("accept", it) in page and act("decline", it) in page
        assert "Répondre à l’invitation" in read(client, "/conseiller/")

    def test_she_accepts_then_may_still_decline(self, client: Client, candidate: Candidate) -> None:
        it = HireFactory(candidate=candidate)
        assert "Vous avez accepté" in play(client, act("accept", it))
        assert "On ne peut pas" in client.get(act("accept", it), follow=True).content.decode()
        assert "Vous avez décliné" in play(client, act("decline", it))
        it.refresh_from_db()
        assert it.status == "declined"

    def test_another_s_invitation_is_not_found(self, client: Client, candidate: Candidate) -> None:
        it = HireFactory()
        for name in ("hire", "accept", "decline"):
            assert client.get(act(name, it)).status_code == 404
        signed_in(client, RoleName.HOST_SECRETARY)
        assert client.post(act("accept", it)).status_code == 404

    def test_her_contract_is_there_with_its_figures(self, client: Client, candidate: Candidate) -> None:
        page = read(client, act("hire", HireFactory(candidate=candidate, declared=True)))
        assert "contrat à durée déterminée" in page and "2\u00a0000,00\u00a0€" in page


class TestTraining:
    def test_her_training_has_its_dates_and_its_steps(self, client: Client) -> None:
        it = EnrolmentFactory(in_progress=True)
        as_person(client, it.hire.candidate.person, RoleName.ADVISER)
        assert act("enrolment", it) in read(client, "/conseiller/formation/")
        page = read(client, act("enrolment", it))
        assert "Premier jour" in page and "Certification Pix" in page and "Tulle" in page

    def test_an_interruption_gives_its_reason(self, client: Client) -> None:
        it = EnrolmentFactory(interrupted=True)
        journal.record("training.interrupted", subject=it, by=SYSTEM, reason="Changement de dates")
        as_person(client, it.hire.candidate.person, RoleName.ADVISER)
        assert "Motif de l’interruption" in read(client, act("enrolment", it))


class TestReport:
    @pytest.fixture
    def report(self, client: Client) -> Any:
        it = host_report("draft", scene())
        as_person(client, Person.objects.get(pk=it.scene.adviser.pk), RoleName.ADVISER)  # type: ignore[attr-defined]
        return it

    def test_she_reads_what_is_written_adds_her_words_and_signs(self, client: Client, report: Any) -> None:
        assert "Relire et signer" in read(client, "/conseiller/")
        assert act("report", report) in read(client, "/conseiller/comptes-rendus/")
        assert act("sign_report", report) in read(client, act("report", report))
        page = play(client, act("sign_report", report), words="Les ateliers du jeudi sont complets.")
        assert "Le compte rendu est signé" in page and "Les ateliers du jeudi sont complets." in page
        report.refresh_from_db()
        assert (report.status, report.signed_by) == ("signed_by_adviser", report.scene.adviser.pk)
        assert "On ne peut pas" in client.get(act("sign_report", report), follow=True).content.decode()

    def test_words_that_name_somebody_are_refused_and_kept(self, client: Client, report: Any) -> None:
        page = send(client, act("sign_report", report), words="Appelez le 05 55 00 00 00")
        assert "05 55 00 00 00" in page
        report.refresh_from_db()
        assert report.status == "draft"

    def test_another_host_s_report_is_not_found(self, client: Client) -> None:
        it = host_report("draft")
        signed_in(client, RoleName.ADVISER)
        for name in ("report", "sign_report"):
            assert client.get(act(name, it)).status_code == 404
