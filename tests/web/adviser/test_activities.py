"""Record, correct, remove an activity; plan, fill, hold a workshop."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName
from lucette.kernel import clock
from lucette.scheme.activities.models import Activity, Workshop
from tests.scheme.activities.factories import ActivityFactory, WorkshopFactory, hired
from tests.web.hand import play, send
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db
RECORD, WORKSHOP = "/conseiller/activites/aide-individuelle/", "/conseiller/activites/atelier/"
SAME = "/conseiller/activites/comme-la-derniere/"


def chosen(page: str) -> dict[str, list[str]]:
    """What the form of a page says as it opens: its boxes ticked, its values."""
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ("checked" in tag or (value and not re.search(r'type="(checkbox|radio|hidden)"', tag))):
            found.setdefault(name[1], []).append(value[1] if value else "on")
    return found


def test_an_activity_is_one_tap_away_from_what_is_usual(client: Client, live, place) -> None:
    page = read(client, RECORD)
    told = chosen(page)
    assert (told["minutes"], told["where"], told["held_on"]) == (["30"], [str(place.pk)], ["2021-03-01"])
    page = play(client, RECORD, themes=["demarche en ligne"], **told)
    it = Activity.objects.get()
    assert (it.kind, it.minutes, it.place_id, it.themes, it.participants) == ("individuel", 30, place.pk, ["demarche en ligne"], 1)
    assert "C’est enregistré : accompagnement individuel, démarches en ligne, 30\u00a0min, Médiathèque de Tulle." in page


def test_the_last_tap_is_undone_in_one(client: Client, live, place) -> None:
    page = play(client, RECORD, themes=["budget"], minutes="15", where="distance", held_on="2021-03-01")
    it = Activity.objects.get()
    address = reverse("adviser:undo", args=[it.pk])
    assert f'action="{address}"' in page and "Annuler ce que je viens de faire" in page
    assert "C’est annulé" in send(client, address)
    it.refresh_from_db()
    assert (it.status, it.removal_reason) == ("removed", "mistake")
    assert "On ne peut pas" in send(client, address)
    assert client.get(address).status_code == 405


def test_her_last_themes_come_first_and_the_last_activity_is_recorded_again(client: Client, live, place) -> None:
    ActivityFactory(hire=live, place=place, kind="individuel", participants=1, themes=["sante"], minutes=45)
    page = read(client, RECORD)
    assert re.search(r'name="themes" value="sante"[^>]*autofocus', page)
    assert chosen(page)["minutes"] == ["45"] and "Comme la dernière fois" in page
    assert "C’est enregistré" in play(client, SAME)
    assert Activity.objects.filter(themes=["sante"], held_on=clock.today(), minutes=45).count() == 1
    assert "Comme la dernière fois" in read(client, "/conseiller/")


def test_nothing_is_repeated_when_nothing_was_recorded(client: Client, live) -> None:
    assert "Vous n’avez encore rien enregistré" in play(client, SAME)
    assert not Activity.objects.exists()


def test_a_workshop_of_twelve_is_counted_by_ages(client: Client, live, place) -> None:
    told = {"themes": ["internet"], "minutes": "90", "where": str(place.pk), "held_on": "2021-02-26"}
    play(client, WORKSHOP, **told, age_over_60="9", age_from_35="3", occupation_retired="9", recurring="2")
    it = Activity.objects.get()
    assert (it.kind, it.participants, it.recurring) == ("collectif", 12, 2)
    assert it.ages == {"plus60Ans": 9, "de35a60Ans": 3} and it.occupations == {"retraite": 9}


def test_a_wrong_answer_keeps_what_was_typed(client: Client, live, place) -> None:
    page = send(client, RECORD, themes=["sante"], minutes="30", where=str(place.pk), held_on="2030-01-01")
    assert "Cette date est à venir" in page and 'value="2030-01-01"' in page
    assert re.search(r'value="sante"[^>]*checked', page)
    page = send(client, RECORD, minutes="30", where=str(place.pk), held_on="2021-03-01")
    assert "Cette réponse est nécessaire." in page and not Activity.objects.exists()
    assert "Vos réponses du" in read(client, RECORD)


def test_who_is_not_in_post_records_nothing(client: Client) -> None:
    signed_in(client, RoleName.ADVISER)
    for address in (RECORD, WORKSHOP, SAME):
        assert "Votre contrat n’est pas validé" in send(client, address)
        assert "Votre contrat n’est pas validé" in client.get(address, follow=True).content.decode()
    signed_in(client, RoleName.CANDIDATE)
    assert client.get(RECORD).status_code == 404


def test_an_activity_is_corrected_and_its_history_says_so(client: Client, live, place) -> None:
    it = ActivityFactory(hire=live, place=place, kind="individuel", participants=1, minutes=35, recurring=1)
    page = read(client, reverse("adviser:activity", args=[it.pk]))
    address = reverse("adviser:correct", args=[it.pk])
    assert address in page and reverse("adviser:correct_workshop", args=[it.pk]) not in page
    told = chosen(read(client, address))
    assert told["minutes"] == ["35"] and told["themes"] == ["internet", "courriel"]
    page = play(client, address, **told | {"minutes": "60"})
    assert "L’activité est corrigée" in page and "Activité corrigée" in page
    it.refresh_from_db()
    assert (it.minutes, it.recurring) == (60, 1)


def test_a_workshop_held_is_corrected_too(client: Client, live, place) -> None:
    it = ActivityFactory(hire=live, place=place, ages={"plus60Ans": 4})
    address = reverse("adviser:correct_workshop", args=[it.pk])
    told = chosen(read(client, address))
    play(client, address, **told | {"participants": "6"})
    it.refresh_from_db()
    assert (it.participants, it.ages) == (6, {"plus60Ans": 4})


def test_an_activity_is_taken_out_of_the_count_for_a_reason(client: Client, live, place) -> None:
    it = ActivityFactory(hire=live, place=place)
    address = reverse("adviser:remove", args=[it.pk])
    assert "4 personnes et 60 minutes sortent de vos chiffres." in read(client, address)
    assert "Cette réponse est nécessaire." in send(client, address)
    assert "elle ne compte plus" in play(client, address, reason="not_held")
    it.refresh_from_db()
    assert (it.status, it.removal_reason) == ("removed", "not_held")
    assert "On ne peut pas supprimer l’activité" in client.get(address, follow=True).content.decode()


def test_another_adviser_s_activity_is_not_found(client: Client, live) -> None:
    it = ActivityFactory(hire=hired())
    for name in ("activity", "correct", "remove"):
        assert client.get(reverse(f"adviser:{name}", args=[it.pk])).status_code == 404
    assert client.post(reverse("adviser:undo", args=[it.pk])).status_code == 404


def test_the_record_is_narrowed_by_month_kind_and_theme(client: Client, live, place) -> None:
    ActivityFactory(hire=live, place=place, held_on=dt.date(2021, 2, 10), themes=["sante"])
    ActivityFactory(hire=live, place=place, held_on=dt.date(2021, 1, 10), kind="individuel", participants=1, themes=["budget"])
    page = read(client, "/conseiller/activites/")
    assert "février 2021" in page and "2 activités" in page
    for query, seen, hidden in (
        ("mois=2021-02", "10 février 2021", "10 janvier 2021"),
        ("nature=individuel", "10 janvier 2021", "10 février 2021"),
        ("theme=sante", "10 février 2021", "10 janvier 2021"),
    ):
        page = read(client, f"/conseiller/activites/?{query}")
        assert f"{seen}<" in page and f"{hidden}<" not in page
    assert "10 janvier" not in client.get("/conseiller/activites/?mois=2021-02&format=csv").content.decode()
    read(client, "/conseiller/activites/?mois=n-importe&nature=x&theme=x")


class TestWorkshops:
    plan = "/conseiller/ateliers/programmer/"

    def test_a_workshop_is_planned_filled_then_held(self, client: Client, live, place) -> None:
        told = chosen(read(client, self.plan))
        assert told["place_id"] == [str(place.pk)]
        page = play(client, self.plan, **told | {"title": "Premiers pas", "theme": "internet", "seats": "2"})
        it = Workshop.objects.get()
        assert "L’atelier est programmé le 8 mars 2021 à 14\u00a0h." in page
        for words in ("il reste 1 place", "l’atelier est complet"):
            assert words in play(client, reverse("adviser:register", args=[it.pk]))
        assert "On ne peut pas" in client.get(reverse("adviser:register", args=[it.pk]), follow=True).content.decode()
        with clock.at(dt.datetime(2021, 3, 8, 17, tzinfo=clock.PARIS)):
            assert "Dire qui est venu" in read(client, "/conseiller/")
            address = reverse("adviser:hold", args=[it.pk])
            assert address in read(client, reverse("adviser:workshop", args=[it.pk]))
            assert chosen(read(client, address))["participants"] == ["2"]
            page = play(client, address, participants="2", age_over_60="2", recurring="1")
        assert "L’atelier est enregistré : 2 personnes." in page
        made = Activity.objects.get()
        assert (made.workshop_id, made.participants, made.recurring, made.ages) == (it.pk, 2, 1, {"plus60Ans": 2})

    def test_a_planned_workshop_must_be_to_come(self, client: Client, live, place) -> None:
        told = {"title": "Premiers pas", "theme": "internet", "day": "2021-02-01", "hour": "14:00", "minutes": "90", "seats": "8"}
        page = send(client, self.plan, place_id=str(place.pk), **told)
        assert "se programme pour une date à venir" in page and 'value="Premiers pas"' in page
        assert not Workshop.objects.exists()

    def test_a_workshop_is_called_off(self, client: Client, live, place) -> None:
        it = WorkshopFactory(hire=live, place=place, registered=1)
        address = reverse("adviser:cancel_workshop", args=[it.pk])
        assert "1 personne inscrite : prévenez-les par téléphone." in read(client, address)
        assert "L’atelier est annulé" in play(client, address)
        it.refresh_from_db()
        assert it.status == "cancelled"
        assert "On ne peut pas" in send(client, reverse("adviser:hold", args=[it.pk]))

    def test_another_adviser_s_workshop_is_not_found(self, client: Client, live) -> None:
        it = WorkshopFactory(hire=hired())
        for name in ("workshop", "hold", "register", "cancel_workshop"):
            assert client.get(reverse(f"adviser:{name}", args=[it.pk])).status_code == 404
