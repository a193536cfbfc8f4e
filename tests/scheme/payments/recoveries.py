"""Money paid to a host and asked back, brought to any status by the acts themselves."""

from __future__ import annotations

import datetime as dt
from typing import Any

from lucette.foundation.accounts.enums import RoleName
from lucette.kernel import clock
from lucette.kernel.actor import SYSTEM, Actor
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.fund.actions import Collected
from lucette.scheme.payments import actions
from lucette.scheme.payments.adapters import Receipt
from lucette.scheme.payments.enums import RecoveryGround, RecoveryStatus
from lucette.scheme.payments.models import Batch, Instalment, Recovery, StatementLine
from lucette.scheme.payments.queries import answer_of_local_bank
from tests.foundation.accounts.factories import actor
from tests.scheme.payments import factories as make
from tests.scheme.payments.factories import ACCOUNTANT, OFFICER, REQUESTER

DELEGATE = actor(RoleName.CAISSE_DELEGATE)
GIVEN_UP = {RecoveryStatus.WAIVED: "waive", RecoveryStatus.WRITTEN_OFF: "write_off", RecoveryStatus.CANCELLED: "cancel"}
R = actions.recoveries


def host_of(it: Recovery | Agreement, role: RoleName = RoleName.HOST_REPRESENTATIVE) -> Actor:
    return actor(role, "organization", it.organization_id)


def paid(**changes: Any) -> Agreement:
    """An agreement whose first instalment is paid (2 posts, 20 000 €)."""
    first, *_ = make.schedule(**changes)
    pay(first)
    return first.agreement


def pay(instalment: Instalment) -> None:
    batch = make.sent(make.accepted(instalment=instalment))
    confirm(batch)


def confirm(batch: Batch) -> None:
    """The bank executes everything that was sent."""
    content = answer_of_local_bank(batch.endowment_id, clock.today())
    actions.read_statement(endowment_id=batch.endowment_id, content=content, by=ACCOUNTANT)


def issued(agreement: Agreement | None = None, cents: int = 500_000, **changes: Any) -> Recovery:
    told: dict[str, Any] = {
        "lines": {1: cents},
        "ground": RecoveryGround.UNJUSTIFIED,
        "explanation": "Le compte rendu ne justifie pas cette dépense.",
        "computation": {"figures": {"paid": 2_000_000, "justified": 2_000_000 - cents}, "over": cents, "already": 0},
        "by": REQUESTER,
    }
    return R.issue(agreement_id=(agreement or paid()).pk, **told | changes)


def replied(**changes: Any) -> Recovery:
    it = issued(**changes)
    R.answer(recovery_id=it.pk, text="Les ateliers ont eu lieu.", by=host_of(it))
    return R.reply(recovery_id=it.pk, text="Aucune feuille de présence n’a été fournie.", by=REQUESTER)


def notified(**changes: Any) -> Recovery:
    return R.notify(recovery_id=replied(**changes).pk, by=OFFICER)


def due(**changes: Any) -> Recovery:
    it = notified(**changes)
    assert it.due_on
    R.fall_due(on=it.due_on + dt.timedelta(1), by=SYSTEM)
    it.refresh_from_db()
    return it


def reminded(**changes: Any) -> Recovery:
    return R.remind(recovery_id=due(**changes).pk, by=ACCOUNTANT)


def collected(**changes: Any) -> Recovery:
    it = notified(**changes)
    receive(it, 500_000)
    it.refresh_from_db()
    return it


def came_in(it: Recovery, cents: int, reference: str = "VIR-1", label: str = "VIREMENT") -> StatementLine:
    """A credit of the bank, kept apart until somebody says what it is."""
    content = answer_of_local_bank(it.endowment_id, clock.today(), [Receipt(cents, reference, label)])
    actions.read_statement(endowment_id=it.endowment_id, content=content, by=ACCOUNTANT)
    return StatementLine.objects.get(bank_reference=reference)


def receive(it: Recovery, cents: int, reference: str = "VIR-1", by: Actor = ACCOUNTANT) -> Collected:
    """The bank brings `cents` in, and somebody says that they pay this order."""
    return collect(came_in(it, cents, reference), it, excess=True, by=by)


def collect(line: StatementLine, *chosen: Recovery, excess: bool = False, by: Actor = ACCOUNTANT) -> Collected:
    return actions.recognise_recovery(line_id=line.pk, recovery_ids=[it.pk for it in chosen], excess=excess, by=by)


def recovery_in(status: str, **changes: Any) -> Recovery:
    if status in GIVEN_UP:
        return getattr(R, GIVEN_UP[RecoveryStatus(status)])(recovery_id=due(**changes).pk, decision="Décision du 3 mai 2021", by=DELEGATE)
    makers = {"issued": issued, "notified": notified, "due": due, "reminded": reminded, "collected": collected}
    return makers[status](**changes)
