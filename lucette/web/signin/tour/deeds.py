"""What a step of the tour is made of. No request: plain values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from lucette.foundation.accounts.enums import RoleName
from lucette.insight.steering.standing import Standing
from lucette.kernel import french
from lucette.kernel.actor import Scope
from lucette.kernel.workflow import Workflow


@dataclass(frozen=True, slots=True)
class Deed:
    """One act of the scheme. It waits when `kind` has objects in `state` (insight.steering.standing).

    `workflow` and `act` find its page; `pages` are where to go when it has none, the first that exists and opens. `told`: its lines in the
    journal; `moves`: its event of the ledger. `waits`: what a person reads on the chooser, for one and for several.
    """

    key: str
    title: str
    what: str
    role: RoleName
    kind: str
    state: str
    workflow: Workflow | None
    act: str
    pages: tuple[str, ...]
    told: tuple[str, ...]
    moves: str = ""
    waits: tuple[str, str] | None = None

    def waiting(self, found: Iterable[Standing], scope: Scope | None = None) -> list[Standing]:
        """Where it waits, in this scope (everywhere when none is given); the most numerous first."""
        here = (it for it in found if it.kind == self.kind and it.state == self.state and (scope is None or it.within(scope)))
        return sorted(here, key=lambda it: (-it.count, it.example))

    def words(self, count: int) -> str:
        """« 3 conventions à signer »."""
        return french.plural(count, *self.waits) if self.waits else ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """`codes`: the steps of docs/journey.md that it tells."""

    title: str
    codes: str
    deeds: tuple[Deed, ...] = field(default_factory=tuple)


def scope_for(role: RoleName, it: Standing) -> Scope:
    """The scope in which somebody of this role meets the object."""
    if role == RoleName.PREFECTURE:
        return Scope("department", it.department)
    if role in (RoleName.HOST_REPRESENTATIVE, RoleName.HOST_SECRETARY, RoleName.TRAINING_BODY):
        return Scope("organization", str(it.organization))
    if role in (RoleName.ADVISER, RoleName.CANDIDATE):
        return Scope("person", str(it.person))
    return Scope()
