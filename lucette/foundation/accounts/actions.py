"""Register a person, give and end roles, let people in."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections.abc import Mapping
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.crypto import salted_hmac

from lucette.foundation.accounts import letters, policies, queries
from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.models import Attempt, FormerContact, Person, Role, SignInLink
from lucette.foundation.accounts.rules import INVITATION_LIFE, LINK_LIFE, LINKS_PER_HOUR, normal_email, normal_phone, scope_fits, token_hash
from lucette.foundation.journal import actions as journal
from lucette.foundation.organizations.models import Organization
from lucette.foundation.territories.models import Department, Region
from lucette.kernel import clock
from lucette.kernel.actor import Actor, Scope
from lucette.kernel.errors import Invalid, NotFound, RuleBroken

UUID_CODE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@transaction.atomic
def register_person(*, email: str, first_name: str, last_name: str, phone: str = "", fictional: bool = False, by: Actor) -> Person:
    """The person of this address: the one already known, unchanged, or a new one (without role, she may do nothing: anyone may register).

    Raises Invalid (address, first or last name).
    """
    email = normal_email(email)
    names = {"first_name": first_name.strip(), "last_name": last_name.strip()}
    problems = {field: "Ce champ est à remplir." for field, name in names.items() if not name}
    try:
        validate_email(email)
    except ValidationError:
        problems["email"] = "Cette adresse électronique n’est pas valable : écrivez par exemple prenom.nom@mairie.fr."
    if problems:
        raise Invalid("person.invalid", "Les coordonnées de cette personne sont à corriger.", fields=problems)
    person, created = Person.objects.get_or_create(email=email, defaults=names | {"phone": phone.strip(), "fictional": fictional})
    if created:
        journal.record("person.registered", subject=person, by=by)
    return person


@transaction.atomic
def change_phone(*, phone: str, by: Actor) -> Person:
    """Her own telephone; the former one is kept, and stays the one to call about a change of account for a while. Raises Invalid."""
    person = Person.objects.lock(by.pk)
    kept = normal_phone(phone)
    if kept == person.phone:
        return person
    FormerContact.objects.create(person=person, email=person.email, phone=person.phone, changed_by=by.pk)
    person.phone = kept
    person.save(update_fields=["phone"])
    journal.record("person.phone_changed", subject=person, by=by)
    return person


@transaction.atomic
def grant_role(*, person_id: UUID, name: RoleName | str, scope: Scope, by: Actor, since: dt.date | None = None) -> Role:
    """The person's role within `scope`, from `since` (default: today); the one she holds already, if any.

    Raises Forbidden, NotFound (person), RuleBroken (a role that this scope does not fit, an unknown territory or organization).
    """
    name = RoleName(name)
    person = Person.objects.lock(person_id)
    policies.check_can_grant(by, person.pk, name, scope)
    if not scope_fits(name, scope) or not scope_exists(scope, person):
        raise RuleBroken("role.scope", f"Le rôle « {name.label} » ne s’exerce pas dans ce périmètre : choisissez-en un autre.")
    held = Role.objects.within(scope).filter(person=person, name=name, until=None).first()
    if held:
        return held
    role = Role.objects.create(person=person, name=name, scope_kind=scope.kind, scope_code=scope.code, since=since or clock.today())
    journal.record("role.granted", subject=role, by=by, person=str(person.pk), name=name.value, scope=str(scope))
    return role


def scope_exists(scope: Scope, person: Person) -> bool:
    """Is there such a territory or organization? (A personal scope is the person's own.)"""
    match scope.kind:
        case "department":
            return Department.objects.filter(pk=scope.code).exists()
        case "region":
            return Region.objects.filter(pk=scope.code).exists()
        case "organization":
            return UUID_CODE.fullmatch(scope.code) is not None and Organization.objects.filter(pk=scope.code).exists()
        case "person":
            return scope.code == str(person.pk)
    return scope.national


@transaction.atomic
def end_role(*, role_id: UUID, by: Actor) -> Role:
    """The role is no longer held, as of now. Raises Forbidden, NotFound, RuleBroken (already ended)."""
    role = Role.objects.lock(role_id)
    policies.check_can_end(by, RoleName(role.name), role.scope)
    if role.until:
        raise RuleBroken("role.ended", "Ce rôle est déjà terminé.")
    role.until = max(clock.today(), role.since)
    role.save(update_fields=["until"])
    journal.record("role.ended", subject=role, by=by, person=str(role.person_id), name=role.name, scope=str(role.scope))
    return role


@transaction.atomic
def join_accounts(*, person_id: UUID, same_as_id: UUID, reason: str, by: Actor) -> Person:
    """Say that this account and another are one natural person's: wherever different people are needed, they count for one.

    Roles, acts and history stay with each account. Raises NotFound, Forbidden, Invalid (no reason), RuleBroken (the same account, joined
    already).
    """
    policies.check_can_join(by, person_id, same_as_id)
    people = {it.pk: it for it in Person.objects.select_for_update().filter(pk__in=(person_id, same_as_id)).order_by("pk")}
    if len(people) != len({person_id, same_as_id}):
        raise NotFound
    person, first = people[person_id], people[same_as_id]
    if not reason.strip():
        sentence = "Dites comment vous savez que c’est la même personne."
        raise Invalid("person.reason", sentence, {"reason": sentence})
    if first.same_person_as_id or person.same_person_as_id or person.other_accounts.exists() or person == first:
        raise RuleBroken("person.joined", "Ces comptes ne peuvent pas être réunis ainsi : choisissez le premier compte de la personne.")
    person.same_person_as = first
    person.save(update_fields=["same_person_as"])
    journal.record("person.joined", subject=person, by=by, reason=reason.strip(), first=str(first.pk))
    return person


@transaction.atomic
def part_accounts(*, person_id: UUID, reason: str, by: Actor) -> Person:
    """They were two people after all. Raises NotFound, Forbidden, Invalid (no reason), RuleBroken (never joined)."""
    person = Person.objects.select_for_update().known(person_id)
    policies.check_can_join(by, person_id, *filter(None, [person.same_person_as_id]))
    if not reason.strip():
        sentence = "Dites comment vous savez que ce sont deux personnes."
        raise Invalid("person.reason", sentence, {"reason": sentence})
    if person.same_person_as_id is None:
        raise RuleBroken("person.alone", "Ce compte n’est réuni à aucun autre.")
    person.same_person_as = None
    person.save(update_fields=["same_person_as"])
    journal.record("person.parted", subject=person, by=by, reason=reason.strip())
    return person


@transaction.atomic
def invite(*, email: str, first_name: str, last_name: str, name: RoleName | str, scope: Scope, by: Actor) -> Role:
    """Register somebody, give her the role, write to her with a link that lets her in. Known already: her names are left as they are.

    Raises Forbidden, Invalid (address, names), RuleBroken (scope; she holds this role already).
    """
    person = register_person(email=email, first_name=first_name, last_name=last_name, by=by)
    if Role.objects.within(scope).filter(person=person, name=name, until=None).exists():
        raise RuleBroken("role.held", "Cette personne fait déjà partie de la structure, avec ce rôle.")
    role = grant_role(person_id=person.pk, name=name, scope=scope, by=by)
    role.invited_by = by.pk
    role.save(update_fields=["invited_by"])
    _write_invitation(role, by)
    return role


@transaction.atomic
def renew_invitation(*, role_id: UUID, by: Actor) -> Role:
    """Write again, with a new link, to somebody who never came. Raises Forbidden, NotFound, RuleBroken (role ended; she came already)."""
    role = Role.objects.select_related("person").lock(role_id)
    policies.check_can_grant(by, role.person_id, RoleName(role.name), role.scope)
    if role.until or role.person.last_login:
        raise RuleBroken("invitation.over", "Cette personne est déjà venue : elle se connecte avec son adresse.")
    _write_invitation(role, by)
    return role


def _write_invitation(role: Role, by: Actor) -> None:
    """One live link per invitation: the former ones are closed."""
    now, token = clock.now(), secrets.token_urlsafe(32)
    SignInLink.objects.filter(person=role.person, used_at=None, expires_at__gt=now).update(expires_at=now)
    SignInLink.objects.create(person=role.person, token_hash=token_hash(token), expires_at=now + INVITATION_LIFE)
    journal.record("person.invited", subject=role, by=by, person=str(role.person_id), name=role.name, scope=str(role.scope))
    letters.invited(role.person, role.get_name_display(), queries.described([role])[0].place or "Lucette", by.name or "Une personne", token)


@transaction.atomic
def ask_sign_in_link(*, email: str) -> None:
    """Write to a known address a link that lets its person in. Nothing tells an unknown address, a closed account, or an address that
    asked too often in the hour (ASVS 6: neutral answer)."""
    person = Person.objects.select_for_update().filter(email=normal_email(email), is_active=True).first()
    now = clock.now()
    if person is None or SignInLink.objects.filter(person=person, created_at__gt=now - dt.timedelta(hours=1)).count() >= LINKS_PER_HOUR:
        return
    token = secrets.token_urlsafe(32)
    SignInLink.objects.create(person=person, token_hash=token_hash(token), expires_at=now + LINK_LIFE)
    letters.sign_in_link(person, token)


@transaction.atomic
def use_sign_in_link(*, token: str) -> Person:
    """The person whom this link lets in, once. Raises RuleBroken (unknown, used, expired, account closed)."""
    link = SignInLink.objects.select_for_update(of=("self",)).select_related("person").filter(token_hash=token_hash(token)).first()
    now = clock.now()
    if link is None or not link.person.is_active:
        raise RuleBroken("link.unknown", "Ce lien de connexion n’est pas valable : demandez-en un nouveau.")
    if link.used_at:
        raise RuleBroken("link.used", "Ce lien de connexion a déjà servi : demandez-en un nouveau.")
    if link.expires_at <= now:
        raise RuleBroken("link.expired", "Ce lien de connexion a expiré : demandez-en un nouveau.")
    link.used_at = link.person.last_login = now
    link.save(update_fields=["used_at"])
    link.person.save(update_fields=["last_login"])
    journal.record("person.signed_in", subject=link.person, by=Actor(link.person.pk, "", Scope("nobody")))
    return link.person


@transaction.atomic
def count_attempt(*, kind: str, limits: Mapping[str, int]) -> None:
    """Something is asked by somebody unknown. `limits`: how many an hour for each key (a session, a network address).

    The keys are kept as keyed hashes, for a day. Raises RuleBroken (too many).
    """
    now = clock.now()
    keys = {salted_hmac(f"attempt.{kind}", key, algorithm="sha256").hexdigest(): most for key, most in limits.items()}
    Attempt.objects.filter(created_at__lt=now - dt.timedelta(days=1)).delete()
    recent = Attempt.objects.filter(kind=kind, created_at__gt=now - dt.timedelta(hours=1))
    if any(recent.filter(key=key).count() >= most for key, most in keys.items()):
        raise RuleBroken("attempt.many", "Trop de demandes viennent d’être faites d’ici : réessayez dans une heure, ou téléphonez-nous.")
    Attempt.objects.bulk_create(Attempt(kind=kind, key=key) for key in keys)
