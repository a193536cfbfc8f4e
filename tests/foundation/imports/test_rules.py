"""What people write in a cell, and in a file, is read as they meant it; the rest is refused in one sentence."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lucette.foundation.imports import rules
from lucette.foundation.imports.rules import Column
from lucette.foundation.imports.rules.values import SHORT_MONTHS
from lucette.kernel.errors import Invalid
from tests.foundation.imports.files import ods

DAY = dt.date(2021, 3, 12)
COLUMNS = (
    Column("date", "Date", True, ("jour",)),
    Column("duration", "Durée", True, ("temps",)),
    Column("place", "Lieu", False, ("où",)),
)


@pytest.mark.parametrize(
    "text",
    [
        "12/03/2021",
        "12-3-21",
        "12.03.2021",
        "2021-03-12",
        "2021-03-12T08:30:00",
        "12 mars 2021",
        "vendredi 12 mars 2021",
        "12/03/2021 14:30",
        "44267",
        "44267,5",
        "ven. 12 mars 21",
        " 12  MARS 2021 ",
        "12-mars-2021",
    ],
)
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    assert rules.day(text) == DAY


def test_months_may_be_shortened() -> None:
    assert rules.day("1er févr. 2021") == dt.date(2021, 2, 1)
    assert rules.day("14 juil 2021") == dt.date(2021, 7, 14) and rules.day("14 juin 2021") == dt.date(2021, 6, 14)
    assert rules.day("3 août 2021") == dt.date(2021, 8, 3) and rules.day("3 déc. 2021") == dt.date(2021, 12, 3)
    assert "jui" not in SHORT_MONTHS


@pytest.mark.parametrize("text", ["", "hier", "31/02/2021", "2021", "12/13/2021", "99999", "12 brumaire 2021", "1 jui 2021"])
def test_what_is_no_day_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(Invalid, match="n’est pas une date"):
        rules.day(text)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("45", 45),
        ("45 min", 45),
        ("45'", 45),
        ("1h", 60),
        ("1 h 30", 90),
        ("1h05", 65),
        ("01:30", 90),
        ("01:30:00", 90),
        ("1,5 h", 90),
        ("2 heures", 120),
        ("90,0", 90),
        ("1H30MN", 90),
    ],
)
def test_a_duration_is_read_as_people_write_it(text: str, minutes: int) -> None:
    assert rules.minutes(text) == minutes


@pytest.mark.parametrize("text", ["", "longtemps", "1h99", "-5", "1,5"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="n’est pas une durée"):
        rules.minutes(text)


def test_choices_are_read_without_accents_and_refused_with_the_list() -> None:
    words = {"à distance": "distance", "téléphone": "distance", "Médiathèque": "m"}
    assert rules.one_of("A DISTANCE", words) == "distance" and rules.one_of("mediatheque ", words) == "m"
    assert rules.several_of("téléphone ; Médiathèque, à distance", words) == ["distance", "m"]
    with pytest.raises(Invalid, match=r"« gare » n’est pas dans la liste\. Écrivez « à distance » ou « Médiathèque »"):
        rules.one_of("gare", words)


def test_columns_are_recognised_by_their_heading_each_once() -> None:
    assert rules.guessed(COLUMNS, ["N°", "JOUR", "temps passé", "Ou", "Date de saisie"]) == {"date": 1, "duration": 2, "place": 3}
    assert rules.guessed(COLUMNS, ["Duree", "Date"]) == {"date": 1, "duration": 0, "place": -1}


def test_a_choice_of_columns_says_what_is_wrong() -> None:
    assert rules.matching_problems(COLUMNS, {"date": 0, "duration": 1, "place": -1}, 2) == {}
    wrong = rules.matching_problems(COLUMNS, {"date": -1, "duration": 1, "place": 1}, 2)
    assert "nécessaire" in wrong["date"] and "« Durée »" in wrong["place"]
    assert "n’est pas dans le fichier" in rules.matching_problems(COLUMNS, {"date": 0, "duration": 9}, 2)["duration"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "mac_roman", "cp850"])
@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
def test_a_text_is_read_in_any_encoding_with_any_separator(encoding: str, mark: str) -> None:
    text = f"Suivi 2021\r\n\r\nDate{mark}Durée{mark}Thème\r\n12/03/2021{mark}45 min{mark}« sécurité à l’école »\r\n"
    sheet = rules.read(text.encode(encoding, errors="replace"))
    assert sheet.headers == ["Date", "Durée", "Thème"] and [number for number, _ in sheet.lines] == [4]
    assert sheet.lines[0][1][1] == "45 min" and "sécurité" in sheet.lines[0][1][2]


def test_a_cell_of_several_lines_keeps_the_numbers_of_the_file() -> None:
    sheet = rules.read(b'a;b\n1;"x\ny"\n\n2;z\n')
    assert sheet.lines == [(2, ["1", "x\ny"]), (5, ["2", "z"])]


def test_a_workbook_is_read_with_its_dates_and_durations() -> None:
    book = openpyxl.Workbook()
    page = book.active
    page.append(["Date", "Durée", "Nombre", "Vrai", "Demi"])
    page.append([dt.datetime(2021, 3, 12), dt.timedelta(minutes=90), 3.0, True, 0.5])
    page.append([None] * 5)
    page.append([DAY, dt.time(1, 30), 4, False, None])
    kept = io.BytesIO()
    book.save(kept)
    sheet = rules.read(kept.getvalue())
    assert sheet.lines == [(2, ["12/03/2021", "1h30", "3", "oui", "0,5"]), (4, ["12/03/2021", "1h30", "4", "non"])]


def test_an_open_document_is_read_with_its_repeated_rows_and_cells() -> None:
    sheet = rules.read(ods([["Date", "Durée"], [], [DAY, "45 min"]]))
    assert sheet == rules.Sheet(["Date", "Durée"], [(3, ["2021-03-12", "45 min"])])


def bomb(name: str, text: str) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "vide"),
        (b"   \n", "vide"),
        (b";;;\n;;\n", "aucune ligne"),
        (b"Date;Lieu\n", "que des titres"),
        (b"%PDF-1.7 ...", "pas un tableau"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 100, "ancien format"),
        (b"\x00\x01\x02\x03" * 100, "pas un tableau"),
        (b"PK\x03\x04" + b"x" * 100, "abîmé"),
        (bomb("xl/workbook.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "abîmé"),
        (bomb("xl/workbook.xml", "<a/>"), "abîmé"),
        (bomb("a.txt", "x"), "pas un tableau"),
        (bomb("a.txt", "x" * 210_000_000), "démesuré"),
        (b"a;b\n" + b"1;2\n" * 10_001, "10\u202f000"),
        (b"x" * (10 * 1024 * 1024 + 1), "10 Mo"),
    ],
    ids=["empty", "blank", "no cell", "heading", "pdf", "xls", "binary", "broken", "entity", "hollow", "zip", "bomb", "long", "heavy"],
)
def test_what_is_no_table_is_refused_in_a_sentence(content: bytes, told: str) -> None:
    with pytest.raises(Invalid, match=told) as refusal:
        rules.read(content)
    assert set(refusal.value.fields) == {"file"}


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        assert rules.read(content).lines
    except Invalid as refusal:
        assert refusal.sentence.endswith(".")


def test_the_template_is_a_file_that_the_import_reads() -> None:
    sheet = rules.read(rules.template(["Date", "Durée"], [["12/03/2021", "45 min"]]))
    assert sheet == rules.Sheet(["Date", "Durée"], [(2, ["12/03/2021", "45 min"])])
