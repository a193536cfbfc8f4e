"""The frozen figures of a year as people read them: tables, spreadsheet, facts of the PDF. Pure."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lucette.kernel import french
from lucette.kernel.money import Money

Figures = Mapping[str, Any]
Cell = str | int | Money
Row = tuple[Cell, ...]
Rows = tuple[Row, ...]
AMOUNT = re.compile(r"-?\d+(,\d\d)?")
KIND = "accounts"  # of its documents
NOTHING = "Rien sur l’année."
METHOD = (
    "Chaque montant est la somme d’écritures de l’année, jamais un solde : rien n’est compensé. Une correction est une opération à part, "
    "du côté opposé. Les créances sont celles de la date de clôture.\n\n"
    "L’extrait en dix-huit colonnes suit l’article A47 A-1 du livre des procédures fiscales. Ses numéros se suivent sans manque."
)
BANK = {"received": "Encaissé", "spent": "Décaissé"}


@dataclass(frozen=True, slots=True)
class Statement:
    """One table: its first column is a label, the others figures. `total`: one cell a column, or none."""

    title: str
    text: str
    columns: tuple[str, ...]
    rows: Rows
    total: Row = ()


def statements(figures: Figures) -> list[Statement]:
    """The state of the year, in the order in which it is read."""
    return [
        flows("Recettes par nature", "Droits constatés dans l’année.", figures["receipts"], "Recette", "En moins", swap=True),
        flows("Dépenses par nature", "Versements certifiés dans l’année.", figures["expenses"], "Dépense", "En moins"),
        flows("Encaissements et décaissements par nature", "Ce que la banque a reçu et payé.", figures["treasury"], "Encaissé", "Décaissé"),
        advance(figures["advance"]),
        receivables(figures["receivables"]),
        balances(figures["balances"]),
        control(figures),
    ]


def flows(title: str, text: str, rows: Sequence[Figures], first: str, second: str, swap: bool = False) -> Statement:
    """Nature by nature and operation by operation, both sides. `swap`: the credit comes first."""
    sides = ("credit", "debit") if swap else ("debit", "credit")
    shown: Rows = tuple((f"{it['nature']} : {it['operation'].lower()}", it["count"], *(Money(it[side]) for side in sides)) for it in rows)
    total: Row = ("Total", sum(it["count"] for it in rows), *(Money(sum(it[side] for it in rows)) for side in sides))
    return Statement(title, text, ("Nature et opération", "Écritures", first, second), shown, total if rows else ())


def advance(rows: Sequence[Figures]) -> Statement:
    shown: Rows = tuple((it["label"], Money(it["received"]), Money(it["spent"])) for it in rows)
    received, spent = (sum(it[side] for it in rows) for side in BANK)
    text = f"Depuis le premier jour. Il reste {Money(received - spent)} de l’avance de l’État sur le compte de la dotation."
    total: Row = ("Total", Money(received), Money(spent))
    return Statement("État de l’avance à la clôture", text, ("Nature", *BANK.values()), shown, total if rows else ())


def receivables(rows: Sequence[Figures]) -> Statement:
    columns = ("Structure, pièce et versement", "Demandé", "Encaissé", "Abandonné", "Reste à recouvrer")
    words = ("asked", "settled", "given_up", "open")
    shown: Rows = tuple((f"{it['name']}, {it['piece']}, versement {it['number']}", *(Money(it[word]) for word in words)) for it in rows)
    total: Row = ("Total", *(Money(sum(it[word] for it in rows)) for word in words)) if rows else ()
    text = "" if rows else "Rien ne reste à recouvrer."
    return Statement("Sommes à recouvrer à la clôture", text, columns, shown, total)


def balances(rows: Sequence[Figures]) -> Statement:
    """Every heading; a balance on the credit side is written with a minus."""
    words = ("opening", "debit", "credit", "closing")
    shown: Rows = tuple((f"{it['number']} {it['label']}".strip(), *(Money(it[word]) for word in words)) for it in rows)
    total: Row = ("Total", *(Money(sum(it[word] for it in rows)) for word in words))
    columns = ("Compte", "À l’ouverture", "Débits", "Crédits", "À la clôture")
    return Statement("Balance des comptes", "Un solde créditeur porte le signe moins.", columns, shown, total if rows else ())


def control(figures: Figures) -> Statement:
    found = figures["fec"]
    rows: Rows = (
        ("Lignes de l’extrait", found["lines"]),
        ("Opérations numérotées", found["entries"]),
        ("Somme des débits", Money(found["debit"])),
        ("Somme des crédits", Money(found["credit"])),
        ("Écritures des trois livres", figures["extent"]["postings"]),
    )
    return Statement("Contrôle", "L’extrait des écritures, et ce que portent les livres sur l’année.", ("Mesure", "Valeur"), rows)


def facts(number: str, figures: Figures, frozen_on: dt.date, sha256: str) -> dict[str, Any]:
    """What the PDF says, for the template of reports."""
    year, title = figures["year"], figures["endowment"]["title"]
    return {
        "title": f"Comptes annuels {year}",
        "reference": number,
        "date": french.date(frozen_on),
        "period": f"du {french.date(dt.date(year, 1, 1))} au {french.date(dt.date(year, 12, 31))}",
        "by": "Caisse des Dépôts, mandataire",
        "to": "Direction générale des collectivités locales, ordonnateur de l’État",
        "introduction": (
            f"Reddition des comptes du mandat pour la dotation « {title} ». Toutes les recettes et toutes les dépenses de l’année y sont, "
            f"par nature et sans contraction. Empreinte des chiffres : {sha256}."
        ),
        "sections": [section(it) for it in statements(figures)],
        "method": METHOD,
    }


def section(it: Statement) -> dict[str, Any]:
    rows = [[words(cell) for cell in row] for row in it.rows]
    return {
        "title": it.title,
        "text": it.text if rows else " ".join(filter(None, [it.text, NOTHING if not it.text else ""])),
        "columns": list(it.columns) if rows else [],
        "rows": rows,
        "total": [words(cell) for cell in it.total] if rows else [],
    }


def words(cell: Cell) -> str:
    return french.number(cell) if isinstance(cell, int) else str(cell)


def spreadsheet(figures: Figures) -> bytes:
    """CSV as French spreadsheets open it (UTF-8 with its mark, `;`, decimal comma): one figure a line."""
    lines = [["tableau", "ligne", "mesure", "valeur", "unité"]]
    for it in statements(figures):
        lines += spread(it)
    return sheet_of(lines)


def sheet_of(lines: Iterable[Sequence[str]]) -> bytes:
    """The file that French spreadsheets open: UTF-8 with its mark, formulas made harmless."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([plain_text(cell) for cell in line] for line in lines)
    return text.getvalue().encode("utf-8-sig")


def plain_text(cell: str) -> str:
    """An amount as it is; any other text, harmless."""
    return cell if AMOUNT.fullmatch(cell) else harmless(cell)


def spread(it: Statement) -> Iterable[list[str]]:
    for row in it.rows:
        for column, cell in zip(it.columns[1:], row[1:], strict=True):
            yield [it.title, str(row[0]), column, *plain(cell)]


def plain(cell: Cell) -> tuple[str, str]:
    """A figure with its unit: `("1234,56", "euros")`, `("12", "nombre")`."""
    if isinstance(cell, Money):
        units, cents = divmod(abs(cell.cents), 100)
        return f"{'-' if cell.cents < 0 else ''}{units},{cents:02d}", "euros"
    return str(cell), "nombre"


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in {*"=+-@\t\r"} else text
