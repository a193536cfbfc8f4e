"""Read the published file: good rows merged into awards by session, bad rows set apart with their line and reason. Pure."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from lucette.foundation.organizations.rules import clean_siret
from lucette.kernel.errors import Invalid

DATE = "date_de_validation_en_comité_de_sélection"
MONEY = "investissement_financier_estimatif_total_de_l.etat"
NEEDED = ("raison_sociale", "nb_cnfs", DATE, "type", "siret", "insee_com", "code_postal_bis", "insee_dep", "adresse", MONEY)
EMPLOYERS = {"publique": "public", "privée": "private"}
BYTE = re.compile(r"<([0-9a-f]{2})>")


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that is not taken over: its line in the file (the header is line 1), why, and its original text."""

    line: int
    reason: str
    text: str
    posts: int


@dataclass(frozen=True, slots=True)
class Row:
    """One good line of the file. `state_cents` is the State's money as published, training included."""

    line: int
    name: str
    siret: str
    employer: str
    posts: int
    decided_on: dt.date
    commune: str
    address: str
    state_cents: int


@dataclass(frozen=True, slots=True)
class PublishedAward:
    """What one host was awarded in one session: one row, or several merged, every source kept."""

    rows: tuple[Row, ...]
    additional: bool

    @property
    def first(self) -> Row:
        return self.rows[0]

    @property
    def posts(self) -> int:
        return sum(row.posts for row in self.rows)

    @property
    def employer(self) -> str:
        """Private as soon as one source says so: an association published once as public keeps the private scale."""
        return "private" if any(row.employer == "private" for row in self.rows) else "public"

    @property
    def state_cents(self) -> int:
        return sum(row.state_cents for row in self.rows)

    @property
    def source(self) -> str:
        return f"résultats publiés du comité de sélection, {'lignes' if len(self.rows) > 1 else 'ligne'} " + ", ".join(
            str(row.line) for row in self.rows
        )


@dataclass(frozen=True, slots=True)
class Published:
    """The file as read: awards by session date, in order; rejects; counts of rows and posts read."""

    read: int
    posts_read: int
    sessions: dict[dt.date, tuple[PublishedAward, ...]]
    rejected: tuple[Rejected, ...] = field(default=())

    @property
    def awards(self) -> list[PublishedAward]:
        return [award for awards in self.sessions.values() for award in awards]

    @property
    def merged(self) -> int:
        """Rows that joined another row's award."""
        return sum(len(award.rows) - 1 for award in self.awards)

    @property
    def reasons(self) -> Counter[str]:
        return Counter(reject.reason for reject in self.rejected)


def repaired(text: str) -> str:
    """`Ren<e9>` → `René`: bytes of another encoding that the publisher spelt out."""
    return BYTE.sub(lambda m: bytes.fromhex(m[1]).decode("latin-1"), text).strip()


def read(content: bytes, communes: dict[str, str]) -> Published:
    """Read the published CSV (UTF-8). `communes` maps every Insee code known, former ones too, to the present code.

    Raises Invalid when it is not this file (a column is missing, or the text is not UTF-8).
    """
    lines = _lines(content)
    good: list[Row] = []
    bad: list[Rejected] = []
    posts_read = 0
    for number, text, cells in lines:
        posts = _posts(cells["nb_cnfs"])
        posts_read += posts
        try:
            good.append(_row(number, cells, posts, communes))
        except ValueError as why:
            bad.append(Rejected(number, str(why), text, posts))
    return Published(len(lines), posts_read, _by_session(good), tuple(bad))


def _lines(content: bytes) -> list[tuple[int, str, dict[str, str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid("awards.not_utf8", "Ce fichier n’est pas un CSV en UTF-8 : exportez-le de nouveau dans ce format.") from None
    raw = text.splitlines()
    reader = csv.DictReader(io.StringIO(text))
    missing = [name for name in NEEDED if name not in (reader.fieldnames or [])]
    if missing:
        raise Invalid("awards.columns", f"Ce fichier n’est pas celui des résultats publiés : il y manque {', '.join(missing)}.")
    found = []
    for cells in reader:
        number = reader.line_num
        found.append((number, raw[number - 1], {name: repaired(cells[name] or "") for name in NEEDED}))
    return found


def _posts(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _row(line: int, cells: dict[str, str], posts: int, communes: dict[str, str]) -> Row:
    """One row, or ValueError with the French reason."""
    if cells["siret"] in ("", "null"):
        raise ValueError("SIRET absent")
    try:
        siret = clean_siret(cells["siret"])
    except Invalid:
        raise ValueError("SIRET invalide") from None
    commune = communes.get(cells["insee_com"])
    if commune is None:
        raise ValueError("commune inconnue")
    if posts < 1:
        raise ValueError("nombre de postes illisible")
    if cells["type"] not in EMPLOYERS:
        raise ValueError("ni publique ni privée")
    try:
        decided_on = dt.date.fromisoformat(cells[DATE])
    except ValueError:
        raise ValueError("date de séance illisible") from None
    money = _posts(cells[MONEY]) * 100
    return Row(
        line, cells["raison_sociale"], siret, EMPLOYERS[cells["type"]], posts, decided_on, commune, _address(cells["adresse"]), money
    )


def _address(text: str) -> str:
    return " ".join(text.replace("|", ",").split())[:200]


def _by_session(rows: Iterable[Row]) -> dict[dt.date, tuple[PublishedAward, ...]]:
    grouped: dict[dt.date, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        grouped[row.decided_on][row.siret].append(row)
    seen: set[str] = set()
    sessions = {}
    for day in sorted(grouped):
        sessions[day] = tuple(PublishedAward(tuple(same), siret in seen) for siret, same in grouped[day].items())
        seen |= set(grouped[day])
    return sessions
