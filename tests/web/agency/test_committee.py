"""The committee, from the preparation of a session to the publication of its decisions, played by hand."""

from __future__ import annotations

import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName as R
from lucette.foundation.accounts.models import Person
from lucette.foundation.documents.models import Document
from lucette.foundation.territories.models import Zoning
from lucette.kernel import clock
from lucette.scheme.applications.models import Application
from lucette.scheme.committee.models import AgendaLine, Award, Session, SessionMember
from lucette.scheme.posts.actions import create_for_award
from lucette.scheme.reviews.models import Interest
from tests.foundation.accounts.factories import RoleFactory
from tests.foundation.organizations.factories import territory
from tests.scheme.committee import factories as committee
from tests.scheme.reviews.factories import ReviewFactory, tied
from tests.web.doors import closed, refused, send, sent_away
from tests.web.pages import faults, read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db


def door(name: str, it: Session) -> str:
    return reverse(f"agency:{name}", args=[it.pk])


def deciding(line: AgendaLine) -> str:
    return reverse("agency:decide", args=[line.session_id, line.application_id])


def sits(client: Client, role: R, session: Session) -> Person:
    """Sign in as a member of this session."""
    held = signed_in(client, role)
    SessionMember.objects.create(session=session, person_id=held.person_id, present=True)
    return held.person


class TestPreparing:
    def test_an_instructor_prepares_a_session(self, client: Client) -> None:
        signed_in(client, R.INSTRUCTOR)
        member = RoleFactory(name=R.MEMBER)
        endowment = committee.endowment()
        assert reverse("agency:prepare_session") in read(client, reverse("agency:sessions"))
        typed = {"number": "S-9", "held_on": "2021-04-02", "place": "Paris", "endowment": str(endowment.pk)}
        assert "Le quorum va de un" in refused(
            client, reverse("agency:prepare_session"), **typed, members=[str(member.person_id)], quorum="5"
        )
        told = send(client, reverse("agency:prepare_session"), **typed, members=[str(member.person_id)], quorum="1")
        assert "La séance S-9 est préparée." in told and Session.objects.get(number="S-9").quorum == 1

    def test_several_files_at_once_and_why_others_are_not_ready(self, client: Client) -> None:
        signed_in(client, R.INSTRUCTOR)
        session = committee.SessionFactory()
        call = committee.CallFactory(endowment=session.endowment)
        first, second = committee.reviewed(call), committee.reviewed(call)
        ReviewFactory(application=committee.ApplicationFactory(call=call), opinion_due_on="2100-01-01")
        page = read(client, door("fill_agenda", session))
        assert "L’avis du préfet est attendu" in page and page.count('type="checkbox"') == 2
        told = send(client, door("fill_agenda", session), files=[str(first.pk), str(second.pk)])
        assert "2 dossiers sont inscrits à l’ordre du jour." in told and session.lines.count() == 2

    def test_the_next_session_is_proposed_a_month_later_with_the_same_members(self, client: Client) -> None:
        signed_in(client, R.INSTRUCTOR)
        held = committee.SessionFactory(number="S-2021-03", held_on="2021-03-05", place="Lyon")
        member = RoleFactory(name=R.MEMBER)
        SessionMember.objects.create(session=held, person_id=member.person_id)
        page = read(client, reverse("agency:prepare_session"))
        assert all(f'value="{it}"' in page for it in ("S-2021-04", "2021-04-05", "Lyon")) and "checked" in page

    def test_the_waiting_list_is_proposed_when_posts_are_left_and_a_file_is_taken_off(self, client: Client) -> None:
        signed_in(client, R.INSTRUCTOR)
        session = committee.SessionFactory()
        waits = committee.reviewed(committee.CallFactory(endowment=session.endowment))
        Application.objects.filter(pk=waits.pk).update(status="waiting_list", waiting_rank=1)
        assert door("fill_from_waiting", session) in read(client, reverse("agency:dashboard"))
        assert "1 dossier est inscrit" in send(client, door("fill_from_waiting", session)).replace("\u00a0", " ")
        assert "n’est plus à l’ordre du jour" in send(client, door("take_off", session), line=str(waits.pk))
        assert not session.lines.exists()
        assert "Aucun dossier n’attend" in refused(client, door("fill_from_waiting", session))

    def test_the_agenda_is_taken_away_as_a_spreadsheet_without_the_files_in_conflict(self, client: Client) -> None:
        session = committee.SessionFactory(convened=True)
        line, other = committee.line(session), committee.line(session)
        member = sits(client, R.MEMBER, session)
        tied(line.application, member.pk)
        assert "?format=xlsx" in read(client, door("session", session))
        told = client.get(door("session", session) + "?format=csv").content.decode("utf-8-sig")
        assert other.application.number in told and line.application.number not in told

    def test_an_empty_agenda_is_not_convened_a_full_one_is(self, client: Client) -> None:
        signed_in(client, R.INSTRUCTOR)
        session = committee.SessionFactory()
        assert "L’ordre du jour est vide" in refused(client, door("convene", session))
        committee.line(session)
        ruralised = committee.line(session, organization__commune=territory("19275", "Ussel"))
        Zoning.objects.create(commune_id="19275", kind="zrr", value="C")
        assert "2</span>" in read(client, door("convene", session))
        assert "est convoquée" in send(client, door("convene", session))
        ruralised.refresh_from_db()
        assert ruralised.position == 1 and ruralised.snapshot["territory"]["reasons"][0]["points"] == 20
        assert "On ne peut pas inscrire" in client.get(door("fill_agenda", session), follow=True).content.decode()

    def test_a_member_prepares_nothing(self, client: Client) -> None:
        signed_in(client, R.MEMBER)
        session = committee.SessionFactory()
        assert closed(client, reverse("agency:prepare_session"), door("fill_agenda", session), door("convene", session))


