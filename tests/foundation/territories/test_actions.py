"""Reference data arrives whole and once; a zoning list replaces the former one."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from lucette.foundation.territories import actions, adapters, queries
from lucette.foundation.territories.models import Commune, Department, FormerCommune, Intercommunality, ReferenceLoad, Region, Zoning
from lucette.kernel.errors import Invalid

pytestmark = pytest.mark.django_db


def counts() -> list[int]:
    return [model.objects.count() for model in (Region, Department, Intercommunality, Commune, FormerCommune)]


def zrr(path: Path, *rows: str) -> Path:
    path.write_text("code_insee,statut\n" + "\n".join(rows) + "\n")
    return path


def test_the_template_holds_everything() -> None:
    assert counts() == [26, 109, 1255, 35014, 2576]
    assert Commune.objects.filter(latitude=None).count() == 102
    assert Commune.objects.exclude(parent=None).count() == 45


def test_loading_again_does_nothing_and_costs_nothing(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_num_queries(1):
        assert actions.load_reference() is False


def test_the_command_is_quiet_when_there_is_nothing_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_reference_data")
    assert capsys.readouterr().out == ""


def test_emptied_tables_are_filled_again() -> None:
    with connection.cursor() as cursor:
        for table in ("formercommune", "zoning"):
            cursor.execute(f"DELETE FROM territories_{table}")
        cursor.execute("UPDATE territories_commune SET name = 'x', search_name = 'x'")
    ReferenceLoad.objects.all().delete()
    assert actions.load_reference() is True
    assert counts() == [26, 109, 1255, 35014, 2576]
    assert queries.commune("19272").name == "Tulle"
    assert ReferenceLoad.objects.count() == 1


def test_changed_files_replace_the_rows_in_place(monkeypatch: pytest.MonkeyPatch) -> None:
    Commune.objects.create(code="19999", name="Ville disparue", search_name="ville disparue", department_id="19", region_id="75")
    Commune.objects.filter(code="19272").update(name="Tulle d’hier")
    Zoning.objects.create(commune_id="19272", kind="zrr", value="C", source="essai")
    monkeypatch.setattr(adapters, "fingerprint", lambda: "f" * 64)
    assert actions.load_reference() is True
    assert queries.commune("19272").name == "Tulle"
    assert queries.zoning("19272").zrr == "C"
    assert not Commune.objects.filter(code="19999").exists()


def test_a_commune_that_something_points_to_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = Commune.objects.create(code="19999", name="Ville disparue", search_name="ville disparue", department_id="19", region_id="75")
    Commune.objects.create(
        code="19998", name="Arrondissement", search_name="arrondissement", department_id="19", region_id="75", parent=gone
    )
    assert actions.leave(Commune, "19999") is None
    assert Commune.objects.filter(code="19999").exists()


def test_a_list_of_zoning_replaces_the_former_one(tmp_path: Path) -> None:
    actions.import_zoning("zrr", zrr(tmp_path / "a.csv", "19272,C", "19031,NC"))
    done = actions.import_zoning("zrr", zrr(tmp_path / "b.csv", "19031,PC", "99999,C", "19028,"))
    assert (done.read, done.kept, done.empty, done.merged, done.unknown) == (3, 1, 1, 0, ("99999",))
    assert queries.zoning("19272").zrr is None
    assert queries.zoning("19031").zrr == "PC"


def test_a_former_commune_speaks_only_when_its_present_one_does_not(tmp_path: Path) -> None:
    present = queries.commune("01205").code
    done = actions.import_zoning("zrr", zrr(tmp_path / "a.csv", "01205,C"))
    assert (done.kept, done.merged, queries.zoning(present).zrr) == (1, 0, "C")
    done = actions.import_zoning("zrr", zrr(tmp_path / "b.csv", "01205,C", f"{present},NC"))
    assert (done.kept, done.merged, queries.zoning(present).zrr) == (1, 1, "NC")


def test_a_semicolon_a_mark_and_a_trailing_column_are_read(tmp_path: Path) -> None:
    path = tmp_path / "frr.csv.gz"
    text = "\ufeffCode_insee;Departement;Commune;Classement FRR et FRR+ au 10 juillet 2025;\r\n19272;19;Tulle;FRR+;\r\n"
    path.write_bytes(gzip.compress(text.encode()))
    assert actions.import_zoning("frr", path).kept == 1
    assert queries.zoning("19272").frr == "FRR+"


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        ("zzz", "code_insee,statut\n", "zoning_kind"),
        ("zrr", "code,statut\n19272,C\n", "zoning_columns"),
        ("ifn", "code_insee,score_global\n19272,beaucoup\n", "zoning_value"),
    ],
)
def test_a_file_that_is_not_understood_changes_nothing(tmp_path: Path, kind: str, text: str, code: str) -> None:
    actions.import_zoning("zrr", zrr(tmp_path / "good.csv", "19272,C"))
    bad = tmp_path / "bad.csv"
    bad.write_text(text)
    with pytest.raises(Invalid) as refusal:
        actions.import_zoning(kind, bad)
    assert refusal.value.code == code
    assert Zoning.objects.count() == 1


def test_a_file_that_is_absent_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match=r"absent\.csv"):
        actions.import_zoning("zrr", tmp_path / "absent.csv")


@pytest.mark.field
def test_the_published_lists_are_read_whole(field_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {
        "zrr": "zrr_2022.csv.gz",
        "frr": "frr_2025-07-10.csv.gz",
        "qpv": "qpv_2024_communes.csv",
        "ifn": "ifn_2020_communes_derive.csv.gz",
    }
    done = {kind: actions.import_zoning(kind, field_data / name) for kind, name in files.items()}
    assert {kind: it.read for kind, it in done.items()} == {"zrr": 34965, "frr": 34875, "qpv": 1684, "ifn": 34902}
    assert {kind: len(it.unknown) for kind, it in done.items()} == {"zrr": 17, "frr": 0, "qpv": 0, "ifn": 17}
    assert all(it.read == it.kept + it.empty + it.merged + len(it.unknown) for it in done.values())
    tulle = queries.zoning("19272")
    assert (tulle.zrr, tulle.frr, tulle.fragility is not None) == ("C", "FRR socle", True)
    assert queries.zoning("97105").fragility_text == "non disponible"
    assert len(queries.zoning("13001").qpv or ()) >= 4
    call_command("import_zoning", "qpv", str(field_data / files["qpv"]))
    assert "1\u202f684 lignes lues, 1\u202f684 faits retenus" in capsys.readouterr().out


@pytest.mark.field
def test_the_fragility_index_is_kept_as_published(field_data: Path) -> None:
    path = field_data / "ifn_2020_communes_derive.csv.gz"
    actions.import_zoning("ifn", path)
    with gzip.open(path, "rt") as file:
        published = {row["code_insee"]: row["score_global"] for row in csv.DictReader(file)}
    assert str(queries.zoning("19272").fragility) == published["19272"]
