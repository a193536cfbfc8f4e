"""The bank account of an endowment."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from lucette.foundation.journal import actions as journal
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid, RuleBroken
from lucette.scheme.fund.models import Endowment
from lucette.scheme.payments import policies
from lucette.scheme.payments.adapters import PROFILES
from lucette.scheme.payments.models import TreasuryAccount
from lucette.scheme.payments.rules import iban_is_sound


@transaction.atomic
def open_treasury_account(
    *, endowment_id: UUID, holder: str, iban: str, bic: str, town: str = "", profile: str = "sepa", by: Actor
) -> TreasuryAccount:
    """Say on which account an endowment is held: one for each (fund.md, books). `iban` without spaces; `profile`: the local rules
    that its files of transfers follow (adapters.PROFILES).

    Raises Forbidden, Invalid (IBAN, profile), RuleBroken (the endowment or the IBAN already has one).
    """
    endowment = Endowment.objects.lock(endowment_id)
    policies.check_can_open_account(by)
    if not iban_is_sound(iban):
        sentence = "Cet IBAN n’est pas valable."
        raise Invalid("treasury.iban", sentence, {"iban": sentence})
    if profile not in PROFILES:
        raise Invalid("treasury.profile", "Choisissez les règles de la banque.", {"profile": "Choisissez les règles de la banque."})
    if TreasuryAccount.objects.filter(endowment=endowment).exists() or TreasuryAccount.objects.filter(iban=iban).exists():
        raise RuleBroken("treasury.already", "Cette dotation a déjà son compte, ou cet IBAN est celui d’une autre dotation.")
    account = TreasuryAccount.objects.create(endowment=endowment, holder=holder, iban=iban, bic=bic, town=town, profile=profile)
    journal.record("treasury_account.opened", subject=account, by=by, endowment=str(endowment.pk))
    return account
