"""What ties a person to a file: declared, found, lifted; and what it keeps her from."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from lucette.foundation.accounts.enums import RoleName as R
from lucette.foundation.journal.models import Entry
from lucette.kernel import clock
from lucette.kernel.actor import Actor, Scope
from lucette.kernel.errors import Forbidden, Invalid, NotFound, WrongState
from lucette.scheme.applications.models import Application, Partner
from lucette.scheme.committee import actions as committee
from lucette.scheme.committee import queries as committee_queries
from lucette.scheme.reviews import actions, policies, queries, rules
from lucette.scheme.reviews.models import Interest
from lucette.stories.declare_interest import declare_interest
from tests.foundation.accounts.factories import PersonFactory, RoleFactory
from tests.scheme.applications.factories import ApplicationFactory
from tests.scheme.committee import factories as sessions
from tests.scheme.reviews.factories import tied
from tests.states import count_rows

NOBODY = rules.Bodies("Commune de Tulle", "211927207", ("Mairie de Naves",), "accueil@tulle.fr")


def someone(role: R = R.INSTRUCTOR, scope: Scope | None = None, **person: Any) -> Actor:
    """An actor with an account and a role of today."""
    scope = scope or Scope()
    held = RoleFactory(name=role, person=PersonFactory(**person), scope_kind=scope.kind, scope_code=scope.code)
    return Actor(held.person_id, role, scope, str(held.person))


@pytest.mark.parametrize(
    ("office", "email", "strength"),
    [
        (rules.Office("mandat déclaré : maire", "Mairie de Tulle", ""), "", "hard"),
        (rules.Office("mandat déclaré : adjointe", "commune de NAVES", ""), "", "hard"),
        (rules.Office("rôle", "Un autre nom", "211927207"), "", "hard"),
        (rules.Office("mandat déclaré : maire", "Commune d’Ussel", "211927500"), "", None),
        (rules.Office("mandat déclaré : maire", "Commune", ""), "", None),
        (None, "anne@tulle.fr", "soft"),
        (None, "anne@gmail.com", None),
    ],
)
def test_what_ties_a_person(office: rules.Office | None, email: str, strength: str | None) -> None:
    found = rules.tie([office] if office else [], email, NOBODY, {"gmail.com"})
    assert (found.strength if found else None) == strength
    assert rules.tie([], "anne@gmail.com", rules.Bodies("A", "", (), "b@gmail.com"), {"gmail.com"}) is None


pytestmark = pytest.mark.django_db


class TestDeclaring:
    def test_a_hard_tie_keeps_every_account_of_the_person_from_the_acts_of_the_file(self) -> None:
        it = ApplicationFactory(filed=True)
        by = someone()
        second = someone(same_person_as_id=by.pk)
        actions.declare_interest(application_id=it.pk, reason="Ancienne salariée.", by=by)
        for actor in (by, second):
            before = count_rows()
            with pytest.raises(Forbidden) as told:
                actions.take(application_id=it.pk, by=actor)
            assert told.value.sentence == policies.OTHER_AGENT and count_rows() == before
        actions.take(application_id=it.pk, by=someone())
        refused = [
            lambda: actions.ask_completion(application_id=it.pk, items=["Un acte"], comment="Merci.", by=by),
            lambda: actions.declare_inadmissible(application_id=it.pk, reason="Non.", by=second),
        ]
        prefecture = someone(R.PREFECTURE, Scope("department", it.department_code))
        director = someone(R.AGENCY_DIRECTOR)
        tied(it, prefecture.pk)
        tied(it, director.pk)
        Application.objects.filter(pk=it.pk).update(derogation_asked="Oui.")
        refused += [
            lambda: actions.give_opinion(application_id=it.pk, favourable=True, comment="Un besoin avéré.", by=prefecture),
            lambda: actions.derogate(application_id=it.pk, reason="Besoin.", by=director),
        ]
        before = count_rows()
        for act in refused:
            with pytest.raises(Forbidden) as told:
                act()
            assert told.value.code == "review.interest"
        assert count_rows() == before

    def test_each_declares_and_lifts_her_own_and_a_soft_one_keeps_from_nothing(self) -> None:
        it, by = ApplicationFactory(filed=True), someone()
        soft = actions.declare_interest(application_id=it.pk, reason="Une connaissance.", hard=False, by=by)
        actions.take(application_id=it.pk, by=by)
        hard = actions.declare_interest(application_id=it.pk, reason="Une parente.", by=by)
        soft.refresh_from_db()
        assert soft.withdrawn_at and not hard.withdrawn_at
        stranger = someone(R.MEMBER)
        with pytest.raises(NotFound):
            actions.withdraw_interest(interest_id=hard.pk, reason="Non.", by=stranger)
        with pytest.raises(Forbidden):
            actions.declare_interest(application_id=it.pk, reason="Élu.", by=stranger, person_id=by.pk)
        with pytest.raises(Invalid):
            actions.withdraw_interest(interest_id=hard.pk, reason=" ", by=by)
        actions.withdraw_interest(interest_id=hard.pk, reason="Erreur de dossier.", by=by)
        with pytest.raises(WrongState):
            actions.withdraw_interest(interest_id=hard.pk, reason="Encore.", by=by)
        assert not queries.is_barred(it.pk, by)
        assert Entry.objects.filter(act__in=["review.interest_declared", "review.interest_withdrawn"]).count() == 3
        for role in (R.ACCOUNTANT, R.HOST_REPRESENTATIVE):
            with pytest.raises((Forbidden, NotFound)):
                actions.declare_interest(application_id=it.pk, reason="Élu.", by=Actor(uuid4(), role, Scope()))
        with pytest.raises(IntegrityError), transaction.atomic():
            for _ in range(2):
                tied(it, by.pk)

    def test_a_vote_typed_before_is_taken_back_and_the_minutes_wait(self) -> None:
        session = sessions.SessionFactory(signed=True)
        line = sessions.line(session)
        chair = someone(R.CHAIR)
        committee.decide(session_id=session.pk, application_id=line.application_id, decision="granted", posts=2, reason="", by=chair)
        declare_interest(application_id=line.application_id, reason="Élue.", hard=True, by=chair)
        line.refresh_from_db()
        session.refresh_from_db()
        assert line.decision == "" and session.minutes_signed_at is None
        with pytest.raises(Forbidden):
            committee.decide(session_id=session.pk, application_id=line.application_id, decision="waiting", posts=0, reason="", by=chair)
        with pytest.raises(IntegrityError), transaction.atomic():  # PostgreSQL says so by itself, whatever the account
            sessions.AgendaLine.objects.filter(pk=line.pk).update(decided_by=someone(R.CHAIR, same_person_as_id=chair.pk).pk)
        assert committee_queries.session_page(session.pk, chair).hidden == 1


class TestFinding:
    def test_who_had_a_role_in_the_host_does_not_take_its_file(self) -> None:
        it, by = ApplicationFactory(filed=True), someone()
        RoleFactory(
            name=R.HOST_SECRETARY,
            person_id=by.pk,
            scope_kind="organization",
            scope_code=str(it.organization_id),
            since=clock.today(),
            until=clock.today(),
        )
        before = count_rows()
        with pytest.raises(Forbidden, match="un autre agent"):
            actions.take(application_id=it.pk, by=by)
        assert count_rows() == before
        actions.take(application_id=it.pk, by=someone())
        found = Interest.objects.get(person_id=by.pk)
        assert (found.source, found.strength) == ("computed", "hard") and it.organization.name in found.reason
        with pytest.raises(Forbidden):
            actions.withdraw_interest(interest_id=found.pk, reason="C’est ancien.", by=by)
        actions.withdraw_interest(interest_id=found.pk, reason="Rôle terminé depuis dix ans.", by=someone(R.AGENCY_DIRECTOR))
        actions.find_interests(applications=[it], by=by)
        assert not queries.is_barred(it.pk, by)

    def test_a_mandate_in_a_partner_is_found_when_the_session_is_convened(self) -> None:
        session = sessions.SessionFactory()
        line, other = sessions.line(session), sessions.line(session)
        Partner.objects.create(application=line.application, name="Commune de Naves", percent=40)
        member = someone(R.MEMBER, email="anne@example.net")
        sessions.SessionMember.objects.create(session=session, person_id=member.pk)
        mandate = actions.declare_mandate(person_id=member.pk, office="maire", body="Mairie de Naves", siren="", by=member)
        with pytest.raises(Forbidden):
            actions.declare_mandate(person_id=uuid4(), office="maire", body="Naves", siren="", by=member)
        with pytest.raises(Invalid):
            actions.declare_mandate(person_id=member.pk, office="", body="Naves", siren="12", by=member)
        committee.convene(session_id=session.pk, by=sessions.INSTRUCTOR)
        page = committee_queries.session_page(session.pk, member)
        assert page.hidden == 1 and [it.application_id for it in page.lines] == [other.application_id]
        assert "dossier n° 1" in committee_queries.minutes(session.pk).opening
        actions.end_mandate(mandate_id=mandate.pk, by=member)
        with pytest.raises(WrongState):
            actions.end_mandate(mandate_id=mandate.pk, by=member)

    def test_a_decision_typed_under_a_tie_is_told_by_the_proof_of_the_books_and_one_typed_before_is_not(self) -> None:
        session = sessions.SessionFactory(open=True)
        line = sessions.line(session, decision="granted", posts=1)
        sessions.AgendaLine.objects.filter(pk=line.pk).update(decided_at=clock.now())
        with clock.at(clock.now() + clock.dt.timedelta(days=1)):
            late = tied(line.application, sessions.INSTRUCTOR.pk)
        proof = lambda: next(it for it in committee_queries.checks() if it.name == "I18").ok  # noqa: E731
        assert proof()
        Interest.objects.filter(pk=late.pk).update(created_at=clock.now() - clock.dt.timedelta(days=1))
        assert not proof()
