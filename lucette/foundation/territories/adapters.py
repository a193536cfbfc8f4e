"""Files from outside: the reference data shipped with the product, the zoning lists that others publish."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

from lucette.foundation.territories.enums import ZoningKind
from lucette.kernel.errors import Invalid

REFERENCE = Path(__file__).resolve().parent / "reference"


def content(path: Path) -> bytes:
    """The bytes of a file, decompressed when its name ends with .gz."""
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def reference(name: str) -> Iterator[dict[str, str]]:
    """Rows of a shipped table, by file name."""
    yield from csv.DictReader(io.StringIO(content(REFERENCE / name).decode()))


def fingerprint() -> str:
    """Of the shipped files: changes when one of them does (a few milliseconds)."""
    seen = hashlib.sha256()
    for path in sorted(REFERENCE.glob("*.csv*")):
        seen.update(path.name.encode() + path.read_bytes())
    return seen.hexdigest()


@cache
def outlines(kind: str) -> dict[str, Any]:
    """The parsed GeoJSON of `departments` or `regions`."""
    return json.loads(content(REFERENCE / f"outlines_{kind}.geojson.gz"))


@dataclass(frozen=True, slots=True)
class ZoningRow:
    code: str
    value: str
    detail: str = ""


# how each published list names the code of the commune, the value and the detail
COLUMNS = {
    ZoningKind.ZRR: ("code_insee", "statut", ""),
    ZoningKind.FRR: ("Code_insee", "Classement FRR et FRR+ au 10 juillet 2025", ""),
    ZoningKind.QPV: ("insee_com", "code_qp", "lib_qp"),
    ZoningKind.FRAGILITY: ("code_insee", "score_global", ""),
}


def zoning_rows(kind: ZoningKind, path: Path) -> Iterator[ZoningRow]:
    """Rows of a published list (`,` or `;`, with or without BOM, .gz or not), in its order. A row without value is yielded with "".

    Raises Invalid when the file cannot be read, lacks a column or holds an index that is not a number.
    """
    code, value, detail = COLUMNS[kind]
    try:
        text = content(path).decode("utf-8-sig")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        sentence = f"Le fichier « {path.name} » ne peut pas être lu : attendu, un CSV en UTF-8 (compressé ou non)."
        raise Invalid("zoning_unreadable", sentence) from error
    head = text.partition("\n")[0]
    rows = csv.DictReader(io.StringIO(text), delimiter=";" if head.count(";") > head.count(",") else ",")
    missing = [column for column in (code, value, detail) if column and column not in (rows.fieldnames or [])]
    if missing:
        raise Invalid("zoning_columns", f"Le fichier « {path.name} » n’a pas la colonne « {missing[0]} » attendue pour {kind.value}.")
    for row in rows:
        cells = [(row[column] or "").strip() if column else "" for column in (code, value, detail)]
        if kind == ZoningKind.FRAGILITY:
            cells[1] = number(cells[1])
        yield ZoningRow(*cells)


def number(cell: str) -> str:
    """The canonical text of a decimal number; "" stays ""."""
    try:
        return str(Decimal(cell)) if cell else ""
    except InvalidOperation as error:
        raise Invalid("zoning_value", f"« {cell} » n’est pas un nombre : l’indice attendu ressemble à « 78.5 ».") from error
