"""Load what Insee names, import zoning."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import IntegrityError, connection, models, transaction

from lucette.foundation.territories import adapters
from lucette.foundation.territories.enums import ZoningKind
from lucette.foundation.territories.models import Commune, Department, FormerCommune, Intercommunality, ReferenceLoad, Region, Zoning
from lucette.foundation.territories.rules import searchable
from lucette.kernel.errors import Invalid

LOADER = "1"  # to be raised when the same files must give other rows
Row = tuple[Any, ...]


def load_reference() -> bool:
    """Fill the tables of this room from the shipped files, when absent or when the files changed. True when it did.

    One transaction; safe when two processes start together. Rows are replaced in place, since organizations and roles point to them;
    a commune that Insee dropped leaves too, unless something still points to it.
    """
    wanted = f"{LOADER}-{adapters.fingerprint()[:48]}"
    if ReferenceLoad.objects.filter(pk=wanted).exists():
        return False
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('territories.load_reference'))")
        if ReferenceLoad.objects.filter(pk=wanted).exists():
            return False
        fill_all()
        ReferenceLoad.objects.all().delete()
        ReferenceLoad.objects.create(fingerprint=wanted)
    return True


def fill_all() -> None:
    """Every table, those pointed to first; what vanished goes last, in the other order."""
    FormerCommune.objects.all().delete()
    tables: list[tuple[type[models.Model], list[str], Callable[[], Iterator[Row]]]] = [
        (Region, ["code", "name", "zone"], regions),
        (Department, ["code", "name", "region_id", "zone"], departments),
        (Intercommunality, ["siren", "name", "kind", "population"], intercommunalities),
        (
            Commune,
            [
                "code",
                "name",
                "search_name",
                "department_id",
                "region_id",
                "parent_id",
                "intercommunality_id",
                "siren",
                "postcodes",
                "population",
                "latitude",
                "longitude",
            ],
            communes,
        ),
        (FormerCommune, ["code", "name", "search_name", "present_id"], former_communes),
    ]
    vanished = [(model, upsert(model, columns, rows())) for model, columns, rows in tables]
    for model, keys in reversed(vanished):
        for key in keys:
            leave(model, key)


def upsert(model: type[models.Model], columns: list[str], rows: Iterable[Row]) -> list[Any]:
    """COPY the rows beside the table, then insert or update by the first column; returns the keys that are no longer in the file."""
    table, key, names = model._meta.db_table, columns[0], ", ".join(columns)
    changes = ", ".join(f"{column} = excluded.{column}" for column in columns[1:])
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE arriving ON COMMIT DROP AS SELECT {names} FROM {table} WHERE false")  # noqa: S608
        with cursor.copy(f"COPY arriving ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM arriving ON CONFLICT ({key}) DO UPDATE SET {changes}")  # noqa: S608
        cursor.execute(f"SELECT {key} FROM {table} EXCEPT SELECT {key} FROM arriving")  # noqa: S608
        vanished = [code for (code,) in cursor.fetchall()]
        cursor.execute("DROP TABLE arriving")
    return vanished


def leave(model: type[models.Model], key: Any) -> None:
    """Delete one row that Insee dropped; what still points to it (an organization, a role) keeps it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            model._base_manager.filter(pk=key).delete()
    except (models.ProtectedError, IntegrityError):
        return


def regions() -> Iterator[Row]:
    return ((it["code"], it["name"], it["zone"]) for it in adapters.reference("regions.csv"))


def departments() -> Iterator[Row]:
    return ((it["code"], it["name"], it["region"], it["zone"]) for it in adapters.reference("departments.csv"))


def intercommunalities() -> Iterator[Row]:
    return ((it["siren"], it["name"], it["kind"], it["population"] or None) for it in adapters.reference("intercommunalities.csv"))


def communes() -> Iterator[Row]:
    """Municipal arrondissements after the communes they are parts of."""
    region_of = {code: region for code, _, region, _ in departments()}
    for it in sorted(adapters.reference("communes.csv.gz"), key=lambda it: it["parent"]):
        yield (
            it["code"],
            it["name"],
            searchable(it["name"]),
            it["department"],
            region_of[it["department"]],
            it["parent"] or None,
            it["intercommunality"] or None,
            it["siren"],
            it["postcodes"].split("|") if it["postcodes"] else [],
            it["population"] or None,
            it["latitude"] or None,
            it["longitude"] or None,
        )


def former_communes() -> Iterator[Row]:
    return ((it["code"], it["name"], searchable(it["name"]), it["present"]) for it in adapters.reference("former_communes.csv.gz"))


@dataclass(frozen=True, slots=True)
class ZoningImported:
    """What an import did: rows read, facts kept, rows without value, rows of a former commune whose present one has its own row,
    codes that no commune, present or former, has."""

    kind: ZoningKind
    read: int
    kept: int
    empty: int
    merged: int
    unknown: tuple[str, ...]


@transaction.atomic
def import_zoning(kind: str, path: Path) -> ZoningImported:
    """Replace all facts of one kind (`zrr`, `frr`, `qpv`, `ifn`) by those of a published list. Raises Invalid; then nothing has changed.

    A former commune's row stands for its present commune when that one has no row of its own; its old code is kept as detail.
    """
    if kind not in ZoningKind:
        raise Invalid("zoning_kind", f"« {kind} » n’est pas une sorte de zonage : choisissez zrr, frr, qpv ou ifn.")
    known = ZoningKind(kind)
    rows = list(adapters.zoning_rows(known, path))
    full = [row for row in rows if row.code and row.value]
    present = set(Commune.objects.values_list("code", flat=True))
    heir = dict(FormerCommune.objects.exclude(code__in=present).values_list("code", "present_id"))
    facts = {fact_key(known, row.code, row): (row.code, row.value, row.detail) for row in full if row.code in present}
    own = len(facts)
    inherited = [row for row in full if row.code in heir]
    for row in inherited:
        facts.setdefault(fact_key(known, heir[row.code], row), (heir[row.code], row.value, row.detail or f"ancienne commune {row.code}"))
    Zoning.objects.filter(kind=known).delete()
    copy_facts(known, path.name, facts.values())
    unknown = tuple(row.code for row in full if row.code not in present and row.code not in heir)
    return ZoningImported(known, len(rows), len(facts), len(rows) - len(full), own + len(inherited) - len(facts), unknown)


def fact_key(kind: ZoningKind, commune: str, row: adapters.ZoningRow) -> tuple[str, str]:
    """A commune has many districts, but one class and one index."""
    return commune, row.value if kind == ZoningKind.QPV else ""


def copy_facts(kind: ZoningKind, source: str, facts: Iterable[tuple[str, str, str]]) -> None:
    with connection.cursor() as cursor, cursor.copy("COPY territories_zoning (commune_id, kind, value, detail, source) FROM STDIN") as copy:
        for commune, value, detail in facts:
            copy.write_row((commune, kind.value, value, detail, source))
