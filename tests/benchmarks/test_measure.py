"""Benchmarks are not tests: here, only that what they compare is comparable and told."""

from __future__ import annotations

import importlib
import time

import pytest

from benchmarks import bank_file
from benchmarks.__main__ import LONG, NAMES, main
from benchmarks.database import to
from benchmarks.measure import Measure, in_turn, table
from lucette.scheme.payments.rules import iban_is_sound


def test_every_named_benchmark_has_its_measure() -> None:
    assert all(callable(importlib.import_module(f"benchmarks.{name}").measure) for name in NAMES + LONG)


def test_the_invented_accounts_can_be_paid() -> None:
    rows = bank_file.transfers()
    assert all(iban_is_sound(it.iban) for it in rows) and len({it.iban for it in rows}) == bank_file.SIZE


def test_the_usual_library_pays_the_same_accounts() -> None:
    rows = bank_file.transfers()[:5]
    assert bank_file.accounts(bank_file.usual(rows)) == [it.iban for it in rows]


def test_a_ratio_says_how_many_times_faster_and_a_disagreement_is_seen() -> None:
    measure = Measure("écrire", 3, 2.0, 10.0, False, "")
    assert measure.row()["ratio"] == 5.0
    assert "| × 5.0 | NON | 3 |" in table([measure])


def test_both_ways_are_timed() -> None:
    ours, plain = in_turn(lambda: None, lambda: time.sleep(0.002), rounds=3)
    assert 0 <= ours < plain


def test_another_database_of_the_same_server() -> None:
    assert to("postgresql://a:b@host:5432/lucette", "bench") == "postgresql://a:b@host:5432/bench"


def test_an_unknown_name_is_told_before_anything_is_made(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["moon"]) == 2
    assert "Mesure inconnue : moon." in capsys.readouterr().err
