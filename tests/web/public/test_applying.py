"""A structure and a future adviser apply, step by step, without an account."""

from __future__ import annotations

import pytest
from django.test import Client

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.models import Person, Role
from lucette.foundation.notifications.models import Letter
from lucette.foundation.organizations import adapters
from lucette.foundation.organizations.models import Organization
from lucette.foundation.organizations.rules import siret_for
from lucette.kernel.errors import Unavailable
from lucette.scheme.calls import actions as calls
from lucette.scheme.recruitment.models import Candidate
from tests.foundation.organizations.factories import OrganizationFactory, territory
from tests.scheme.calls.factories import CallFactory
from tests.scheme.fund.factories import DIRECTOR
from tests.web.pages import read

pytestmark = pytest.mark.django_db
HOST, CANDIDATE = "/candidater/structure/", "/candidater/conseiller/"
TULLE = siret_for("211927207")
CONTACT = {
    "first_name": "Dominique",
    "last_name": "Essai",
    "role": RoleName.HOST_SECRETARY,
    "email": "dominique@example.fr",
    "phone": "",
}
PERSON = {"first_name": "Camille", "last_name": "Essai", "email": "camille@example.fr", "phone": ""}
WISHES = {"commune": "Tulle", "radius_km": "20", "available_on": "2021-04-01"}
PATH = {"situations": ["job_seeker"], "diploma": "", "motivation": "Aider.", "pix_shared": "on"}


def test_a_town_hall_types_its_siret_and_everything_known_is_already_written(client: Client) -> None:
    assert "Commencer" in read(client, HOST)
    assert "Étape 1 sur 3" in read(client, f"{HOST}siret/")
    answer = client.post(f"{HOST}siret/", {"siret": f"{TULLE[:3]} {TULLE[3:]}"})
    assert answer["Location"] == f"{HOST}verifier/"
    page = read(client, answer["Location"])
    assert "Commune de Tulle" in page and "Tulle (Corrèze)" in page and TULLE in page
    assert "Aucun appel n’est ouvert" in page


def test_eligibility_is_said_at_once(client: Client) -> None:
    call = CallFactory(draft=True)
    calls.publish(call_id=call.pk, by=DIRECTOR)
    calls.open(call_id=call.pk, by=DIRECTOR)
    client.post(f"{HOST}siret/", {"siret": TULLE})
    page = read(client, f"{HOST}verifier/")
    assert "peut candidater" in page and "50\u00a0000,00" in page and call.title in page


def test_the_space_is_opened_and_the_link_sent(client: Client) -> None:
    client.post(f"{HOST}siret/", {"siret": TULLE})
    assert client.post(f"{HOST}verifier/")["Location"] == f"{HOST}contact/"
    answer = client.post(f"{HOST}contact/", CONTACT)
    assert answer["Location"] == f"{HOST}envoye/"
    assert "Consultez votre messagerie" in read(client, answer["Location"])
    role = Role.objects.get(name=RoleName.HOST_SECRETARY)
    assert role.scope_code == str(Organization.objects.get(siret=TULLE).pk)
    assert Letter.objects.filter(kind="sign_in_link", to_email=CONTACT["email"]).count() == 1
    assert client.get(f"{HOST}contact/")["Location"] == f"{HOST}siret/", "the answers are forgotten"


def test_the_answer_is_the_same_whether_the_address_is_known_or_not(client: Client) -> None:
    known, unknown = Client(), Client()
    for visitor, email in ((client, CONTACT["email"]), (known, CONTACT["email"]), (unknown, "autre@example.fr")):
        visitor.post(f"{HOST}siret/", {"siret": TULLE})
        visitor.post(f"{HOST}verifier/")
        visitor.post(f"{HOST}contact/", CONTACT | {"email": email})
    bodies = [read(visitor, f"{HOST}envoye/") for visitor in (known, unknown)]
    assert all("Votre structure a déjà un espace" in body and "example.fr" not in body for body in bodies)


def test_steps_come_in_order_and_going_back_loses_nothing(client: Client) -> None:
    assert client.get(f"{HOST}contact/")["Location"] == f"{HOST}siret/"
    page = client.post(f"{HOST}siret/", {"siret": "123"}).content.decode()
    assert "n’est pas valable" in page and 'value="123"' in page and "Erreur" in page
    client.post(f"{HOST}siret/", {"siret": TULLE})
    assert f'value="{TULLE}"' in read(client, f"{HOST}siret/")
    client.post(f"{HOST}contact/", CONTACT | {"email": "faux"})
    page = read(client, f"{HOST}contact/")
    assert 'value="Dominique"' in page and 'value="faux"' in page
    assert client.get(f"{HOST}n-importe/").status_code == 404


def test_a_number_that_the_register_does_not_know_is_described_by_hand(client: Client) -> None:
    siret = siret_for("404833048")
    client.post(f"{HOST}siret/", {"siret": siret})
    assert "ne connaît pas ce numéro" in read(client, f"{HOST}verifier/")
    by_hand = {"name": "Les Amis du clavier", "legal_category": "9220", "address": "1 rue des Essais", "commune": "saint-denis"}
    page = client.post(f"{HOST}verifier/", by_hand).content.decode()
    assert "Plusieurs communes répondent" in page and "Saint-Denis (Seine-Saint-Denis)" in page
    client.post(f"{HOST}verifier/", by_hand | {"commune_code": "93066"})
    client.post(f"{HOST}contact/", CONTACT)
    it = Organization.objects.get(siret=siret)
    assert (it.name, it.commune_id, it.employer) == ("Les Amis du clavier", "93066", "private")


