"""The bytes of a spreadsheet become a heading and lines of text. CSV of any encoding and separator, Excel (.xlsx), OpenDocument (.ods)."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import openpyxl
from lxml import etree

from lucette.kernel.errors import Invalid
from lucette.kernel.french import number as written

MAX_BYTES = 10 * 1024 * 1024
MAX_LINES, MAX_COLUMNS, MAX_ROWS_READ = 10_000, 60, 60_000
MAX_UNZIPPED = 200 * 1024 * 1024
LONGEST_CELL = 2_000
HEADING_WITHIN = 10  # rows in which the heading is looked for
SEPARATORS = ";,\t|"
ACCENTED = frozenset("éèêëàâçùûüîïôöœæÉÈÊËÀÂÇÙÛÎÏÔŒ’‘«»–—…€°ºª ²³\u00a0\u202f")
EIGHT_BITS = ("cp1252", "mac_roman", "cp850")
ODS = "application/vnd.oasis.opendocument.spreadsheet"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"

Row = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The heading, and each line that says something, with its number in the file."""

    headers: list[str]
    lines: list[Row]


def read(content: bytes) -> Sheet:
    """The first sheet that holds something. Its format is read in the bytes, never in the name. Raises Invalid (field file)."""
    if not content.strip():
        raise refused("Ce fichier est vide : choisissez-en un autre.")
    if len(content) > MAX_BYTES:
        raise refused("Ce fichier dépasse 10 Mo : découpez-le en plusieurs.")
    return sheet(rows_of(content))


def rows_of(content: bytes) -> Iterator[Row]:
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise refused("Ce fichier est à l’ancien format d’Excel (.xls) : enregistrez-le au format .xlsx, .ods ou .csv.")
    if content.startswith(b"PK\x03\x04"):
        return iter(zipped(content))
    if content.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")):
        raise refused("Ce fichier n’est pas un tableau : donnez un fichier .csv, .xlsx ou .ods.")
    return of_text(decoded(content))


def sheet(rows: Iterable[Row]) -> Sheet:
    """The heading is the first row with two cells filled, within the first rows; else the first that says something."""
    said = [(number, trimmed(cells)) for number, cells in islice(rows, MAX_ROWS_READ)]
    filled = [(number, cells) for number, cells in said if cells]
    if not filled:
        raise refused("Ce fichier ne contient aucune ligne : choisissez-en un autre.")
    first = next((n for n, (_, cells) in enumerate(filled[:HEADING_WITHIN]) if sum(map(bool, cells)) > 1), 0)
    headers, lines = filled[first][1], filled[first + 1 :]
    if not lines:
        raise refused("Ce fichier n’a que des titres de colonnes : remplissez-le avant de l’importer.")
    if len(lines) > MAX_LINES or len(said) == MAX_ROWS_READ:
        raise refused(f"Ce fichier compte plus de {written(MAX_LINES)} lignes : découpez-le en plusieurs.")
    return Sheet(headers, lines)


def trimmed(cells: Sequence[str]) -> list[str]:
    """Without what the eye does not see, nor empty cells at the end."""
    clean = [cell.replace("\0", "").replace("\ufeff", "").replace("\u200b", "").strip()[:LONGEST_CELL] for cell in cells[:MAX_COLUMNS]]
    while clean and not clean[-1]:
        clean.pop()
    return clean


def refused(sentence: str) -> Invalid:
    return Invalid("import.file", sentence, {"file": sentence})


def unreadable() -> Invalid:
    return refused("Ce fichier est abîmé ou d’un format inconnu : enregistrez-le de nouveau au format .csv, .xlsx ou .ods.")


# -- text


def decoded(content: bytes) -> str:
    """UTF-8, UTF-16, or the eight-bit encoding in which the text reads most like French."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    start = content[:2000]
    if start.count(0) > len(start) // 3:
        return content.decode("utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be", errors="replace")
    if start.count(0) or sum(byte < 9 or 13 < byte < 32 for byte in start) > len(start) // 20:
        raise refused("Ce fichier n’est pas un tableau : donnez un fichier .csv, .xlsx ou .ods.")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return max((content.decode(encoding, errors="replace") for encoding in EIGHT_BITS), key=french)


def french(text: str) -> int:
    return sum(1 if letter in ACCENTED else -2 for letter in text[:20_000] if ord(letter) > 127)


def of_text(text: str) -> Iterator[Row]:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    if text.startswith("sep=") and len(text) > 4:  # Excel says so in its first line
        return numbered(csv.reader(io.StringIO(text.partition("\n")[2]), delimiter=text[4]), 2)
    return numbered(csv.reader(io.StringIO(text), delimiter=separator(text)), 1)


def separator(text: str) -> str:
    """The one that cuts most of the first lines, and most often in the same number of cells."""

    def cuts(mark: str) -> tuple[int, int]:
        try:
            widths = [len(row) for row in islice(csv.reader(io.StringIO(text), delimiter=mark), 30) if len(row) > 1]
        except csv.Error:
            return (0, 0)
        usual = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
        return (widths.count(usual) if usual > 1 else 0, usual)

    return max(SEPARATORS, key=cuts)


def numbered(reader: Any, offset: int) -> Iterator[Row]:
    """Each row with the number of the line where it begins: a cell may hold several lines."""
    before = 0
    try:
        for row in reader:
            yield before + offset, row
            before = reader.line_num
    except csv.Error as error:
        raise unreadable() from error


# -- spreadsheets


def zipped(content: bytes) -> list[Row]:
    """The rows of an .xlsx or an .ods. What a broken archive or workbook makes a library say is one sentence here."""
    try:
        return unfolded(content)
    except Invalid:
        raise
    except Exception as error:
        raise unreadable() from error


def unfolded(content: bytes) -> list[Row]:
    """The same, once it is seen that the archive unfolds to a fair size and that its XML defines no entity."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    names = set(archive.namelist())
    if sum(it.file_size for it in archive.infolist()) > MAX_UNZIPPED or len(names) > 2000:
        raise refused("Ce fichier se déploie en un volume démesuré : enregistrez-le de nouveau sans images ni mise en forme.")
    for name in names:
        if name.endswith((".xml", ".rels")):
            check_xml(archive, name)
    if "xl/workbook.xml" in names:
        return list(of_excel(content))
    if "content.xml" in names and archive.read("mimetype").startswith(ODS.encode()):
        return list(of_ods(archive.open("content.xml")))
    raise refused("Ce fichier n’est pas un tableau : donnez un fichier .csv, .xlsx ou .ods.")


