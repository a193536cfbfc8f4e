"""The company register: the stand-in, and the real protocol spoken to a server of ours."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache

from lucette.foundation.organizations import queries
from lucette.foundation.organizations.adapters import Company, HttpRegister, LocalRegister, company_register
from lucette.foundation.organizations.rules import siret_for
from lucette.foundation.territories.models import Commune, Intercommunality
from lucette.kernel.errors import Invalid, Unavailable
from tests.foundation.organizations.factories import territory

SIRET, OTHER = siret_for("732829320"), siret_for("732829320", 500)
PLACE = {"siret": SIRET, "commune": "19272", "adresse": "10 RUE FELIX VIDALIN 19000 TULLE", "etat_administratif": "A"}
ANSWER = {
    "results": [
        {
            "siren": "732829320",
            "nom_complet": "COMMUNE D ESSAI",
            "nature_juridique": "7210",
            "siege": PLACE,
            "matching_etablissements": [PLACE | {"siret": OTHER, "etat_administratif": "F"}],
        }
    ],
    "total_results": 1,
}


@pytest.fixture
def register() -> Iterator[tuple[HttpRegister, dict[str, Any]]]:
    """A client, and what its server answers (`body`, `status`, `wait` in seconds) and was asked."""
    cache.clear()
    it: dict[str, Any] = {"body": json.dumps(ANSWER), "status": 200, "wait": 0, "asked": []}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            it["asked"].append(self.path)
            time.sleep(it["wait"])
            self.send_response(it["status"])
            self.end_headers()
            self.wfile.write(it["body"].encode())

        def log_message(self, *args: object) -> None:
            """Tests are silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield HttpRegister(f"http://127.0.0.1:{server.server_port}/search", seconds=0.3), it
        server.shutdown()
    cache.clear()


def test_an_establishment_is_found_and_kept(register) -> None:
    client, server = register
    assert client.find(f"{SIRET[:9]} {SIRET[9:]}") == Company(SIRET, "COMMUNE D ESSAI", "7210", "19272", PLACE["adresse"])
    assert client.find(SIRET) == client.find(SIRET)
    (path,) = server["asked"]
    assert parse_qs(urlsplit(path).query)["q"] == [SIRET]


def test_a_closed_secondary_establishment_is_told_as_closed(register) -> None:
    found = register[0].find(OTHER)
    assert found and found.closed


@pytest.mark.parametrize(
    "body",
    [
        {"results": []},
        {"results": [{**ANSWER["results"][0], "siege": PLACE | {"siret": "1"}, "matching_etablissements": []}]},
    ],
)
def test_another_establishment_is_not_taken_for_the_one_asked(register, body: object) -> None:
    register[1]["body"] = json.dumps(body)
    assert register[0].find(SIRET) is None


@pytest.mark.parametrize(
    "trouble",
    [
        {"status": 429},
        {"status": 500},
        {"body": "<html>"},
        {"body": "[]"},
        {"body": '{"results": [{}]}'},
        {"wait": 1},
    ],
    ids=["too many", "error", "garbage", "list", "half", "slow"],
)
def test_trouble_outside_is_unavailable_in_french(register, trouble: dict[str, Any]) -> None:
    register[1].update(trouble)
    with pytest.raises(Unavailable, match="ne répond pas"):
        register[0].find(SIRET)


def test_nothing_listens(register) -> None:
    with pytest.raises(Unavailable):
        HttpRegister("http://127.0.0.1:1/search").find(SIRET)


def test_a_wrong_siret_is_never_asked(register) -> None:
    with pytest.raises(Invalid):
        register[0].find("123")
    assert register[1]["asked"] == []


@pytest.mark.django_db
def test_the_stand_in_knows_communes_and_epci_only() -> None:
    commune = territory()
    group, _ = Intercommunality.objects.get_or_create(siren="404833048", defaults={"name": "CA Tulle Agglo", "kind": "CA"})
    Commune.objects.filter(pk=commune.pk).update(intercommunality=group, siren="732829320")
    assert queries.company(SIRET) == Company(SIRET, "Commune de Tulle", "7210", "19272", "Mairie de Tulle")
    assert LocalRegister().find(siret_for("404833048")) == Company(siret_for("404833048"), group.name, "7348", "19272")
    assert LocalRegister().find(siret_for("552008443")) is None
    with pytest.raises(Invalid):
        LocalRegister().find("73282932000079")


def test_the_settings_choose_the_register(settings) -> None:
    assert isinstance(company_register(), LocalRegister)
    settings.COMPANY_REGISTER = "http"
    assert isinstance(company_register(), HttpRegister)
