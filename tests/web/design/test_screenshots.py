"""The table of pictures: every line names a person of the chooser and an address of the site."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest
from django.urls import resolve

from lucette.web.signin.cast import WORDS
from lucette.web.signin.tour.programme import BY_KEY

SCRIPT = Path(__file__).resolve().parents[3] / "scripts" / "screenshots.py"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("screenshots", SCRIPT)
    assert spec and spec.loader
    module = sys.modules["screenshots"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_picture_has_a_person_of_the_chooser_and_a_page(script: ModuleType) -> None:
    assert {shot.persona for shot in script.SHOTS} - {""} <= {who for who, _ in WORDS.values()}
    steps = set(BY_KEY)
    for shot in script.SHOTS:
        if shot.address and shot.name != "introuvable":
            resolve(shot.address.partition("?")[0])
        assert shot.address or shot.step in steps, shot.name


def test_no_picture_takes_the_place_of_another(script: ModuleType) -> None:
    files = [(shot.name, width, shot.dark) for shot in script.SHOTS for width in shot.widths]
    assert len(files) == len(set(files)) >= 40
