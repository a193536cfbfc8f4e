"""What the site may say of its accessibility."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from lucette.web.design import accessibility
from lucette.web.design.accessibility import Audit, conformity

DAY = dt.date(2021, 3, 1)


@pytest.mark.parametrize(
    ("met", "words"),
    [(24, "non conforme"), (25, "partiellement conforme"), (49, "partiellement conforme"), (50, "totalement conforme")],
)
def test_the_word_follows_the_share_of_criteria_met(met: int, words: str) -> None:
    assert conformity(DAY, Audit(DAY, 50, met)) == words


def test_without_an_audit_that_counts_the_site_is_not_conform() -> None:
    assert conformity(DAY) == "non conforme"
    assert conformity(dt.date(2024, 2, 29), Audit(DAY, 50, 50)) == "totalement conforme"
    assert conformity(dt.date(2024, 3, 1), Audit(DAY, 50, 50)) == "non conforme"


@pytest.mark.parametrize(("applicable", "met"), [(0, 0), (50, 51), (107, 1)])
def test_an_audit_that_cannot_be_is_refused(applicable: int, met: int) -> None:
    with pytest.raises(ValueError, match="criteria"):
        Audit(DAY, applicable, met)


@pytest.mark.django_db
def test_the_footer_the_title_and_the_statement_say_the_same(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accessibility, "LAST_AUDIT", Audit(DAY, 50, 40))
    page = client.get("/accessibilite/").content.decode()
    assert page.count("Accessibilité : partiellement conforme") >= 3 and "<strong>partiellement conforme</strong>" in page
    assert "non conforme" not in page
