"""Is it the same structure, entered twice? Pairs told by hand, and a labelled sample of a thousand noisy hosts drawn with a seed."""

from __future__ import annotations

import os
import random

import pytest

from lucette.foundation.organizations import queries
from lucette.foundation.organizations.models import Organization
from lucette.foundation.organizations.rules import Likeness, Named, likeness, siret_for
from tests.foundation.organizations.factories import OrganizationFactory, territory
from tests.foundation.organizations.noise import hosts, noisy

SEED, SAMPLE = 20_27, int(os.environ.get("LUCETTE_NOISY", "300"))  # a thousand in the campaign
HERE, THERE = "19272", "19275"

SAME = (
    ("Commune de Tulle", "MAIRIE DE TULLE"),
    ("Commune de Tulle", "Tulle"),
    ("Commune de Tulle", "comune de tulle"),
    ("CCAS de Tulle", "Centre communal d’action sociale de Tulle"),
    ("Médiathèque intercommunale de Tulle", "MEDIATHEQUE INTERCOMMUNALE TULLE"),
    ("Les Amis du clavier", "Association « les amis du clavier »"),
    ("Saint-Étienne solidaire", "St Etienne Solidaire"),
)
OTHER = (
    ("Commune de Tulle", "CCAS de Tulle"),
    ("Commune de Tulle", "Communauté d’agglomération Tulle"),
    ("Foyer rural 1", "Foyer rural 2"),
    ("Association Clic", "Association Relais"),
    ("", "Commune de Tulle"),
)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_structure_written_otherwise_is_known(one: str, other: str) -> None:
    assert likeness(Named(one, HERE), Named(other, HERE)) and likeness(Named(other, HERE), Named(one, HERE))


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_two_structures_of_one_commune_are_not_confused(one: str, other: str) -> None:
    assert likeness(Named(one, HERE), Named(other, HERE)) is None


def test_two_towns_of_the_same_name_are_two_and_one_siren_is_one() -> None:
    assert likeness(Named("Commune de Saint-Martin", HERE), Named("Commune de Saint-Martin", THERE)) is None
    assert likeness(Named("A", HERE, "211927207"), Named("B", THERE, "211927207")) == Likeness.SAME_SIREN
    assert likeness(Named("Les Amis du clavier", HERE), Named("Les Amis du clavier", THERE)) is None
    assert likeness(Named("CC du Pays d’Uzerche", HERE), Named("Communauté de communes Pays d’Uzerche", THERE)) == Likeness.CLOSE_NAME
    assert likeness(Named("Les Amis du clavier de Tulle", HERE), Named("Amis du clavier, Tulle", THERE)) == Likeness.CLOSE_NAME


@pytest.mark.django_db
def test_close_structures_are_told_with_the_reason_the_surest_first() -> None:
    school = OrganizationFactory(name="École de Tulle", siret=siret_for("211927207", 50))
    near = OrganizationFactory(name="Mairie de Tulle")
    OrganizationFactory(name="Club de bridge")
    elsewhere = OrganizationFactory(name="Les Amis de Tulle", commune=territory("23096", "Guéret", "23"))
    found = queries.close_matches(name="commune de tulle", commune_code="19272", siret=siret_for("211927207"))
    assert [it.organization for it in found] == [school, near]
    assert "même numéro SIREN" in found[0].sentence and "Tulle" in found[1].sentence
    assert queries.close_matches(name="Les amis de Tulle", commune_code="19272") == []
    assert queries.close_matches(name="Mairie de Tulle", commune_code="19272", but=near.pk) == []
    assert not queries.close_matches(name=elsewhere.name, commune_code="inconnue")


@pytest.mark.django_db
def test_noisy_hosts_are_recognised_and_as_many_others_are_not(capsys: pytest.CaptureFixture[str]) -> None:
    drawn, chance = hosts(SEED, 2 * SAMPLE), random.Random(SEED)
    known, others = drawn[:SAMPLE], drawn[SAMPLE:]
    rows = Organization.objects.bulk_create(
        OrganizationFactory.build(name=it.name, commune=it.commune, siret=None, ridet=f"{n:07d}") for n, it in enumerate(known)
    )
    right = wrong = missed = 0
    for it, row in zip(known, rows, strict=True):
        told = {match.organization.pk for match in queries.close_matches(name=noisy(it, chance), commune_code=it.commune.pk)}
        right, wrong, missed = right + (row.pk in told), wrong + len(told - {row.pk}), missed + (row.pk not in told)
    for it in others:
        wrong += len(queries.close_matches(name=noisy(it, chance), commune_code=it.commune.pk))
    precision, recall = right / (right + wrong), right / (right + missed)
    with capsys.disabled():
        print(f"\nseed {SEED}: {SAMPLE} noisy hosts, {SAMPLE} others; precision {precision:.2%}, recall {recall:.2%}")
    assert precision >= 0.99 and recall >= 0.95
