"""The chooser and the guided tour: each person with what waits for her, each step to be played, its trace to be read."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import resolve

from lucette.foundation.accounts.enums import JOURNEY, RoleName
from lucette.foundation.accounts.models import Person
from lucette.foundation.notifications.models import Letter
from lucette.insight.steering.standing import standings
from lucette.kernel.actor import Actor, Scope
from lucette.kernel.money import Money
from lucette.scheme.applications.models import Application
from lucette.web.gate.history import LABELS
from lucette.web.gate.playing import address_of, opened
from lucette.web.signin.cast import GROUPS, WORDS
from lucette.web.signin.tour.deeds import Deed, scope_for
from lucette.web.signin.tour.programme import BY_KEY, CHAPTERS, DEEDS
from tests.foundation.accounts.factories import PersonFactory, RoleFactory
from tests.scheme.agreements import factories as agreements
from tests.scheme.applications.factories import ApplicationFactory
from tests.scheme.payments import factories
from tests.web.pages import read

pytestmark = pytest.mark.django_db
FILE = BY_KEY["deposer-candidature"]


def representative(application: Application) -> Person:
    person = PersonFactory(fictional=True, first_name="Jeanne", last_name="Vidal")
    RoleFactory(person=person, name=RoleName.HOST_REPRESENTATIVE, scope_kind="organization", scope_code=str(application.organization_id))
    return person


def test_every_role_of_the_journey_has_its_words_and_its_group() -> None:
    assert set(WORDS) == set(JOURNEY) == {role for _, roles in GROUPS for role in roles}


def test_every_step_has_its_own_key_a_line_in_the_journal_and_a_page_to_go_to() -> None:
    assert len(BY_KEY) == len(DEEDS)
    for deed in DEEDS:
        assert set(deed.told) <= set(LABELS), deed.key
        assert deed.workflow is None or deed.act in deed.workflow.by_act, deed.key
        assert deed.pages, deed.key


@pytest.mark.parametrize("deed", DEEDS, ids=[deed.key for deed in DEEDS])
def test_every_page_named_in_the_programme_exists_and_opens_to_whoever_plays_the_step(deed: Deed) -> None:
    by = Actor(uuid4(), deed.role)
    assert [route for route in deed.pages if not opened(by, route, uuid4())] == []


@pytest.mark.parametrize(("key", "address"), [("recevoir-tranche", "tranche/"), ("ouvrir-formation", "formations/ouvrir/")])
def test_an_act_outside_the_tables_of_transitions_opens_on_its_own_page(client: Client, key: str, address: str) -> None:
    factories.endowment()
    RoleFactory(name=BY_KEY[key].role, person=PersonFactory(fictional=True))
    answer = client.post(f"/demonstration/visite/{key}/jouer/", follow=True)
    assert answer.status_code == 200 and answer.redirect_chain[-1][0].endswith(address)


def test_the_tour_tells_every_step_of_the_journey_that_somebody_plays() -> None:
    told = {code for chapter in CHAPTERS for code in chapter.codes.split(", ")}
    played_by_nobody = {"R14", "A10", "A11", "B13"}  # the intake closes by itself; a question by letter; a figure
    wanted = {f"R{n}" for n in range(1, 15)} | {f"B{n}" for n in range(15)} | {f"A{n}" for n in range(1, 12)}
    assert wanted - told == played_by_nobody


def test_the_chooser_shows_of_each_role_somebody_for_whom_something_waits(client: Client) -> None:
    idle = ApplicationFactory(filed=True)
    representative(idle)
    draft = ApplicationFactory()
    person = representative(draft)
    page = read(client, "/demonstration/")
    assert "1 candidature prête à déposer" in page
    assert f"/demonstration/{person.roles.get().pk}/" in page
    assert page.count("Prendre sa place") == 2  # hers, and Mamie Lucette's


def test_somebody_real_is_never_offered_nor_taken(client: Client) -> None:
    real = RoleFactory(name=RoleName.ACCOUNTANT, person__fictional=False)
    assert str(real.pk) not in client.get("/demonstration/").content.decode()
    assert client.post(f"/demonstration/{real.pk}/").status_code == 404


def test_playing_a_step_makes_one_the_person_whose_turn_it_is_on_the_page_of_the_act(client: Client) -> None:
    draft = ApplicationFactory()
    person = representative(draft)
    page = read(client, f"/demonstration/visite/{FILE.key}/")
    assert "Jeanne Vidal" in page and "Jouer cette étape" in page
    answer = client.post(f"/demonstration/visite/{FILE.key}/jouer/")
    assert answer["Location"] == f"/structure/candidatures/{draft.pk}/deposer/"
    assert client.get(answer["Location"], follow=True).status_code == 200
    assert client.session["_auth_user_id"] == str(person.pk)
    assert client.session["tour"] == [FILE.key], "the tour goes on"


def test_a_step_where_nothing_waits_says_so_and_offers_its_trace(client: Client) -> None:
    page = read(client, f"/demonstration/visite/{FILE.key}/")
    assert "Rien n’attend à cette étape" in page and "Jouer cette étape" not in page and "Voir sa trace" in page
    answer = client.post(f"/demonstration/visite/{FILE.key}/jouer/", follow=True)
    assert answer.redirect_chain == [(f"/demonstration/visite/{FILE.key}/", 302)]
    assert "Cette étape n’a pas encore été jouée" in read(client, f"/demonstration/visite/{FILE.key}/trace/")


def test_the_tour_remembers_the_steps_seen_and_leads_from_one_to_the_next(client: Client) -> None:
    first, second = DEEDS[:2]
    read(client, f"/demonstration/visite/{first.key}/")
    page = read(client, f"/demonstration/visite/{second.key}/")
    assert f"2 étapes vues sur {len(DEEDS)}" in page
    assert f"/demonstration/visite/{first.key}/" in page and f"/demonstration/visite/{DEEDS[2].key}/" in page
    whole = read(client, "/demonstration/visite/")
    assert f"Reprendre : {second.title}" in whole and whole.count("(vue)") == 2


def test_the_trace_of_a_step_is_its_journal_its_postings_its_documents_and_its_letters(client: Client) -> None:
    paid = factories.certified()
    page = read(client, "/demonstration/visite/certifier-versement/trace/")
    assert "Versement certifié" in page and "Le grand livre" in page and str(Money(paid.cents)).replace("\u202f", "\u00a0") in page
    agreement = agreements.signed_by_host()
    about = {"about_type": "agreements.agreement", "about_id": agreement.pk}
    letter = Letter.objects.create(kind="x", to_email="a@example.fr", subject="Votre convention", body="Texte", **about)
    page = read(client, "/demonstration/visite/signer-convention-structure/trace/")
    assert "Convention signée par la structure" in page and "Réservés aux personnes du dossier" in page
    assert f"/boite-aux-lettres/{letter.pk}/" in page


def test_an_unknown_step_is_not_found(client: Client) -> None:
    for address in ("", "trace/"):
        assert client.get(f"/demonstration/visite/ailleurs/{address}").status_code == 404


def test_the_tour_is_closed_outside_the_demonstration(client: Client, settings) -> None:
    settings.DEMONSTRATION = False
    for address in ("/demonstration/", "/demonstration/visite/", f"/demonstration/visite/{FILE.key}/"):
        assert client.get(address).status_code == 404


def test_each_standing_belongs_to_its_scopes() -> None:
    draft = ApplicationFactory()
    it = next(it for it in standings() if it.kind == "application")
    assert (it.state, it.count, it.example) == ("draft", 1, str(draft.pk))
    assert it.within(Scope()) and it.within(Scope("organization", str(draft.organization_id)))
    assert it.within(Scope("department", draft.department_code)) and not it.within(Scope("department", "2A"))
    assert not it.within(Scope("person", str(draft.pk)))
    assert scope_for(RoleName.HOST_SECRETARY, it) == Scope("organization", str(draft.organization_id))


def test_an_act_without_a_page_leads_to_the_first_page_that_opens(client: Client) -> None:
    held = RoleFactory(name=RoleName.ACCOUNTANT)
    by = type("By", (), {"role": held.name})()
    assert address_of(by, None, "", ("host:dashboard", "nowhere:page", "caisse:statements"), "x") == "/caisse/releves/"
    assert address_of(by, None, "", ("host:dashboard",), "x") == ""
    assert resolve("/caisse/releves/").view_name == "caisse:statements"
