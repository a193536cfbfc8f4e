"""Files that spreadsheets open, written line by line: CSV, XLSX, ODS. What is written never runs: a text stays a text."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import IO, Any, NamedTuple, Protocol
from xml.sax.saxutils import escape

import xlsxwriter

from lucette.kernel import clock, french
from lucette.kernel.clock import PARIS
from lucette.web.design.elements import Column, Table

FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
NO_BREAK = str.maketrans("", "", "\u202f\u00a0€ ")
DAY = re.compile(rf"(1ᵉʳ|[12]?\d|3[01]) ({'|'.join(french.MONTHS)}) (\d{{4}})")
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
MOST = 1_000_000  # rows of one sheet, its head apart: spreadsheets open 1,048,576
WIDEST = 60  # characters

Value = str | Decimal | dt.date


class Format(NamedTuple):
    """`label`: the program that people open it with."""

    extension: str
    label: str
    content_type: str


FORMATS = {
    it.extension: it
    for it in (
        Format("xlsx", "Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        Format("ods", "LibreOffice", "application/vnd.oasis.opendocument.spreadsheet"),
        Format("csv", "texte (CSV)", "text/csv; charset=utf-8"),
    )
}

ARCHIVE = Format("zip", "archive (ZIP)", "application/zip")


class Sheet(Protocol):
    """A file being written: its rows, then its end."""

    rows: int

    def add(self, table: Table) -> None: ...
    def close(self) -> None: ...


def sheet(extension: str, out: IO[bytes], title: str, columns: Sequence[Column]) -> Sheet:
    """A file of this format, begun with its head."""
    kinds: dict[str, Callable[[IO[bytes], str, Sequence[Column]], Sheet]] = {"csv": Csv, "xlsx": Xlsx, "ods": Ods}
    return kinds[extension](out, title, columns)


# -- what goes in a cell


def values(table: Table) -> Iterable[list[Value]]:
    """Each row as figures, dates and harmless texts."""
    return ([value(cell.text, column.number) for column, cell in cells] for cells in table.cells)


def value(shown: Any, number: bool) -> Value:
    """What the page shows, as a spreadsheet counts and sorts it."""
    text = str(shown)
    if number:
        figure = figure_of(text)
        return harmless(text) if figure is None else figure
    return day_of(text) or harmless(text)


def figure_of(text: str) -> Decimal | None:
    """`50 000,00 €` → 50000.00; None when it is not a figure."""
    try:
        found = Decimal(text.translate(NO_BREAK).replace("−", "-").replace(",", "."))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


@lru_cache(maxsize=4096)
def day_of(text: str) -> dt.date | None:
    """`12 mars 2026` → that day; None when it is not a date and nothing else."""
    found = DAY.fullmatch(text)
    if not found:
        return None
    try:
        return dt.date(int(found[3]), french.MONTHS.index(found[2]) + 1, 1 if found[1] == "1ᵉʳ" else int(found[1]))
    except ValueError:
        return None


def harmless(text: str) -> str:
    """A text that begins like a formula is kept a text, even once copied elsewhere; what no file may hold is taken away."""
    clean = UNPRINTABLE.sub("", text)
    return f"'{clean}" if clean.startswith(FORMULAS) else clean


# -- the three formats


class Csv:
    """For French spreadsheets: `;`, decimal comma, and the mark by which they know the alphabet."""

    def __init__(self, out: IO[bytes], title: str, columns: Sequence[Column]) -> None:
        self.rows = 0
        self.text = io.TextIOWrapper(out, "utf-8-sig", newline="", write_through=True)
        self.writer = csv.writer(self.text, delimiter=";", lineterminator="\r\n")
        self.writer.writerow([harmless(column.label) for column in columns])

    def add(self, table: Table) -> None:
        for row in values(table):
            self.writer.writerow([self.written(it) for it in row])
            self.rows += 1

    def written(self, it: Value) -> str:
        if isinstance(it, Decimal):
            return f"{it:f}".replace(".", ",")
        return french.date(it) if isinstance(it, dt.date) else it

    def close(self) -> None:
        self.text.flush()
        self.text.detach()


class Xlsx:
    """Figures and dates are typed, texts never become formulas or links; beyond a million rows, another sheet."""

    def __init__(self, out: IO[bytes], title: str, columns: Sequence[Column]) -> None:
        self.rows, self.columns = 0, columns
        safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self.book = xlsxwriter.Workbook(out, {"constant_memory": True, **safe})
        # the clock of the house, which a demonstration shifts
        self.book.set_properties({"title": title, "created": clock.now().astimezone(PARIS).replace(tzinfo=None)})
        self.bold = self.book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.day = self.book.add_format({"num_format": "dd/mm/yyyy"})
        self.figures = {whole: self.book.add_format({"num_format": "#,##0" if whole else "#,##0.00"}) for whole in (True, False)}
        self.begin()

    def begin(self) -> None:
        self.page, self.line = self.book.add_worksheet(f"Feuille{len(self.book.worksheets()) + 1}"), 1
        for n, column in enumerate(self.columns):
            self.page.set_column(n, n, min(WIDEST, max(16, len(column.label) + 2)))
            self.page.write_string(0, n, harmless(column.label), self.bold)
        self.page.freeze_panes(1, 0)

    def add(self, table: Table) -> None:
        for row in values(table):
            if self.line > MOST:
                self.begin()
            for n, it in enumerate(row):
                self.write(n, it)
            self.line += 1
            self.rows += 1

    def write(self, n: int, it: Value) -> None:
        if isinstance(it, Decimal):
            self.page.write_number(self.line, n, it, self.figures[it.as_tuple().exponent == 0])
        elif isinstance(it, dt.date):
            self.page.write_datetime(self.line, n, it, self.day)
        elif it:
            self.page.write_string(self.line, n, it)

    def close(self) -> None:
        self.book.close()


ODS = FORMATS["ods"].content_type
MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{ODS}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>
</manifest:manifest>"""
META = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 office:version="1.3"><office:meta><dc:title>{title}</dc:title><dc:language>fr-FR</dc:language></office:meta></office:document-meta>"""
NAMES = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
    for name, urn in {
        "office": "office",
        "style": "style",
        "text": "text",
        "table": "table",
        "number": "datastyle",
        "fo": "xsl-fo-compatible",
    }.items()
)
# a reader of screens is told the language
FRENCH = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-styles{NAMES} office:version="1.3"><office:styles><style:default-style style:family="table-cell">
<style:text-properties fo:language="fr" fo:country="FR"/></style:default-style></office:styles></office:document-styles>"""
STYLES = """<office:automatic-styles>
<number:date-style style:name="day"><number:day number:style="long"/><number:text>/</number:text><number:month number:style="long"/>
<number:text>/</number:text><number:year number:style="long"/></number:date-style>
<number:number-style style:name="whole"><number:number number:decimal-places="0" number:min-integer-digits="1" number:grouping="true"/>
</number:number-style>
<number:number-style style:name="cents"><number:number number:decimal-places="2" number:min-decimal-places="2"
 number:min-integer-digits="1" number:grouping="true"/></number:number-style>
<style:style style:name="head" style:family="table-cell"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="date" style:family="table-cell" style:data-style-name="day"/>
<style:style style:name="int" style:family="table-cell" style:data-style-name="whole"/>
<style:style style:name="dec" style:family="table-cell" style:data-style-name="cents"/>
<style:style style:name="col" style:family="table-column"><style:table-column-properties style:column-width="4.5cm"/></style:style>
</office:automatic-styles>"""


