"""One structure entered twice becomes one: its people come to the one that is kept, and its written history stays where it is."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from lucette.foundation.accounts import actions as accounts
from lucette.foundation.accounts import queries as account_queries
from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.queries import HeldRole
from lucette.foundation.organizations import actions, policies, queries
from lucette.foundation.organizations.models import Merge, Organization
from lucette.kernel import clock, french
from lucette.kernel.actor import Actor, Scope
from lucette.kernel.errors import RuleBroken
from lucette.scheme.agreements import queries as agreements
from lucette.scheme.applications import queries as applications
from lucette.scheme.applications.enums import ApplicationStatus
from lucette.scheme.places import queries as places
from lucette.scheme.posts import queries as posts
from lucette.scheme.recruitment import queries as recruitment


@dataclass(frozen=True, slots=True)
class Preview:
    """What a merge would do: whose roles come over, and what forbids it."""

    kept: Organization
    duplicate: Organization
    roles: list[HeldRole]
    names: dict[UUID, str]
    obstacles: list[str]


def preview(*, kept_id: UUID, duplicate_id: UUID, by: Actor) -> Preview:
    """Changes nothing. Raises NotFound, Forbidden."""
    policies.check_can_keep_register(by)
    kept, duplicate = queries.organization(kept_id, by), queries.organization(duplicate_id, by)
    roles = account_queries.roles_within(Scope("organization", str(duplicate.pk)))
    return Preview(kept, duplicate, roles, account_queries.names([it.person_id for it in roles]), obstacles(duplicate, by))


def obstacles(duplicate: Organization, by: Actor) -> list[str]:
    """What is written in the name of the duplicate and cannot change its name: each in a sentence."""
    live = [it for it in applications.answers(by, duplicate.pk) if it.status != ApplicationStatus.WITHDRAWN]
    found = {
        ("candidature", "candidatures"): len(live),
        ("convention", "conventions"): len(agreements.agreements_of(duplicate.pk, by)),
        ("poste", "postes"): len(posts.posts_of(duplicate.pk, by)),
        ("recrutement", "recrutements"): len(recruitment.hires_of(duplicate.pk, by)),
        ("lieu d’accueil ouvert", "lieux d’accueil ouverts"): len(places.of_organization(duplicate.pk)),
        ("compte bancaire déclaré", "comptes bancaires déclarés"): len(queries.bank_details(duplicate.pk, by)),
    }
    return [f"{french.plural(count, *words)} au nom du doublon." for words, count in found.items() if count]


@transaction.atomic
def merge(*, kept_id: UUID, duplicate_id: UUID, reason: str, by: Actor) -> Merge:
    """Bring the people over, then tie the duplicate to the one that is kept.

    Raises NotFound, Forbidden, Invalid (reason), RuleBroken (something is written in the name of the duplicate).
    """
    seen = preview(kept_id=kept_id, duplicate_id=duplicate_id, by=by)
    if seen.obstacles:
        raise RuleBroken(
            "merge.history", f"La fusion n’est pas possible : {' '.join(seen.obstacles)} Fusionnez dans l’autre sens, ou pas du tout."
        )
    it = actions.merge(kept_id=kept_id, duplicate_id=duplicate_id, reason=reason, by=by)
    scope = Scope("organization", str(kept_id))
    moved: dict[str, list[str]] = {"ended": [], "granted": []}
    held = {(role.person_id, role.name) for role in account_queries.roles_within(scope)}
    for role in seen.roles:
        accounts.end_role(role_id=role.id, by=by)
        moved["ended"].append(str(role.id))
        if (role.person_id, role.name) not in held:
            granted = accounts.grant_role(person_id=role.person_id, name=role.name, scope=scope, by=by)
            moved["granted"].append(str(granted.pk))
    return actions.keep_moved(merge_id=it.pk, moved=moved, by=by)


@transaction.atomic
def undo(*, merge_id: UUID, by: Actor) -> Merge:
    """Two structures again, each with its people. Raises NotFound, Forbidden, WrongState."""
    it = actions.undo_merge(merge_id=merge_id, by=by)
    live = {str(role.id) for role in account_queries.roles_within(Scope("organization", str(it.kept_id)))}
    for role_id in live & set(it.moved["granted"]):
        accounts.end_role(role_id=UUID(role_id), by=by)
    for role_id in it.moved["ended"]:
        role = account_queries.role_of_record(UUID(role_id))
        accounts.grant_role(person_id=role.person_id, name=RoleName(role.name), scope=role.scope, since=clock.today(), by=by)
    return it
