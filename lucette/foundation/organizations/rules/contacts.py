"""Whom the house knew before a change of account, and on which number to call back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

REPRESENTATIVE = "host_representative"


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody who acts for the organization. `phone` and `emails`: as they were before the quiet days; `changed`: not since."""

    person_id: UUID
    name: str
    role: str
    emails: tuple[str, ...]
    phone: str
    since: dt.date
    changed: bool = False

    def kept(self) -> dict[str, Any]:
        """As JSON keeps it, beside the account."""
        return asdict(self) | {"person_id": str(self.person_id), "emails": list(self.emails), "since": self.since.isoformat()}

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Contact:
        since = dt.date.fromisoformat(kept["since"])
        return cls(**kept | {"person_id": UUID(kept["person_id"]), "emails": tuple(kept["emails"]), "since": since})


@dataclass(frozen=True, slots=True)
class Known:
    """What the rooms above this one tell of an organization when its account changes. `payment_on`: a payment is near."""

    contacts: tuple[Contact, ...] = ()
    payment_on: dt.date | None = None

    def contact(self, person_id: UUID) -> Contact | None:
        return next((it for it in self.contacts if it.person_id == person_id), None)


@dataclass(frozen=True, slots=True)
class Call:
    """Whom to call back, on a number held before the change. `note`: what the caller must know; no number: nobody was known."""

    name: str = ""
    phone: str = ""
    note: str = ""


def quiet(contacts: Iterable[Contact], on: dt.date, quiet_days: int) -> list[Contact]:
    """Those who were there before the quiet days began."""
    return [it for it in contacts if it.since <= on - dt.timedelta(days=quiet_days)]


def number_to_call(contacts: Sequence[Contact], declared_by: UUID, on: dt.date, quiet_days: int) -> Call:
    """Somebody else than who declares, the representative first, the oldest of them; on the number held before the quiet days."""
    reachable = [it for it in quiet(contacts, on, quiet_days) if it.phone]
    if not reachable:
        return Call(note="Aucun numéro de cette structure n’était connu avant ce changement.")
    best = min(reachable, key=lambda it: (it.person_id == declared_by, it.role != REPRESENTATIVE, it.since, it.name))
    notes = []
    if best.changed:
        notes.append("Ses coordonnées viennent de changer : appelez ce numéro, qui est le précédent.")
    if best.person_id == declared_by:
        notes.append("C’est la personne qui a déclaré ce compte : nous n’en connaissons pas d’autre.")
    return Call(best.name, best.phone, " ".join(notes))
