"""Coming in by a letter, choosing a role, going out; people of the demonstration."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.rules import LINKS_PER_HOUR
from lucette.foundation.notifications.models import Letter
from lucette.web.gate.pace import BY_ADDRESS, BY_VISIT
from tests.foundation.accounts.factories import PersonFactory, RoleFactory
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db


def link() -> str:
    found = re.search(r"/connexion/[^/\s]+/", Letter.objects.get(kind="sign_in_link").body)
    assert found
    return found[0]


def test_the_answer_is_the_same_for_a_known_and_an_unknown_address(client: Client) -> None:
    person = PersonFactory()
    answers = [client.post("/connexion/", {"email": email}) for email in (person.email, "inconnue@example.fr")]
    assert {(a.status_code, a["Location"]) for a in answers} == {(302, "/connexion/envoye/")}
    assert Letter.objects.count() == 1


def test_opening_the_link_does_not_use_it_and_the_button_signs_in_once(client: Client) -> None:
    role = RoleFactory(name=RoleName.AUDITOR)
    client.post("/connexion/", {"email": role.person.email})
    assert client.get(link()).status_code == 200
    assert client.get(link()).status_code == 200
    answer = client.post(link(), follow=True)
    assert answer.redirect_chain == [("/entree/", 302), ("/audit/", 302)]
    assert client.get("/audit/").status_code == 200
    again = Client().post(link(), follow=True)
    assert "Ce lien de connexion a déjà servi" in again.content.decode()


def test_a_signed_in_person_reaches_the_page_she_first_wanted(client: Client) -> None:
    role = RoleFactory(name=RoleName.AUDITOR)
    client.get("/connexion/?suite=/audit/?tri=date")
    client.post("/connexion/", {"email": role.person.email})
    assert client.post(link(), follow=True).redirect_chain[-1] == ("/audit/?tri=date", 302)


@pytest.mark.parametrize("hostile", ["https://ailleurs.example/", "//ailleurs.example", "/\\ailleurs.example", "javascript:alert(1)"])
def test_no_address_leads_elsewhere(client: Client, hostile: str) -> None:
    client.get("/connexion/", {"suite": hostile})
    assert "suite" not in client.session


def test_who_has_several_roles_chooses_one_and_changes(client: Client) -> None:
    person = PersonFactory()
    audit, support = (RoleFactory(person=person, name=name) for name in (RoleName.AUDITOR, RoleName.SUPPORT))
    client.force_login(person)
    assert client.get("/entree/")["Location"] == "/roles/"
    for role, home in ((audit, "/audit/"), (support, "/assistance/")):
        answer = client.post("/roles/", {"role": str(role.pk)}, follow=True)
        assert answer.redirect_chain[-1] == (home, 302)
    assert client.get("/audit/").status_code == 404


def test_a_role_of_somebody_else_cannot_be_taken(client: Client) -> None:
    signed_in(client, RoleName.AUDITOR)
    other = RoleFactory(name=RoleName.SUPPORT)
    assert client.post("/roles/", {"role": str(other.pk)}).status_code == 409
    assert client.get("/assistance/").status_code == 404


def test_signing_out_is_a_button_and_ends_the_session(client: Client) -> None:
    signed_in(client, RoleName.AUDITOR)
    assert client.get("/deconnexion/").status_code == 405
    client.post("/deconnexion/")
    assert client.get("/audit/").status_code == 302


def test_in_demonstration_one_becomes_a_fictional_person(client: Client) -> None:
    role = RoleFactory(name=RoleName.CHAIR, person=PersonFactory(fictional=True))
    assert "Présidente du comité de sélection" in client.get("/demonstration/").content.decode()
    answer = client.post(f"/demonstration/{role.pk}/", follow=True)
    assert answer.redirect_chain[-1] == ("/anct/", 302)


def test_nobody_becomes_a_real_person(client: Client) -> None:
    role = RoleFactory(name=RoleName.CHAIR)
    assert client.post(f"/demonstration/{role.pk}/").status_code == 404
    assert client.get("/anct/").status_code == 302


def test_a_letter_leads_to_the_space_of_its_reader(client: Client) -> None:
    role = signed_in(client, RoleName.AUDITOR)
    letter = Letter.objects.create(kind="x", to_email=role.person.email, subject="Sujet", body="Texte")
    assert client.get(f"/lettre/{letter.pk}/")["Location"] == "/audit/"
    assert client.get("/lettre/00000000-0000-0000-0000-000000000000/").status_code == 404
    assert Client().get(f"/lettre/{letter.pk}/")["Location"] == f"/connexion/?suite=/lettre/{letter.pk}/"


class TestPace:
    """Who asks too often is told so, the same whether the address is known or not."""

    @pytest.mark.parametrize("known", [True, False])
    def test_a_visit_asks_five_times_an_hour(self, client: Client, known: bool) -> None:
        email = PersonFactory().email if known else "inconnue@example.fr"
        answers = [client.post("/connexion/", {"email": email}) for _ in range(BY_VISIT + 1)]
        assert [answer.status_code for answer in answers] == [302] * BY_VISIT + [200]
        page = answers[-1].content.decode()
        assert "réessayez dans une heure, ou téléphonez-nous" in page and email in page
        assert Letter.objects.count() <= LINKS_PER_HOUR

    def test_a_class_of_thirty_behind_one_address_signs_in(self) -> None:
        answers = [Client().post("/connexion/", {"email": PersonFactory().email}) for _ in range(30)]
        assert {answer["Location"] for answer in answers} == {"/connexion/envoye/"}
        assert Letter.objects.count() == 30

    def test_visits_without_memory_meet_the_limit_of_their_network_address(self) -> None:
        answers = [Client().post("/connexion/", {"email": f"a{n}@example.fr"}) for n in range(BY_ADDRESS + 1)]
        assert [answer.status_code for answer in answers[-2:]] == [302, 200]

    def test_an_address_is_written_to_so_many_times_an_hour_and_nothing_tells_it(self) -> None:
        email = PersonFactory().email
        answers = [Client().post("/connexion/", {"email": email}) for _ in range(LINKS_PER_HOUR + 3)]
        assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, "/connexion/envoye/")}
        assert Letter.objects.count() == LINKS_PER_HOUR

    def test_the_team_is_not_flooded_and_the_message_stays_on_the_page(self, client: Client) -> None:
        said = {"topic": "help", "name": "Ada", "email": "ada@example.fr", "message": "Un long message"}
        answers = [client.post("/contact/", said) for _ in range(BY_VISIT + 1)]
        page = answers[-1].content.decode()
        assert answers[-1].status_code == 200 and "Trop de demandes" in page and "Un long message" in page
        assert Letter.objects.count() == 2 * BY_VISIT
