"""The people of the demonstration: fictional, and marked as such."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from lucette.foundation.accounts import actions as accounts
from lucette.foundation.accounts import queries as people
from lucette.foundation.accounts.enums import RoleName
from lucette.kernel import french
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM, Actor, Scope

T = TypeVar("T")
SEED = 2021
NATIONAL = {
    "funder": (RoleName.FUNDER, "Hélène", "Vasseur"),
    "agency_director": (RoleName.AGENCY_DIRECTOR, "Caroline", "Delmas"),
    "instructor": (RoleName.INSTRUCTOR, "Karim", "Belkacem"),
    "chair": (RoleName.CHAIR, "Solange", "Marchand"),
    "member": (RoleName.MEMBER, "Étienne", "Roux"),
    "second_member": (RoleName.MEMBER, "Awa", "Diarra"),
    "animator": (RoleName.ANIMATOR, "Jules", "Perrin"),
    "caisse_delegate": (RoleName.CAISSE_DELEGATE, "Béatrice", "Lemoine"),
    "requester": (RoleName.REQUESTER, "Thomas", "Guérin"),
    "certifier": (RoleName.CERTIFIER, "Nadia", "Haddad"),
    "authorising_officer": (RoleName.AUTHORISING_OFFICER, "Philippe", "Cordier"),
    "accountant": (RoleName.ACCOUNTANT, "Mireille", "Fontaine"),
    "auditor": (RoleName.AUDITOR, "Georges", "Lacombe"),
    "support": (RoleName.SUPPORT, "Inès", "Carpentier"),
}
NAMES = tomllib.loads(Path(__file__).with_name("names.toml").read_text(encoding="utf-8"))


def do(by: Actor, act: Callable[..., T], **what: Any) -> T:
    """Perform one act as this person: PostgreSQL is told too, so that row-level security holds here as on the site."""
    with acting(by):
        return act(**what, by=by)


class Cast:
    """Registers people and hands out actors. `random` is the story's own, seeded."""

    def __init__(self, random: random.Random) -> None:
        self.random = random
        self.named = {key: self.person(role, Scope(), first, last) for key, (role, first, last) in NATIONAL.items()}
        self._prefectures: dict[str, Actor] = {}

    def __getitem__(self, key: str) -> Actor:
        return self.named[key]

    def person(self, role: str, scope: Scope, first: str = "", last: str = "") -> Actor:
        """Register someone, give her the role, and return her as an actor."""
        person_id = self.register(first, last)
        with acting(SYSTEM):
            held = accounts.grant_role(person_id=person_id, name=role, scope=scope, by=SYSTEM)
            return people.actor(person_id, held.pk)

    def register(self, first: str = "", last: str = "") -> UUID:
        """A fictional person: name drawn when none is given, address at example.fr, phone in the range kept for fiction."""
        first = first or self.random.choice(NAMES["first"])
        last = last or self.random.choice(NAMES["last"])
        number = self.random.randrange(10**6)
        address = f"{french.folded(first)}.{french.folded(last).replace(' ', '-')}.{number:06d}@example.fr"
        phone = f"0639980{number % 1000:03d}"
        with acting(SYSTEM):
            return accounts.register_person(email=address, first_name=first, last_name=last, phone=phone, fictional=True, by=SYSTEM).pk

    def prefecture(self, department: str) -> Actor:
        """The person who gives the prefect's opinion in a department."""
        if department not in self._prefectures:
            self._prefectures[department] = self.person(RoleName.PREFECTURE, Scope("department", department))
        return self._prefectures[department]

    def candidate(self) -> Actor:
        """Someone who will join the pool: she acts for herself."""
        person_id = self.register()
        with acting(SYSTEM):
            held = accounts.grant_role(person_id=person_id, name=RoleName.CANDIDATE, scope=Scope("person", str(person_id)), by=SYSTEM)
            return people.actor(person_id, held.pk)

    def as_adviser(self, person_id: UUID) -> Actor:
        """The candidate of yesterday, in the adviser's role that her hire gave her."""
        with acting(SYSTEM):
            held = next(role for role in people.roles_of(person_id) if role.name == RoleName.ADVISER)
            return people.actor(person_id, held.id)
