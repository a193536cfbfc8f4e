"""What the site may say of its accessibility."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from lucette.web.design import accessibility
from lucette.web.design.accessibility import MET, NOT_APPLICABLE, NOT_MET, NUMBERS, UNTESTED, Audit, Criterion, conformity
from tests.web.pages import read

DAY = dt.date(2021, 3, 1)


def audit(met: int, untested: int = 0, applicable: int = 50) -> Audit:
    """The first criteria are met, the next are not tested, then not met, the last do not apply."""
    results = [MET] * met + [UNTESTED] * untested + [NOT_MET] * (applicable - met - untested) + [NOT_APPLICABLE] * (106 - applicable)
    told = zip(NUMBERS, results, strict=True)
    return Audit(
        DAY, "nous", tuple(Criterion(number, f"Titre {number}", it, "" if it == UNTESTED else "machine", "à voir") for number, it in told)
    )


@pytest.mark.parametrize(
    ("met", "words"),
    [(24, "non conforme"), (25, "partiellement conforme"), (49, "partiellement conforme"), (50, "totalement conforme")],
)
def test_the_word_follows_the_share_of_criteria_met(met: int, words: str) -> None:
    assert conformity(DAY, audit(met)) == words


def test_what_nobody_tested_counts_as_not_met() -> None:
    assert audit(45, untested=5).percent == 90
    assert conformity(DAY, audit(45, untested=5)) == "partiellement conforme"


def test_without_an_audit_that_counts_the_site_is_not_conform(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accessibility, "LAST_AUDIT", None)
    assert conformity(DAY) == "non conforme"
    assert conformity(dt.date(2024, 2, 29), audit(50)) == "totalement conforme"
    assert conformity(dt.date(2024, 3, 1), audit(50)) == "non conforme"


def test_an_audit_that_cannot_be_is_refused() -> None:
    whole = audit(50).criteria
    for criteria in (
        whole[:-1],
        whole[::-1],
        (Criterion("1.1", "T", "oui", "machine"), *whole[1:]),
        (Criterion("1.1", "T", MET), *whole[1:]),
    ):
        with pytest.raises(ValueError, match=r"criteri|C, NC|seen"):
            Audit(DAY, "nous", tuple(criteria))


@pytest.mark.django_db
def test_the_footer_the_title_and_the_statement_say_the_same(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accessibility, "LAST_AUDIT", audit(40, untested=3))
    page = read(client, "/accessibilite/")
    assert page.count("Accessibilité : partiellement conforme") >= 3 and "<strong>partiellement conforme</strong>" in page
    assert "80 % des critères sont respectés" in page and "7 critères" in page and "3 critères" in page
    assert "Critère 5.1 : Titre 5.1." not in page and f"Critère {NUMBERS[40]} : Titre {NUMBERS[40]}" in page
    assert "Accessibilité : non conforme" not in page


@pytest.mark.django_db
def test_the_statement_has_every_part_that_the_law_imposes(client: Client) -> None:
    page = read(client, "/accessibilite/")
    for part in (
        "État de conformité",
        "Résultats des tests",
        "Non-conformités",
        "Dérogations pour charge disproportionnée",
        "Contenus non soumis",
        "Établissement de cette déclaration",
        "Technologies employées",
        "Environnement de test",
        "Outils",
        "Pages vérifiées",
        "Retour d’information et contact",
        "Voies de recours",
        "Défenseur des droits",
        "Schéma pluriannuel",
    ):
        assert part in page, part


@pytest.mark.django_db
def test_without_an_audit_the_statement_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accessibility, "LAST_AUDIT", None)
    assert "n’a pas encore fait l’objet d’un audit" in read(client, "/accessibilite/")
