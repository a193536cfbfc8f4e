"""The published file is read row by row: merged, additional, or set apart with its reason."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

import pytest

from lucette.jobs.awards.rows import DATE, MONEY, NEEDED, read, repaired
from lucette.kernel.errors import Invalid

COMMUNES = {"19272": "19272", "01053": "01053"}
GOOD = {
    "raison_sociale": "COMMUNE DE BOURG EN BRESSE",
    "nb_cnfs": "2",
    DATE: "2021-03-24",
    "type": "publique",
    "siret": "21010053300012",
    "insee_com": "01053",
    "code_postal_bis": "01000",
    "insee_dep": "01",
    "adresse": "PL DE L HOTEL DE VILLE | 01000 BOURG-EN-BRESSE",
    MONEY: "109610",
}


def file(*changes: dict[str, str]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, NEEDED)
    writer.writeheader()
    writer.writerows(GOOD | change for change in changes)
    return text.getvalue().encode()


def test_a_good_row_is_an_award_of_its_session() -> None:
    published = read(file({}), COMMUNES)
    (award,) = published.sessions[dt.date(2021, 3, 24)]
    assert (award.posts, award.employer, award.additional, award.first.commune, award.state_cents) == (
        2,
        "public",
        False,
        "01053",
        10_961_000,
    )
    assert (published.read, published.posts_read, published.rejected) == (1, 2, ())


def test_rows_of_one_session_merge_and_keep_both_sources() -> None:
    published = read(file({}, {"nb_cnfs": "1"}), COMMUNES)
    (award,) = published.awards
    assert (award.posts, published.merged, award.source.endswith("lignes 2, 3")) == (3, 1, True)


def test_a_later_session_gives_additional_posts() -> None:
    published = read(file({DATE: "2021-04-14"}, {}), COMMUNES)
    assert [(award.first.decided_on.month, award.additional) for award in published.awards] == [(3, False), (4, True)]


def test_a_host_published_once_as_private_keeps_the_private_scale() -> None:
    (award,) = read(file({}, {"type": "privée"}), COMMUNES).awards
    assert award.employer == "private"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"siret": "null"}, "SIRET absent"),
        ({"siret": "21010053300013"}, "SIRET invalide"),
        ({"siret": "2101005330001"}, "SIRET invalide"),
        ({"insee_com": ""}, "commune inconnue"),
        ({"nb_cnfs": "deux"}, "nombre de postes illisible"),
        ({"nb_cnfs": "0"}, "nombre de postes illisible"),
        ({"type": "mixte"}, "ni publique ni privée"),
        ({DATE: "24/03/2021"}, "date de séance illisible"),
    ],
)
def test_a_bad_row_is_set_apart_with_its_line_reason_and_text(change: dict[str, str], reason: str) -> None:
    published = read(file({}, change), COMMUNES)
    (reject,) = published.rejected
    assert (reject.line, reject.reason) == (3, reason)
    assert "BOURG" in reject.text
    assert len(published.awards) == 1


@pytest.mark.parametrize("content", [b"a;b\n1;2\n", "raison_sociale\nÉ".encode("latin-1"), b""])
def test_another_file_is_refused(content: bytes) -> None:
    with pytest.raises(Invalid):
        read(content, COMMUNES)


def test_spelt_out_bytes_are_repaired() -> None:
    assert repaired("Ch<e2>tillon, Ren<e9>") == "Châtillon, René"


@pytest.mark.field
@pytest.mark.django_db
def test_the_real_file_is_read_whole(field_data: Path) -> None:
    from lucette.foundation.territories.queries import present_codes

    published = read((field_data / "cnfs_coselec_2021.csv").read_bytes(), present_codes())
    assert (published.read, published.posts_read) == (1450, 2138)
    assert published.reasons == {"SIRET absent": 5, "SIRET invalide": 2}
    assert len(published.awards) + published.merged + len(published.rejected) == 1450
    assert sum(award.posts for award in published.awards) == 2138 - sum(reject.posts for reject in published.rejected)
    assert [award.first.name for award in published.awards if award.additional] == [
        "CC DU SISTERONAIS-BUECH",
        "LES PETITS DEBROUILLARDS GRAND EST",
    ]
