"""Every status × act × role of a workflow, in the scope of the object and in another: who may, does; all others are told 403, 404 or 409,
and nothing is written.

    def test_every_triple(status):
        assert_triples(APPLICATION, made(status), acts, organization=…, department=…)

`acts`: for each act, what it does with the object and an actor, and the roles whose hands it is in (a function of the status when they
change). One object serves all refusals: rows are counted once around them. What is allowed is played in a savepoint, then undone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.db import transaction

from lucette.foundation.accounts.enums import NATIONAL_READERS, RoleName
from lucette.kernel.actor import SYSTEM, Actor, Scope
from lucette.kernel.errors import Forbidden, NotFound, Refusal, WrongState
from lucette.kernel.workflow import Stateful, Workflow
from tests.states import count_rows, stored

MACHINE = SYSTEM.role
TOLD = (NotFound, Forbidden, WrongState)


@dataclass(frozen=True)
class Act:
    """`do(object, actor)`; `hands`: the roles that may, in the scope of the object; `by`: the actors whom the object itself names."""

    do: Callable[[Any, Actor], object]
    hands: Collection[str] | Callable[[str], Collection[str]]
    by: Mapping[str, Actor] = field(default_factory=dict)

    def may(self, role: str, status: str) -> bool:
        return role in (self.hands(status) if callable(self.hands) else self.hands)


class Undone(Exception):
    """What was allowed worked: it is taken back."""


def actors(act: Act, organization: object, department: str) -> Iterator[tuple[bool, Actor]]:
    """Each role within the scope of the object, and within another one when it has a scope; the clock."""
    yield True, SYSTEM
    for role in RoleName:
        if role in NATIONAL_READERS:
            yield True, act.by.get(role) or Actor(uuid4(), role, Scope(), "Camille Essai")
            continue
        kind, own, other = "organization", str(organization), str(uuid4())
        if role == RoleName.PREFECTURE:
            kind, own, other = "department", department, "75"
        yield True, act.by.get(role) or Actor(uuid4(), role, Scope(kind, own), "Camille Essai")
        yield False, Actor(uuid4(), role, Scope(kind, other), "Camille Essai")


def assert_triples(workflow: Workflow, it: Stateful, acts: Mapping[str, Act], organization: object, department: str = "19") -> None:
    """Of one object in its status: every act by every role."""
    status, row, rows, faults = it.status, stored(it), count_rows(), []
    allowed = []
    for name, act in acts.items():
        for own, by in actors(act, organization, department):
            if own and act.may(by.role, status) and workflow.allows(status, name):
                allowed.append((name, act, by))
            elif told := refused(act, it, by, own and act.may(by.role, status)):
                faults.append(f"{name} of {status} by {by.role}{'' if own else ' of elsewhere'}: {told}")
    if (stored(it), count_rows()) != (row, rows):
        faults.append(f"{status}: what was refused wrote something")
    faults += [f"{name} of {status} by {by.role}: {told}" for name, act, by in allowed if (told := played(workflow, name, act, it, by))]
    assert not faults, "\n".join(faults)


def refused(act: Act, it: Stateful, by: Actor, hers: bool) -> str:
    """What is wrong with this refusal; whose act it is reads that the state forbids it."""
    try:
        with transaction.atomic():
            act.do(it, by)
    except TOLD as refusal:
        return "" if not hers or isinstance(refusal, WrongState) else f"the state forbids it, {refusal!r} is told"
    except Refusal as refusal:
        return f"told {refusal!r}, which is neither 403, 404 nor 409"
    return "done"


def played(workflow: Workflow, name: str, act: Act, it: Stateful, by: Actor) -> str:
    """What is wrong with this act, which is allowed."""
    told = ""
    try:
        with transaction.atomic():
            act.do(it, by)
            now = stored(it)["status"]
            told = "" if now in workflow.by_act[name].targets else f"leads to {now}"
            raise Undone
    except Undone:
        return told
    except Refusal as refusal:
        return f"refused: {refusal!r}"
