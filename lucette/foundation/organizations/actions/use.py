"""An account is used from now on."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from lucette.foundation.organizations import letters, policies
from lucette.foundation.organizations.actions.moves import check_different, held, move, replace
from lucette.foundation.organizations.enums import BankDetailsStatus as S
from lucette.foundation.organizations.models import BankDetails
from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.kernel.errors import RuleBroken


@transaction.atomic
def activate_bank_details(*, bank_details_id: UUID, by: Actor) -> BankDetails:
    """The organization is paid on this account from now on; the former one is replaced. Orders already issued keep theirs.

    Raises NotFound, Forbidden (who called back does not activate), WrongState, RuleBroken (a change waits).
    """
    details = held(bank_details_id, by)
    policies.check_can_activate_bank_details(by, details)
    callers = details.calls.values_list("called_by", flat=True) if details.change else []
    check_different(by, details.declared_by, details.confirmed_by, details.released_by, *callers)
    details.check_act("activate")
    now = clock.now()
    if details.usable_from and now < details.usable_from:
        day = french.moment(details.usable_from)
        raise RuleBroken("bank_details.too_early", f"Ce changement attend son délai de sûreté : il peut être activé à partir du {day}.")
    for former in BankDetails.objects.filter(organization_id=details.organization_id, status=S.ACTIVE).select_for_update():
        replace(former, by)
    move(details, "activate", S.ACTIVE, by, "activated", active_since=now, activated_by=by.pk)
    if details.change:
        letters.activated(details)
    return details