class TestSitting:
    def test_a_member_declares_a_conflict_and_no_longer_meets_the_file(self, client: Client) -> None:
        session = committee.SessionFactory(convened=True)
        line, other = committee.line(session), committee.line(session)
        sits(client, R.MEMBER, session)
        told = send(client, door("declare_conflict", session), file=str(line.application_id), reason="Élue de la commune.")
        assert "Le conflit d’intérêts est déclaré." in told
        page = read(client, door("session", session))
        assert str(line.application_id) not in page and str(other.application_id) in page
        assert "Dossiers non montrés" in page

    def test_a_member_declares_for_herself_only(self, client: Client) -> None:
        session = committee.SessionFactory(convened=True)
        line = committee.line(session)
        member = sits(client, R.MEMBER, session)
        assert 'name="person"' not in read(client, door("declare_conflict", session))
        send(client, door("declare_conflict", session), file=str(line.application_id), person=str(committee.CHAIR.pk), reason="Élue.")
        assert Interest.objects.get().person_id == member.pk

    def test_the_chair_opens_with_those_present(self, client: Client) -> None:
        session = committee.SessionFactory(convened=True, quorum=2)
        committee.line(session)
        chair = sits(client, R.CHAIR, session)
        assert "Le quorum n’est pas atteint" in refused(client, door("open_session", session), present=[str(chair.pk)])
        told = send(client, door("open_session", session), present=[str(chair.pk), str(committee.MEMBER.pk)])
        assert "La séance est ouverte : 2 membres présents." in told and "Salle du comité" in told
        session.refresh_from_db()
        assert session.status == "open"

    def test_the_room_decides_line_after_line_and_the_gauges_follow(self, client: Client) -> None:
        session = committee.SessionFactory(open=True)
        lines = [committee.line(session), committee.line(session)]
        sits(client, R.CHAIR, session)
        room = read(client, door("room", session))
        assert room.count("<form") >= 2 and room.count("lu-gauge__words") == 2 and "Territoire" in room
        assert "2 dossiers à décider." in room and "#dossier-1" in room
        tokens = re.findall(r'name="once" value="([^"]+)"', room)
        assert len(set(tokens)) == len(tokens) == 2
        answer = client.post(deciding(lines[0]), {"once": tokens[0], "decision": "granted", "posts": "2", "reason": ""})
        assert answer["Location"] == f"{door('room', session)}#dossier-2"
        room = read(client, door("room", session))
        assert "1 dossier à décider." in room and "100\u00a0000,00\u00a0€" in room and "Changer la décision" in room
        answer = client.post(deciding(lines[1]), {"once": tokens[1], "decision": "waiting", "posts": "2", "reason": ""}, follow=True)
        page = answer.content.decode()
        assert "la présidente peut signer le procès-verbal" in page and not faults(page)
        assert list(session.lines.values_list("decision", "posts")) == [("granted", 2), ("waiting", 0)]

    def test_a_refusal_without_reason_is_told_on_the_page_of_the_file(self, client: Client) -> None:
        session = committee.SessionFactory(open=True)
        line = committee.line(session)
        sits(client, R.CHAIR, session)
        told = refused(client, deciding(line), decision="refused", posts="1", reason="")
        assert "Écrivez le motif." in told and 'value="refused"' in told and "Décider d’un dossier" in told
        told = refused(client, deciding(line), decision="granted", posts="1", reason="")
        assert "motif" in told and 'value="1"' in told
        line.refresh_from_db()
        assert line.decision == ""

    def test_several_files_ticked_in_the_room_are_decided_at_once(self, client: Client) -> None:
        session = committee.SessionFactory(open=True, endowment=committee.endowment(posts=3))
        *_, third = (committee.line(session) for _ in range(3))
        AgendaLine.objects.filter(pk=third.pk).update(snapshot={"opinion": "favorable"})
        sits(client, R.CHAIR, session)
        room = read(client, door("room", session))
        assert room.count('form="ensemble"') == 3 and "aux avis favorables : 1 dossier" in room.replace("\u00a0", " ")
        together = door("decide_together", session)
        assert "Cochez d’abord" in client.get(together, follow=True).content.decode()
        page = read(client, f"{together}?decision=granted&n=1&n=2")
        assert "il manque 1 poste" in page.replace("\u00a0", " ") and 'name="reason"' not in page
        assert "2 dossiers" in send(client, f"{together}?decision=granted&n=1&n=2")
        refusal = f"{together}?decision=refused&n=2"
        assert client.post(refusal, {"reason": ""}).status_code == 422
        send(client, refusal, reason="Offre suffisante.")
        told = send(client, f"{together}?decision=waiting&avis=favorable")
        assert "la présidente peut signer" in told
        found = session.lines.order_by("position").values_list("decision", "posts", "reason")
        assert list(found) == [("granted", 2, ""), ("refused", 0, "Offre suffisante."), ("waiting", 0, "")]

    def test_decisions_typed_in_the_spreadsheet_are_all_taken_or_each_line_says_why(self, client: Client) -> None:
        session = committee.SessionFactory(open=True)
        first, second, third = (committee.line(session) for _ in range(3))
        sits(client, R.CHAIR, session)
        head, taken = "N°;Candidature;Structure;Décision;Postes accordés;Motif;Postes demandés\n", door("import_agenda", session)
        told = client.get(door("session", session) + "?format=csv").content.decode("utf-8-sig")
        assert all(it in told for it in ("Candidature", "Postes accordés", first.application.number))

        def sent(*rows: str) -> str:
            file = SimpleUploadedFile("agenda.csv", (head + "\n".join(rows)).encode())
            return client.post(taken, {"once": str(uuid.uuid4()), "file": file}, follow=True).content.decode()

        number = [it.application.number for it in (first, second, third)]
        refusal = sent(f"1;{number[0]};A;accordé;2;;2", f"2;{number[1]};B;refusé;;;2", "3;C-1999-00001;C;accordé;1;;1")
        assert "Ligne 3 : " in refusal and "Ligne 4 : aucun dossier" in refusal and "Ligne 2" not in refusal
        assert set(session.lines.values_list("decision", flat=True)) == {""}
        page = sent(f"1;{number[0]};A;accordé;2;;2", f"2;{number[1]};B;Refusé;;Offre suffisante.;2", f"3;{number[2]};C;;;;2")
        assert "2 décisions sont enregistrées" in page.replace("\u00a0", " ")
        assert list(session.lines.values_list("decision", "posts")) == [("granted", 2), ("refused", 0), ("", 0)]

    def test_who_has_a_conflict_neither_sees_nor_decides(self, client: Client) -> None:
        session = committee.SessionFactory(open=True)
        line, other = committee.line(session), committee.line(session)
        chair = sits(client, R.CHAIR, session)
        tied(line.application, chair.pk)
        room = read(client, door("room", session))
        assert deciding(line) not in room and deciding(other) in room and "1 dossier : non montré" in room
        assert closed(client, deciding(line))

    def test_a_member_watches_and_decides_nothing(self, client: Client) -> None:
        session = committee.SessionFactory(open=True)
        line = committee.line(session)
        sits(client, R.MEMBER, session)
        room = read(client, door("room", session))
        assert deciding(line) not in room and "Accorder" not in room
        assert closed(client, deciding(line), *(door(name, session) for name in ("decide_together", "open_session", "move_to_waiting")))

    def test_outside_the_session_there_is_no_room(self, client: Client) -> None:
        session = committee.SessionFactory(convened=True)
        line = committee.line(session)
        sits(client, R.CHAIR, session)
        assert "pendant la séance seulement" in client.get(door("room", session), follow=True).content.decode()
        assert client.post(deciding(line), {"decision": "waiting", "posts": "1"}).status_code == 409
        line.refresh_from_db()
        assert line.decision == ""

    def test_the_last_files_wait_when_the_quota_is_passed(self, client: Client) -> None:
        session = committee.SessionFactory(open=True, endowment=committee.endowment(posts=3))
        committee.line(session, decision="granted", posts=2)
        last = committee.line(session, decision="granted", posts=2)
        sits(client, R.CHAIR, session)
        assert "il manque 1 poste" in read(client, door("room", session))
        assert "Attention" in read(client, door("move_to_waiting", session))
        assert "1 dossier est passé en liste d’attente." in send(client, door("move_to_waiting", session))
        last.refresh_from_db()
        assert last.decision == "waiting"

    def test_the_chair_signs_once_all_is_decided(self, client: Client) -> None:
        session = committee.SessionFactory(open=True)
        line = committee.line(session)
        sits(client, R.CHAIR, session)
        assert "sans décision" in refused(client, door("sign_minutes", session))
        AgendaLine.objects.filter(pk=line.pk).update(decision="granted", posts=2)
        assert "Vous avez signé le procès-verbal." in send(client, door("sign_minutes", session))
        page = read(client, door("session", session))
        assert door("sign_minutes", session) not in page


