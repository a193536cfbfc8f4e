"""A foreign key between rooms points upstream and leaves no way back; the order is read from the import contracts."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]


def heights() -> dict[str, int]:
    """Room → height: a room may point only to rooms of a smaller height."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = {c["containers"][0]: list(reversed(c["layers"])) for c in contracts if c["type"] == "layers" and len(c["containers"]) == 1}
    found, height = {}, 0
    for floor in ("foundation", "scheme", "insight"):
        for layer in layers[f"lucette.{floor}"]:
            height += 1
            found |= {f"lucette.{floor}.{room.strip(' ()')}": height for room in layer.split("|")}
    return found


def keys_between_rooms() -> Iterator[object]:
    for model in apps.get_models(include_auto_created=True):
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
            target = field.related_model
            if target and target._meta.app_label != model._meta.app_label and model.__module__.startswith("lucette."):
                yield pytest.param(model, field, target, id=f"{model._meta.label}.{field.name}")


@pytest.mark.parametrize(("model", "field", "target"), list(keys_between_rooms()))
def test_a_key_between_rooms_points_upstream_and_has_no_way_back(model, field, target) -> None:
    order = heights()
    assert order[target._meta.app_config.name] < order[model._meta.app_config.name]
    assert field.remote_field.hidden