def check_xml(archive: zipfile.ZipFile, name: str) -> None:
    """No document type (a bomb of entities, a file of the server), no other encoding to hide one."""
    with archive.open(name) as part:
        start = part.read(4096)
    if b"<!DOCTYPE" in start or b"<!ENTITY" in start or start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in start:
        raise unreadable()


def of_excel(content: bytes) -> Iterator[Row]:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    for page in book.worksheets:
        if page.sheet_state != "visible":
            continue
        page.reset_dimensions()
        found = False
        for number, row in enumerate(page.iter_rows(max_col=MAX_COLUMNS, max_row=MAX_ROWS_READ, values_only=True), 1):
            cells = [cell_text(value) for value in row]
            found = found or any(cells)
            if any(cells):
                yield number, cells
        if found:
            return


def cell_text(value: Any) -> str:
    """As people would have typed it."""
    match value:
        case None:
            return ""
        case bool():
            return "oui" if value else "non"
        case dt.datetime():
            return f"{value:%d/%m/%Y}"
        case dt.date():
            return f"{value:%d/%m/%Y}"
        case dt.time():
            return f"{value.hour}h{value.minute:02d}"
        case dt.timedelta():
            whole = round(value.total_seconds()) // 60
            return f"{whole // 60}h{whole % 60:02d}"
        case float() if value.is_integer():
            return f"{value:.0f}"
        case float():
            return repr(value).replace(".", ",")
    return str(value)


def of_ods(part: Any) -> Iterator[Row]:
    """The first table that says something; rows and cells repeated as OpenDocument folds them."""
    number, found = 0, False
    for _, element in etree.iterparse(
        part, tag=(f"{TABLE}table-row", f"{TABLE}table"), resolve_entities=False, no_network=True, load_dtd=False
    ):
        if element.tag == f"{TABLE}table":
            if found:
                return
            number = 0
            continue
        times = repeated(element, "number-rows-repeated")
        cells = ods_cells(element)
        if any(cells):
            found = True
            yield from ((number + n, cells) for n in range(1, min(times, MAX_ROWS_READ) + 1))
        number += times
        element.clear()


def ods_cells(row: Any) -> list[str]:
    cells: list[str] = []
    for cell in row:
        if cell.tag in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
            cells += [ods_text(cell)] * min(repeated(cell, "number-columns-repeated"), MAX_COLUMNS - len(cells))
    return cells


def repeated(element: Any, name: str) -> int:
    told = element.get(f"{TABLE}{name}", "1")
    return int(told) if told.isdecimal() else 1


def ods_text(cell: Any) -> str:
    match cell.get(f"{OFFICE}value-type"):
        case "date":
            return str(cell.get(f"{OFFICE}date-value", ""))[:10]
        case "time":
            told = str(cell.get(f"{OFFICE}time-value", "")).removeprefix("PT")
            return told.partition("M")[0].replace("H", "h") if "H" in told else told.partition("M")[0]
        case "float":
            value = float(cell.get(f"{OFFICE}value", "0"))
            return cell_text(value)
        case "boolean":
            return "oui" if cell.get(f"{OFFICE}boolean-value") == "true" else "non"
    return "\n".join("".join(it.itertext()) for it in cell.iter(f"{TEXT}p"))


# -- the template to fill


def template(headers: Sequence[str], examples: Iterable[Sequence[str]]) -> bytes:
    """A workbook with the headings, in bold, and a few lines to write over."""
    book = openpyxl.Workbook()
    page: Any = book.active
    page.title = "Import"
    page.append(list(headers))
    for row in examples:
        page.append(list(row))
    for column, header in zip(page.columns, headers, strict=False):
        column[0].font = openpyxl.styles.Font(bold=True)
        page.column_dimensions[column[0].column_letter].width = max(14, len(header) + 4)
    page.freeze_panes = "A2"
    written_to = io.BytesIO()
    book.save(written_to)
    return written_to.getvalue()
