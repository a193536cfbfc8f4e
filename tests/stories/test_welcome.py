"""Structures and candidates come in by themselves: what each is given, and what nobody learns."""

from __future__ import annotations

import datetime as dt

import pytest

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.models import Person, Role
from lucette.foundation.journal.models import Entry
from lucette.foundation.notifications.models import Letter
from lucette.foundation.organizations.adapters import Company
from lucette.foundation.organizations.models import Organization
from lucette.foundation.organizations.rules import siret_for
from lucette.kernel.acting import acting
from lucette.kernel.actor import NOBODY, Actor
from lucette.kernel.errors import Invalid
from lucette.scheme.recruitment.models import Candidate
from lucette.stories.invite_representative import invite_representative
from lucette.stories.welcome_candidate import Wishes, welcome_candidate
from lucette.stories.welcome_host import Contact, welcome_host
from tests.foundation.accounts.factories import PersonFactory, RoleFactory
from tests.foundation.organizations.factories import OrganizationFactory, territory

pytestmark = pytest.mark.django_db
TULLE = Company(siret_for("211927207"), "Commune de Tulle", "7210", "19272", "Mairie de Tulle")
CONTACT = Contact("Dominique", "Essai", "dominique@example.fr", RoleName.HOST_SECRETARY, "0555000000")
WISHES = Wishes("19272", 20, dt.date(2021, 4, 1), ["job_seeker"], motivation="Aider.")


@pytest.fixture(autouse=True)
def tulle():
    return territory()


def welcome(contact: Contact = CONTACT, company: Company = TULLE) -> bool:
    with acting(NOBODY):
        return welcome_host(company=company, contact=contact, source="essai", by=NOBODY)


def kinds() -> list[str]:
    return sorted(Letter.objects.values_list("kind", flat=True))


def test_a_new_structure_has_its_space_its_secretary_and_the_prefecture_knows() -> None:
    RoleFactory(name=RoleName.PREFECTURE, scope_kind="department", scope_code="19")
    assert welcome()
    organization = Organization.objects.get(siret=TULLE.siret)
    role = Role.objects.get(name=RoleName.HOST_SECRETARY)
    assert (role.scope_code, role.person.email) == (str(organization.pk), CONTACT.email)
    assert kinds() == ["joined", "sign_in_link"]
    assert Entry.objects.filter(act="organization.joined", subject_id=organization.pk).exists()


def test_a_structure_that_somebody_acts_for_is_not_opened_to_another() -> None:
    welcome()
    other = Contact("Camille", "Autre", "camille@example.fr", RoleName.HOST_REPRESENTATIVE)
    assert not welcome(other)
    assert Role.objects.filter(name__startswith="host").count() == 1
    assert not Person.objects.filter(email=other.email).exists()
    letter = Letter.objects.get(kind="asked_to_join")
    assert letter.to_email == CONTACT.email
    assert "Camille Autre" in letter.body and "Camille" not in letter.subject
    for _ in range(5):
        welcome(other)
    assert Letter.objects.filter(kind="asked_to_join").count() == 3


def test_a_secretary_who_came_first_invites_the_mayor_and_the_prefecture_knows() -> None:
    RoleFactory(name=RoleName.PREFECTURE, scope_kind="department", scope_code="19")
    welcome()
    first = Role.objects.get(name=RoleName.HOST_SECRETARY)
    by = Actor(first.person_id, first.name, first.scope, str(first.person))
    role = invite_representative(email="maire@example.fr", first_name="Anne", last_name="Maire", by=by)
    assert (role.name, role.scope, role.invited_by) == ("host_representative", first.scope, first.person_id)
    assert kinds() == ["invited", "joined", "represented", "sign_in_link"]


def test_she_who_acts_already_and_comes_back_receives_her_link() -> None:
    welcome()
    assert not welcome()
    assert kinds() == ["sign_in_link", "sign_in_link"]


def test_an_address_with_a_role_in_the_scheme_is_given_nothing_and_nobody_learns_it() -> None:
    RoleFactory(name=RoleName.ACCOUNTANT, person=PersonFactory(email=CONTACT.email))
    assert welcome()
    assert not Role.objects.filter(name__startswith="host").exists()
    assert kinds() == ["not_with_this_address"]


def test_a_structure_already_registered_is_found_again() -> None:
    known = OrganizationFactory(siret=TULLE.siret, name="Ville de Tulle")
    assert welcome()
    assert Role.objects.get(name=RoleName.HOST_SECRETARY).scope_code == str(known.pk)
    assert Organization.objects.count() == 1


def test_no_other_role_is_given_by_the_public_door() -> None:
    with pytest.raises(Invalid) as refusal:
        welcome(Contact("A", "B", "a@example.fr", RoleName.ACCOUNTANT))
    assert "role" in refusal.value.fields
    assert not Organization.objects.exists() and not Person.objects.exists()


def apply(email: str = "camille@example.fr", wishes: Wishes = WISHES) -> None:
    with acting(NOBODY):
        welcome_candidate(email=email, first_name="Camille", last_name="Essai", phone="", wishes=wishes, by=NOBODY)


def test_a_candidate_is_in_the_pool_and_receives_her_link() -> None:
    apply()
    it = Candidate.objects.get()
    assert (it.commune_id, it.radius_km, it.status) == ("19272", 20, "available")
    assert Role.objects.get(person=it.person).name == RoleName.CANDIDATE
    assert "sign_in_link" in kinds()


def test_a_second_application_changes_nothing_and_answers_the_same() -> None:
    apply()
    apply(wishes=Wishes("19272", 5, dt.date(2021, 5, 1), ["employed"]))
    assert Candidate.objects.get().radius_km == 20
    Candidate.objects.update(status="withdrawn")
    apply()
    assert Candidate.objects.get().status == "withdrawn"


def test_the_address_of_an_agent_does_not_enter_the_pool() -> None:
    RoleFactory(name=RoleName.AUDITOR, person=PersonFactory(email="camille@example.fr"))
    apply()
    assert not Candidate.objects.exists()
    assert kinds() == ["sign_in_link"]


def test_wishes_that_make_no_sense_leave_nothing_behind() -> None:
    with pytest.raises(Invalid):
        apply(wishes=Wishes("00000", 20, dt.date(2021, 4, 1), ["job_seeker"]))
    assert not Person.objects.exists()