class TestClosing:
    @pytest.fixture
    def decided(self) -> Session:
        session: Session = committee.SessionFactory(signed=True)
        committee.line(session, decision="granted", posts=2)
        committee.line(session, decision="refused", reason="Offre suffisante.")
        return session

    def test_the_director_reads_the_effects_then_closes_and_finds_the_minutes(self, client: Client, decided: Session) -> None:
        signed_in(client, R.AGENCY_DIRECTOR)
        page = read(client, door("close_session", decided))
        assert "attribution" in page and "postes sont réservés" in page and "lettres partent aux structures" in page
        told = send_closing(client, decided, capacity="directrice générale")
        assert "est close : 2 postes et" in told or "est close : 2 postes et" in told
        award = Award.objects.get()
        minutes = Document.objects.get(kind="minutes")
        assert reverse("document", args=[minutes.pk]) in told and reverse("agency:award", args=[award.pk]) in told
        letter = Document.objects.get(kind="award_letter")
        assert reverse("document", args=[letter.pk]) in read(client, reverse("agency:award", args=[award.pk]))

    def test_without_capacity_nothing_is_closed(self, client: Client, decided: Session) -> None:
        signed_in(client, R.AGENCY_DIRECTOR)
        assert "Cette réponse est nécessaire." in refused(client, door("close_session", decided), capacity="")
        decided.refresh_from_db()
        assert decided.status == "open" and not Award.objects.exists()

    def test_the_chair_does_not_close_and_the_minutes_come_first(self, client: Client, decided: Session) -> None:
        sits(client, R.CHAIR, decided)
        assert closed(client, door("close_session", decided))
        Session.objects.filter(pk=decided.pk).update(minutes_signed_by=None, minutes_signed_at=None)
        signed_in(client, R.AGENCY_DIRECTOR)
        assert "Le procès-verbal n’est pas signé" in refused(client, door("close_session", decided), capacity="directrice")

    def test_the_decisions_are_published_once(self, client: Client) -> None:
        session = committee.SessionFactory(closed=True)
        signed_in(client, R.INSTRUCTOR)
        assert "sont publiées" in send(client, door("publish_session", session))
        assert "On ne peut pas publier les décisions" in sent_away(client, door("publish_session", session))


