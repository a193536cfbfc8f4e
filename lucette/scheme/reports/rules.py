"""What a report holds; the same figures as tables, as a spreadsheet and as the facts of a PDF. Pure."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lucette.kernel import french
from lucette.kernel.errors import Invalid
from lucette.kernel.money import Money
from lucette.scheme.activities.rules import PERSONAL

Figures = Mapping[str, Any]
DAYS_TO_REPORT = 30  # after the end of the period; our parameter: the texts give no number (domain.md §10)
DAYS_BETWEEN_REMINDERS = 15
AGENCY_REPORT = "report"  # the kind of its documents
MAX_WORDS = 2500  # characters, as the other free texts of a file

HOST_FIGURES = {
    "posts": "Postes conventionnés",
    "filled_days": "Jours de poste pourvu",
    "activities": "Activités",
    "people_helped": "Personnes accompagnées",
    "recurring": "dont déjà accompagnées",
    "individual": "Accompagnements individuels",
    "workshops": "Ateliers",
    "minutes": "Temps d’accompagnement",
}
MONEY = {
    "authority": "Dotation",
    "available": "Disponible",
    "reserved": "Réservé",
    "committed": "Engagé",
    "liquidated": "Liquidé",
    "ordered": "Ordonnancé",
    "paid": "Payé",
    "recovered": "Reversé par les structures",
    "restituted": "Restitué à l’État",
}
ENVELOPE = {"share": "Part notifiée", "allotted": "Part après virements", "available": "Disponible"}
POSTS = {
    "authority": "Postes notifiés",
    "available": "Disponibles",
    "reserved": "Réservés",
    "agreed": "Conventionnés, à pourvoir",
    "filled": "Pourvus",
    "vacant": "Vacants",
    "ended": "Terminés",
}
CASH = {"bank": "En banque", "in_flight": "Virements en cours", "payable": "Dû aux structures", "payable_supplier": "Dû aux prestataires"}
NETWORK = {
    "agreements": "Conventions en vigueur",
    "hosts": "Structures conventionnées",
    "hires": "Recrutements validés",
    "advisers": "Conseillers en poste",
    "trained": "Conseillers formés",
    "places": "Lieux d’accueil ouverts",
}
ACTIVITY = {
    "activities": "Activités",
    "people_helped": "Personnes accompagnées",
    "individual": "Accompagnements individuels",
    "workshops": "Ateliers",
    "minutes": "Minutes d’accompagnement",
}
REGION = {
    "agreements": "Conventions",
    "posts": "Postes conventionnés",
    "cents": "Montant conventionné",
    "advisers": "Conseillers en poste",
    "activities": "Activités",
    "people_helped": "Personnes accompagnées",
}
METHOD = (
    "Les montants, en euros, sont les soldes des écritures du fonds au moment de l’arrêt des chiffres ; rien n’y est compensé. "
    "Les activités sont celles de la période ; une personne accompagnée deux fois compte deux fois. "
    "Le fichier CSV joint porte les mêmes chiffres, un par ligne."
)


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a report: the first column is a label, the others figures, in units or in Money."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int | Money, ...]], ...]


def whole_figures(figures: Figures, labels: Mapping[str, str]) -> bool:
    """Are all these figures there, whole and not negative?"""
    return all(type(figures.get(key)) is int and figures[key] >= 0 for key in labels)


def check_host_figures(figures: Figures) -> None:
    """Raise Invalid unless every figure of a host's report is there."""
    if not whole_figures(figures, HOST_FIGURES):
        raise Invalid("report.figures", "Les chiffres du compte rendu sont incomplets : préparez-le de nouveau.")


def check_agency_figures(figures: Figures) -> None:
    """Raise Invalid unless the figures make every table, and the money and the posts add up to what was notified (fund.md, I4)."""
    blocks = (("money", MONEY), ("posts", POSTS), ("cash", CASH), ("network", NETWORK), ("activity", ACTIVITY))
    sound = all(whole_figures(figures.get(name) or {}, labels) for name, labels in blocks)
    for name, labels in (("envelopes", ENVELOPE), ("regions", REGION)):
        sound = sound and all(row.get("label") and whole_figures(row, labels) for row in figures.get(name, [{}]))
    for name in ("money", "posts"):
        sound = sound and 2 * figures[name]["authority"] == sum(figures[name].values())
    if not sound:
        raise Invalid("report.figures", "Les chiffres du rapport sont incomplets, ou leur somme n’est pas la dotation.")


def check_words(words: str) -> str:
    """What somebody wrote, trimmed. Raises Invalid: too long, or holding a number or an address of a person (trust.md A36, A37)."""
    words = words.strip()
    if len(words) > MAX_WORDS:
        raise Invalid("report.words", "Votre texte dépasse 2 500 caractères : raccourcissez-le.", {"words": "2 500 caractères au plus."})
    if PERSONAL.search(words):
        sentence = "Votre texte semble contenir un numéro ou une adresse personnelle : retirez-les."
        raise Invalid("report.personal", sentence, {"words": sentence})
    return words


