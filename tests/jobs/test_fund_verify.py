"""`lucette fund verify` names each invariant, and exits 1 when one is broken."""

from __future__ import annotations

import io
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from lucette.scheme.fund import queries
from lucette.scheme.fund.models import Endowment, Tranche
from lucette.scheme.fund.queries import Check
from tests.scheme.fund.factories import DAY, agreement, notified

pytestmark = pytest.mark.django_db


def printed(**options: str) -> str:
    out = io.StringIO()
    call_command("fund_verify", stdout=out, **options)
    return out.getvalue()


def test_a_sound_fund_is_told_one_line_an_invariant() -> None:
    notified(grants=100, cash=50)
    lines = printed().splitlines()
    named = [line.split()[0] for line in lines[:-1]]
    assert named == sorted(named, key=lambda name: int(name[1:]))
    assert set(named) == {f"I{n}" for n in range(1, 26)}
    assert [name for name, line in zip(named, lines, strict=False) if "sans objet" in line] == []
    assert lines[-1].endswith(f"{len(named)} invariants : tout est conforme.")


def test_what_the_rooms_do_not_know_is_told() -> None:
    agreement(notified(grants=100, cash=50), {1: 100})
    with pytest.raises(CommandError, match="I21"):
        printed()


def test_a_broken_invariant_is_named_with_its_first_case_and_exits_1() -> None:
    it = notified(grants=100, cash=50)
    Tranche.objects.create(endowment=it, cents=7, bank_reference="hors du livre", received_on=DAY, recorded_by=uuid4())
    Endowment.objects.filter(pk=it.pk).update(authority_cents=99)
    broken = {check.name: check for check in queries.verify() if not check.ok}
    assert set(broken) == {"I4", "I10"}
    assert (broken["I4"].count, broken["I10"].first) == (2, f"{it.code} · 50 · 57")
    with pytest.raises(CommandError, match="2 invariants rompus : I4, I10"):
        printed(dotation=it.code)
    other = notified(grants=100)
    assert "tout est conforme" in printed(dotation=other.code)


def test_an_unknown_endowment_is_told() -> None:
    with pytest.raises(CommandError, match="pas de dotation"):
        printed(dotation="ailleurs")


def test_other_rooms_hand_in_their_invariants_in_order() -> None:
    it = notified(grants=100)
    seen = []

    def posts_by_status(endowment_id):
        seen.append(endowment_id)
        yield Check.of("I24", "les postes par état", [("x", 1)])
        yield Check("I8", "l’argent réservé")

    checks = queries.verify(it.pk, extra=[posts_by_status])
    assert [check.name for check in checks if check.name in ("I8", "I9", "I24")] == ["I8", "I9", "I24"]
    (given,) = [check for check in checks if check.name == "I24"]
    assert (seen, given.ok, given.first) == ([it.pk], False, "x · 1")