def send_closing(client: Client, session: Session, **typed: str) -> str:
    answer = client.post(door("close_session", session), {"once": str(uuid.uuid4()), **typed}, follow=True)
    page: str = answer.content.decode()
    assert answer.redirect_chain and not faults(page), faults(page)
    return page


def test_an_open_session_and_a_closed_one_are_read_in_few_questions(client: Client) -> None:
    for held in (committee.SessionFactory(open=True), committee.award().session):
        committee.line(held, decision="granted", posts=1) if held.status == "open" else None
        sits(client, R.CHAIR, held)
        read(client, door("session", held))
    listed = client.get(reverse("agency:sessions") + "?etat=open&format=csv")
    assert listed.content.decode("utf-8-sig").count("\r\n") == 2


class TestRectifying:
    """A signed decision is corrected by another session, from its preparation to what each reader sees."""

    def test_from_the_closed_session_to_the_letter_that_replaces_the_first(self, client: Client) -> None:
        former = committee.award(posts=2)
        wrong = former.session
        create_for_award(award_id=former.pk, by=committee.DIRECTOR)
        signed_in(client, R.INSTRUCTOR)
        assert door("rectify_session", wrong) in read(client, door("session", wrong))
        chair = RoleFactory(name=R.CHAIR)
        typed = {"number": "R-1", "held_on": "2021-04-02", "place": "", "members": [str(chair.person_id)]}
        assert "Le quorum va de un" in refused(client, door("rectify_session", wrong), **typed, quorum="5")
        assert "La séance rectificative R-1 est préparée." in send(client, door("rectify_session", wrong), **typed, quorum="1")
        session = Session.objects.get(number="R-1")
        assert closed_to_files(client, session)
        page = read(client, door("add_correction", session))
        assert "accordé, 2 postes" in page and wrong.number in page
        assert "nécessaire" in refused(client, door("add_correction", session), file=str(former.application_id), reason="")
        told = send(client, door("add_correction", session), file=str(former.application_id), reason="Un poste de trop.")
        assert "est inscrite à l’ordre du jour" in told and "Un poste de trop." in told
        assert "ne peut plus être corrigée" in read(client, door("add_correction", session))
        Session.objects.filter(pk=session.pk).update(status="open", minutes_signed_at=clock.now(), minutes_signed_by=chair.person_id)
        line = session.lines.get()
        assert "Examen complémentaire" not in read(client, door("room", session))
        assert "examen complémentaire" not in read(client, deciding(line))
        AgendaLine.objects.filter(pk=line.pk).update(decision="granted", posts=1, reason="Vu.")
        signed_in(client, R.AGENCY_DIRECTOR)
        assert "seule la différence" in read(client, door("close_session", session))
        send_closing(client, session, capacity="directrice générale")
        page = read(client, door("session", wrong))
        assert "R-1 du" in page and "Corrigée par" in page
        given = Award.objects.get(released_at=None)
        page = read(client, reverse("agency:award", args=[former.pk]))
        assert "remplacée" in page and "accordé, 1 poste, par la séance R-1" in page
        assert former.number in read(client, reverse("agency:award", args=[given.pk]))
        assert "Décision précédente" in read(client, reverse("agency:application", args=[former.application_id]))
        signed_in(client, R.INSTRUCTOR)
        assert "sont publiées" in send(client, door("publish_session", session))
        signed_in(client, R.HOST_REPRESENTATIVE, str(former.organization_id))
        page = read(client, reverse("host:application", args=[former.application_id]))
        assert given.number in page and "Décision précédente" in page
        assert "remplacée" in read(client, reverse("host:award", args=[former.pk]))

    def test_who_prepares_no_session_corrects_none(self, client: Client) -> None:
        wrong = committee.award().session
        for role in (R.AGENCY_DIRECTOR, R.MEMBER):
            signed_in(client, role)
            assert closed(client, door("rectify_session", wrong), door("add_correction", wrong))
        signed_in(client, R.INSTRUCTOR)
        open_one = committee.SessionFactory(open=True)
        typed = {"number": "R-1", "held_on": "2021-04-02", "members": [str(RoleFactory(name=R.CHAIR).person_id)], "quorum": "1"}
        assert "On ne peut pas préparer une séance rectificative" in sent_away(client, door("rectify_session", open_one), **typed)


def closed_to_files(client: Client, session: Session) -> bool:
    """Neither offered nor taken: this session corrects, and does nothing else."""
    page = read(client, door("session", session))
    return door("add_correction", session) in page and door("fill_agenda", session) not in page
