"""People and their roles."""

from __future__ import annotations

import datetime as dt
import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from lucette.foundation.accounts.enums import RoleName
from lucette.kernel import clock
from lucette.kernel.actor import Scope
from lucette.kernel.records import Record, RecordQuerySet


class PersonManager(BaseUserManager.from_queryset(RecordQuerySet)):  # type: ignore[misc]
    """Django's sign-in looks a person up by address."""


class Person(AbstractBaseUser):
    """A natural person. No password: she signs in with a link sent to her address."""

    password = None  # type: ignore[assignment]
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField("créée le", default=clock.now, editable=False)
    email = models.EmailField("adresse électronique", unique=True)
    first_name = models.CharField("prénom", max_length=80)
    last_name = models.CharField("nom", max_length=80)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    is_active = models.BooleanField("compte ouvert", default=True)
    fictional = models.BooleanField("personne fictive", default=False)
    # two accounts of one natural person: this one, and the one she had first
    same_person_as = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="other_accounts", verbose_name="même personne que"
    )

    USERNAME_FIELD = "email"
    objects = PersonManager()

    class Meta:
        verbose_name = "personne"
        verbose_name_plural = "personnes"
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="person_email_in_lower_case"),
            models.CheckConstraint(
                condition=models.Q(same_person_as=None) | ~models.Q(same_person_as=models.F("id")), name="person_another_account_than_this"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"


class FormerContact(Record):
    """The address and telephone that a person had until she changed them. Nothing is changed without it (a wall of PostgreSQL)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="former_contacts", verbose_name="personne")
    email = models.EmailField("ancienne adresse électronique")
    phone = models.CharField("ancien téléphone", max_length=20, blank=True)
    changed_by = models.UUIDField("changés par")

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "anciennes coordonnées"
        verbose_name_plural = "anciennes coordonnées"
        indexes = [models.Index(fields=["person", "created_at"], name="former_contact_by_person")]


class RoleQuerySet(RecordQuerySet["Role"]):
    def live(self, on: dt.date) -> RoleQuerySet:
        """Roles held on that day. A role ended on a day is no longer held on that day: ending takes effect at once."""
        return self.filter(models.Q(until=None) | models.Q(until__gt=on), since__lte=on)

    def oldest_first(self) -> RoleQuerySet:
        return self.order_by("since", "created_at", "person__email", "name", "pk")

    def within(self, scope: Scope) -> RoleQuerySet:
        return self.filter(scope_kind=scope.kind, scope_code=scope.code)


class Role(Record):
    """A person's role within one scope, from a date until a date: a membership is a role."""

    class ScopeKind(models.TextChoices):
        NATIONAL = "national", "national"
        DEPARTMENT = "department", "départemental"
        REGION = "region", "régional"
        ORGANIZATION = "organization", "structure"
        PERSON = "person", "personnel"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="roles", verbose_name="personne")
    name = models.CharField("rôle", max_length=40, choices=RoleName.choices)
    scope_kind = models.CharField("périmètre", max_length=12, choices=ScopeKind.choices, default=ScopeKind.NATIONAL)
    scope_code = models.CharField("territoire ou structure", max_length=40, blank=True)
    since = models.DateField("depuis", default=clock.today)
    until = models.DateField("terminé le", null=True, blank=True)
    invited_by = models.UUIDField("invitation de", null=True, blank=True)

    objects = RoleQuerySet.as_manager()

    class Meta:
        verbose_name = "rôle"
        verbose_name_plural = "rôles"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "name", "scope_kind", "scope_code"], condition=models.Q(until=None), name="role_held_once"
            ),
            models.CheckConstraint(
                condition=models.Q(scope_kind="national", scope_code="") | (~models.Q(scope_kind="national") & ~models.Q(scope_code="")),
                name="role_scope_has_its_code",
            ),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")), name="role_ends_after_it_began"
            ),
        ]
        indexes = [models.Index(fields=["name", "scope_kind", "scope_code"], name="role_by_name_and_scope")]

    def __str__(self) -> str:
        return self.get_name_display()

    @property
    def scope(self) -> Scope:
        return Scope(self.scope_kind, self.scope_code)


class SignInLink(Record):
    """A link sent by e-mail: used once, within its time. Only its hash is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", verbose_name="personne")
    token_hash = models.CharField("empreinte", max_length=64, unique=True)
    expires_at = models.DateTimeField("expire le")
    used_at = models.DateTimeField("utilisé le", null=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "lien de connexion"
        verbose_name_plural = "liens de connexion"
        indexes = [models.Index(fields=["person", "created_at"], name="sign_in_link_by_person")]


class Attempt(Record):
    """Something asked without being signed in, counted for an hour. `key`: a keyed hash of who asked, never an address in clear."""

    kind = models.CharField("demande", max_length=40)
    key = models.CharField("empreinte", max_length=64)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "demande anonyme"
        verbose_name_plural = "demandes anonymes"
        indexes = [
            models.Index(fields=["kind", "key", "created_at"], name="attempt_by_key"),
            models.Index(fields=["created_at"], name="attempt_by_date"),
        ]
