"""Who acts, as every floor knows it: a natural person, in one role, within one scope. No table."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

NATIONAL = "national"


@dataclass(frozen=True, slots=True)
class Scope:
    """What a role may see: everything (national), one department, region, organization or person; code is "" when national."""

    kind: str = NATIONAL
    code: str = ""

    def __str__(self) -> str:
        """As PostgreSQL's row-level security reads it: `national`, `department:19`, `organization:<uuid>`."""
        return f"{self.kind}:{self.code}" if self.code else self.kind

    @property
    def national(self) -> bool:
        return self.kind == NATIONAL


@dataclass(frozen=True, slots=True)
class Actor:
    """A natural person (`pk`) acting in one role. `role` is a code of accounts.enums.RoleName, or `system`."""

    pk: UUID
    role: str
    scope: Scope = field(default_factory=Scope)
    name: str = ""


SYSTEM = Actor(UUID(int=0), "system", Scope(), "Lucette")
NOBODY = Actor(UUID(int=1), "", Scope("nobody"))
