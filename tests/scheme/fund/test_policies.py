"""What a page offers is what the act accepts."""

from __future__ import annotations

from uuid import uuid4

import pytest

from lucette.foundation.accounts.enums import RoleName
from lucette.kernel.actor import SYSTEM, Actor, Scope
from lucette.kernel.errors import Forbidden
from lucette.scheme.fund import policies
from lucette.scheme.fund.enums import Party

PAIRS = [
    (policies.check_can_prepare, policies.can_prepare, ()),
    *((policies.check_can_sign, policies.can_sign, (party,)) for party in Party),
    (policies.check_can_notify, policies.can_notify, ()),
    (policies.check_can_move, policies.can_move, ()),
    (policies.check_can_receive, policies.can_receive, ()),
]


@pytest.mark.parametrize("scope", [Scope(), Scope("department", "19")])
@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair[1].__name__}{'-'.join(['', *pair[2]])}")
def test_a_question_and_its_check_agree_for_every_role(pair, scope: Scope) -> None:
    check, may, more = pair
    allowed = set()
    for actor in (*(Actor(uuid4(), role, scope) for role in RoleName), SYSTEM):
        try:
            check(actor, *more)
            accepted = True
        except Forbidden:
            accepted = False
        assert may(actor, *more) is accepted
        if accepted:
            allowed.add(actor.role)
    assert bool(allowed) is scope.national
    assert "system" not in allowed
