"""What a refusal is, and what a page learns of a check."""

from __future__ import annotations

import pytest

from lucette.kernel.errors import Forbidden, WrongState, allowed


def check(age: int, *, open_door: bool = True) -> None:
    if age < 18:
        raise Forbidden("door.age", "Vous êtes trop jeune.")
    if not open_door:
        raise WrongState("door.shut", "La porte est fermée.")


def test_a_check_that_refuses_for_any_reason_does_not_let_one_act() -> None:
    assert allowed(check, 18)
    assert not allowed(check, 17)
    assert not allowed(check, 18, open_door=False)


def test_a_check_that_breaks_is_not_a_refusal() -> None:
    with pytest.raises(TypeError):
        allowed(check, "18")  # type: ignore[arg-type]
