"""Where an organization is paid, what an account waits for, what was done about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count

from lucette.foundation.organizations.enums import PENDING, Employer
from lucette.foundation.organizations.enums import BankDetailsStatus as S
from lucette.foundation.organizations.models import BankDetails, CallBack
from lucette.foundation.territories.models import Folded
from lucette.kernel import clock, french
from lucette.kernel.actor import Actor

HOST, BANK, DELEGATE = "Votre structure", "Banque des Territoires", "Délégataire de la Caisse des Dépôts"

ACCOUNT_SORTS: dict[str, Any] = {"structure": Folded("organization__name")}


@dataclass(frozen=True, slots=True)
class Next:
    """Who has the ball, and for what (« la confirmation par… »)."""

    who: str
    what: str


def active_bank_details(organization_id: UUID) -> BankDetails | None:
    """The account to pay this organization on."""
    return BankDetails.objects.filter(organization_id=organization_id, status=S.ACTIVE).first()


def bank_details(organization_id: UUID, by: Actor) -> list[BankDetails]:
    """All that the organization ever declared, newest first; none out of the actor's scope."""
    return list(BankDetails.objects.visible_to(by).filter(organization_id=organization_id).order_by("-created_at", "pk"))


def bank_details_to_check(by: Actor) -> list[BankDetails]:
    """Details that wait for a check, a decision or an activation, oldest first, with their organization."""
    return list(BankDetails.objects.visible_to(by).filter(status__in=PENDING).select_related("organization__commune").in_order())


def account(bank_details_id: UUID, by: Actor) -> BankDetails:
    """One account, with its organization. Raises NotFound."""
    return BankDetails.objects.visible_to(by).select_related("organization__commune").known(bank_details_id)


def accounts_page(
    by: Actor, statuses: Sequence[str] = (), after: str = "", limit: int = 50, sort: str = ""
) -> tuple[list[BankDetails], str]:
    """Accounts declared (in these statuses), newest first, with their organization; and the id that asks for the next ones."""
    seen = BankDetails.objects.visible_to(by).select_related("organization__commune")
    return (seen.filter(status__in=statuses) if statuses else seen).page(after, limit, sort, ACCOUNT_SORTS)


def account_counts(by: Actor) -> dict[str, int]:
    """How many accounts are in each status."""
    return dict(BankDetails.objects.visible_to(by).order_by("status").values_list("status").annotate(count=Count("pk")))


def calls(bank_details_id: UUID, by: Actor) -> list[CallBack]:
    """The calls made about an account, oldest first; none out of the actor's scope, nor for the organization itself."""
    return list(CallBack.objects.filter(bank_details__in=BankDetails.objects.visible_to(by), bank_details_id=bank_details_id).in_order())


def shared_with_private(details: BankDetails) -> bool:
    """Did another organization ever declare the same account, one of the two being private? (Public ones share their accountant's.)"""
    others = BankDetails.objects.filter(iban=details.iban).exclude(organization_id=details.organization_id)
    if details.organization.employer != Employer.PRIVATE:
        others = others.filter(organization__employer=Employer.PRIVATE)
    return others.exists()


def lacking_to_verify(details: BankDetails) -> list[str]:
    """What must still be done before the account is verified, in words."""
    lacking = []
    if details.change and not details.confirmed_by:
        lacking.append("la confirmation par une seconde personne de la structure")
    if details.change and not details.called_at:
        lacking.append("un rappel de la structure qui confirme ce compte")
    if not details.payee_match:
        lacking.append("la réponse de la banque sur le nom du titulaire")
    return lacking


def next_of(details: BankDetails) -> Next | None:
    """What the account waits for; None once its road is over."""
    if details.status == S.HELD:
        return Next(DELEGATE, "une décision sur ce compte, retenu pour contrôle")
    if details.status == S.DECLARED:
        lacking = lacking_to_verify(details)
        who = HOST if lacking and lacking[0].startswith("la confirmation") else BANK
        return Next(who, french.enumeration(lacking) or "la vérification du compte")
    if details.status == S.VERIFIED:
        waits = details.usable_from and clock.now() < details.usable_from
        return Next(BANK, "la fin du délai de sûreté, puis l’activation du compte" if waits else "l’activation du compte")
    return None


def expected_from(details: BankDetails) -> str:
    """« 4 mars 2021 à 9 h 00 »: when the account may be used at the earliest; "" when it does not wait."""
    return french.moment(details.usable_from) if details.usable_from and details.status in PENDING else ""


def road(details: BankDetails) -> list[tuple[str, dt.datetime | None, str]]:
    """The steps of an account, in order: label, when it was done, in whose hands."""
    steps: list[tuple[str, dt.datetime | None, str]] = [("Compte déclaré", details.created_at, HOST)]
    if details.change:
        steps.append(("Changement confirmé par une seconde personne", details.confirmed_at, HOST))
        steps.append(("Structure rappelée au numéro connu avant", details.called_at, BANK))
    steps += [
        ("Nom du titulaire demandé à la banque", details.payee_at, BANK),
        ("Compte vérifié", details.verified_at, BANK),
        ("Compte utilisé pour les versements", details.active_since, BANK),
    ]
    return steps