def check_period(starts_on: dt.date, ends_on: dt.date) -> None:
    """Raise Invalid unless the period begins before it ends."""
    if ends_on <= starts_on:
        sentence = "La période finit avant de commencer : corrigez l’une des deux dates."
        raise Invalid("report.period", sentence, {"ends_on": sentence})


def digest(figures: Figures) -> str:
    """SHA-256 of the figures, for the journal: what was signed can be told from what is shown."""
    return hashlib.sha256(json.dumps(figures, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def host_figures(figures: Figures) -> list[tuple[str, str]]:
    """The figures of a host's report, each with its label, in words: times in hours."""
    known = [(code, label) for code, label in HOST_FIGURES.items() if code in figures]
    return [(label, (french.duration if code == "minutes" else french.number)(figures[code])) for code, label in known]


def period_in_words(starts_on: dt.date, ends_on: dt.date) -> str:
    return f"du {french.date(starts_on)} au {french.date(ends_on)}"


def agency_tables(figures: Figures) -> list[Table]:
    """The seven tables of the report to the ANCT."""
    return [
        _list("Emploi de la dotation", "Montant", MONEY, figures["money"], money=True),
        _grid("Enveloppes", "Enveloppe", ENVELOPE, figures["envelopes"], money=ENVELOPE),
        _list("Postes", "Postes", POSTS, figures["posts"]),
        _list("Trésorerie", "Montant", CASH, figures["cash"], money=True),
        _list("Réseau", "Nombre", NETWORK, figures["network"]),
        _list("Activité de la période", "Nombre", ACTIVITY, figures["activity"]),
        _grid("Par région", "Région", REGION, figures["regions"], money=("cents",)),
    ]


def _list(title: str, column: str, labels: Mapping[str, str], figures: Figures, money: bool = False) -> Table:
    rows = tuple((label, (Money(figures[key]) if money else figures[key],)) for key, label in labels.items())
    return Table(title, ("Rubrique", column), rows)


def _grid(title: str, first: str, labels: Mapping[str, str], rows: Sequence[Figures], money: Iterable[str] = ()) -> Table:
    amounts = set(money)
    cells = tuple((row["label"], tuple(Money(row[key]) if key in amounts else row[key] for key in labels)) for row in rows)
    return Table(title, (first, *labels.values()), cells)


def spreadsheet(tables: Iterable[Table]) -> bytes:
    """CSV as French spreadsheets open it (UTF-8 with BOM, `;`, decimal comma): one figure a line, formulas made harmless."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(["tableau", "ligne", "mesure", "valeur", "unité"])
    for table in tables:
        for label, figures in table.rows:
            for column, figure in zip(table.columns[1:], figures, strict=True):
                writer.writerow([*map(harmless, (table.title, label, column)), *plain(figure)])
    return text.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    return f"'{text}" if text[:1] in {*"=+-@\t\r"} else text


def plain(figure: int | Money) -> tuple[str, str]:
    """A figure for a spreadsheet, with its unit: `("1234,56", "euros")`, `("12", "nombre")`."""
    if isinstance(figure, Money):
        units, cents = divmod(abs(figure.cents), 100)
        return f"{'-' if figure.cents < 0 else ''}{units},{cents:02d}", "euros"
    return str(figure), "nombre"


def sections(tables: Iterable[Table]) -> list[dict[str, Any]]:
    """The tables as the template « report » of documents takes them."""
    return [
        {
            "title": table.title,
            "text": "" if table.rows else "Rien à ce jour.",
            "columns": list(table.columns) if table.rows else [],
            "rows": [
                [label, *(str(cell) if isinstance(cell, Money) else french.number(cell) for cell in cells)] for label, cells in table.rows
            ],
            "total": [],
        }
        for table in tables
    ]


def agency_facts(number: str, endowment: str, starts_on: dt.date, ends_on: dt.date, frozen_on: dt.date, figures: Figures) -> dict[str, Any]:
    """The facts of the PDF of the report to the ANCT (template « report »)."""
    return {
        "title": "Rapport de la Caisse des Dépôts à l’Agence nationale de la cohésion des territoires",
        "reference": number,
        "date": french.date(frozen_on),
        "period": period_in_words(starts_on, ends_on),
        "by": "Caisse des Dépôts, Banque des Territoires",
        "to": "Agence nationale de la cohésion des territoires",
        "introduction": f"Emploi de la dotation « {endowment} » et activité du réseau des conseillers numériques. "
        f"Chiffres arrêtés le {french.date(frozen_on)}.",
        "sections": sections(agency_tables(figures)),
        "method": METHOD,
    }