def test_a_silent_register_stops_nobody(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(self: object, siret: str) -> None:
        raise Unavailable("company_register", "L’annuaire des entreprises ne répond pas.")

    monkeypatch.setattr(adapters.LocalRegister, "find", silent)
    client.post(f"{HOST}siret/", {"siret": TULLE})
    assert "L’annuaire des entreprises ne répond pas." in read(client, f"{HOST}verifier/")


def test_a_caledonian_structure_comes_in_with_its_ridet(client: Client) -> None:
    territory("98818", "Nouméa", "988", "988", "209888181")
    assert client.post(f"{HOST}siret/", {"siret": "1 234 567"})["Location"] == f"{HOST}verifier/"
    assert "tient son propre registre" in read(client, f"{HOST}verifier/")
    typed = {"name": "Province Sud", "legal_category": "7225", "address": "Nouméa"}
    page = client.post(f"{HOST}verifier/", typed | {"commune": "Tulle"}).content.decode()
    assert "Nouvelle-Calédonie : donnez une de ses communes" in page
    assert client.post(f"{HOST}verifier/", typed | {"commune": "Nouméa"})["Location"] == f"{HOST}contact/"
    client.post(f"{HOST}contact/", CONTACT)
    it = Organization.objects.get(ridet="1234567")
    assert (it.siret, it.employer, it.commune_id) == (None, "public", "98818")
    other = Client()
    other.post(f"{HOST}siret/", {"siret": "1234567"})
    other.post(f"{HOST}verifier/", typed | {"commune": "Nouméa"})
    other.post(f"{HOST}contact/", CONTACT | {"email": "autre@example.fr"})
    assert Organization.objects.filter(ridet="1234567").count() == 1


def test_a_close_structure_is_shown_before_a_second_one_is_made(client: Client) -> None:
    OrganizationFactory(name="Mairie de Tulle", siret=siret_for("404833048"))
    client.post(f"{HOST}siret/", {"siret": TULLE})
    client.post(f"{HOST}verifier/")
    page = read(client, f"{HOST}contact/")
    assert "peut-être déjà connue" in page and "Mairie de Tulle" in page and "une par commune" in page
    answer = client.post(f"{HOST}contact/", CONTACT)
    assert "Cochez cette case" in answer.content.decode() and 'value="Dominique"' in answer.content.decode()
    assert not Organization.objects.filter(siret=TULLE).exists()
    assert client.post(f"{HOST}contact/", CONTACT | {"another": "on"})["Location"] == f"{HOST}envoye/"
    assert Organization.objects.filter(siret=TULLE).exists()


def test_a_number_already_known_warns_of_nothing(client: Client) -> None:
    OrganizationFactory(name="Commune de Tulle", siret=TULLE)
    client.post(f"{HOST}siret/", {"siret": TULLE})
    client.post(f"{HOST}verifier/")
    assert "peut-être" not in read(client, f"{HOST}contact/")


def test_a_candidate_applies_in_three_steps(client: Client) -> None:
    assert "Commencer" in read(client, CANDIDATE)
    for step, answers in (("contact", PERSON), ("souhaits", WISHES), ("parcours", PATH)):
        read(client, f"{CANDIDATE}{step}/")
        answer = client.post(f"{CANDIDATE}{step}/", answers)
    assert answer["Location"] == f"{CANDIDATE}envoye/"
    assert "Consultez votre messagerie" in read(client, answer["Location"])
    it = Candidate.objects.get()
    assert (it.person.email, it.commune_id, it.radius_km, it.pix_shared) == (PERSON["email"], "19272", 20, True)


def test_a_candidate_is_told_beside_the_field_and_keeps_her_answers(client: Client) -> None:
    client.post(f"{CANDIDATE}contact/", PERSON)
    page = client.post(f"{CANDIDATE}souhaits/", WISHES | {"available_on": "2020-01-01", "commune": "zzzzqqq"}).content.decode()
    assert "Cette date est passée" in page and "Nous ne trouvons pas cette commune" in page and 'value="zzzzqqq"' in page
    client.post(f"{CANDIDATE}souhaits/", WISHES)
    page = client.post(f"{CANDIDATE}parcours/", {"motivation": "Aider."}).content.decode()
    assert "Cette réponse est nécessaire" in page and "Aider." in page
    assert not Person.objects.exists()


def test_too_many_requests_from_one_visit_are_refused_and_nothing_is_written(client: Client) -> None:
    for number in range(6):
        client.post(f"{CANDIDATE}contact/", PERSON | {"email": f"camille{number}@example.fr"})
        client.post(f"{CANDIDATE}souhaits/", WISHES)
        answer = client.post(f"{CANDIDATE}parcours/", PATH)
    assert "réessayez dans une heure" in answer.content.decode()
    assert Candidate.objects.count() == 5