class Ods:
    """OpenDocument, streamed into its archive: nothing of it is held in memory. Beyond a million rows, another sheet."""

    def __init__(self, out: IO[bytes], title: str, columns: Sequence[Column]) -> None:
        self.rows, self.sheets, self.columns = 0, 0, columns
        self.archive = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED)
        self.archive.writestr("mimetype", ODS, zipfile.ZIP_STORED)
        for name, text in (("META-INF/manifest.xml", MANIFEST), ("meta.xml", META.format(title=escape(title))), ("styles.xml", FRENCH)):
            self.archive.writestr(name, text)
        self.content = self.archive.open("content.xml", "w", force_zip64=True)
        self.put(f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content{NAMES} office:version="1.3">{STYLES}')
        self.put("<office:body><office:spreadsheet>")
        self.begin()

    def put(self, text: str) -> None:
        self.content.write(text.encode())

    def begin(self) -> None:
        self.sheets, self.line = self.sheets + 1, 1
        heads = "".join(cell_of(harmless(column.label), "head") for column in self.columns)
        wide = f'<table:table-column table:style-name="col" table:number-columns-repeated="{len(self.columns)}"/>'
        self.put(f'<table:table table:name="Feuille{self.sheets}">{wide}')
        self.put(f"<table:table-header-rows><table:table-row>{heads}</table:table-row></table:table-header-rows>")

    def add(self, table: Table) -> None:
        for row in values(table):
            if self.line > MOST:
                self.put("</table:table>")
                self.begin()
            self.put(f"<table:table-row>{''.join(map(cell_of, row))}</table:table-row>")
            self.line += 1
            self.rows += 1

    def close(self) -> None:
        self.put("</table:table></office:spreadsheet></office:body></office:document-content>")
        self.content.close()
        self.archive.close()


def cell_of(it: Value, style: str = "") -> str:
    """A typed cell of OpenDocument."""
    if isinstance(it, Decimal):
        style = "int" if it.as_tuple().exponent == 0 else "dec"
        return f'<table:table-cell table:style-name="{style}" office:value-type="float" office:value="{it:f}"/>'
    if isinstance(it, dt.date):
        return f'<table:table-cell table:style-name="date" office:value-type="date" office:date-value="{it.isoformat()}"/>'
    named = f' table:style-name="{style}"' if style else ""
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in it.splitlines())
    return f'<table:table-cell{named} office:value-type="string">{lines}</table:table-cell>'
