"""Who someone is, whom a role can be written to, names by id."""

from lucette.foundation.accounts.queries.demonstration import Persona, fictional_reader, fictional_role, personas, stand_in
from lucette.foundation.accounts.queries.directory import (
    Holder,
    Member,
    acting_again,
    contacts,
    holder,
    holders,
    holders_within,
    member,
    members,
    names,
)
from lucette.foundation.accounts.queries.persons import PersonCard, accounts_of, counts_by_role, held_role, people, person_card
from lucette.foundation.accounts.queries.roles import HeldRole, actor, described, place_of, role_of_record, roles_of, roles_within

__all__ = [
    "HeldRole",
    "Holder",
    "Member",
    "PersonCard",
    "Persona",
    "accounts_of",
    "acting_again",
    "actor",
    "contacts",
    "counts_by_role",
    "described",
    "fictional_reader",
    "fictional_role",
    "held_role",
    "holder",
    "holders",
    "holders_within",
    "member",
    "members",
    "names",
    "people",
    "person_card",
    "personas",
    "place_of",
    "role_of_record",
    "roles_of",
    "roles_within",
    "stand_in",
]
