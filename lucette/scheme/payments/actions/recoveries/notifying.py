"""The order itself: sealed, with its amount, its ground, its computation, how to pay it and how to contest it."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from lucette.foundation.documents import actions as documents
from lucette.foundation.documents.adapters import code_of, sign_pdf, typeset
from lucette.foundation.documents.models import Document
from lucette.foundation.journal import actions as journal
from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.kernel.errors import RuleBroken
from lucette.kernel.money import Money
from lucette.scheme.payments import letters, policies
from lucette.scheme.payments.enums import RecoveryGround, RecoveryStatus
from lucette.scheme.payments.models import Recovery
from lucette.scheme.payments.queries.recoveries import RecoveryPage, payment_deadline, reasons, recovery_page

CAPACITY = "Ordonnateur, direction des politiques sociales"
REMEDIES = (
    "Vous pouvez demander à la Caisse des Dépôts de revoir cette décision.\n\n"
    "Vous pouvez aussi saisir le tribunal administratif dans les deux mois qui suivent la réception de cet ordre, "
    "sur papier ou sur le site Télérecours citoyens.\n\n"
    "Si le paiement vous met en difficulté, demandez un délai ou une remise avant la date limite."
)


@transaction.atomic
def notify(*, recovery_id: UUID, by: Actor) -> Recovery:
    """Make the order: a sealed document is sent to the host, who has a delay to pay. By another person than the issuer.

    Raises NotFound, Forbidden, WrongState, RuleBroken (the host still has time to answer, or waits for a reply).
    """
    it = Recovery.objects.visible_to(by).lock(recovery_id)
    policies.check_can_notify(by, it)
    it.check_act("notify")
    today = clock.today()
    _check_heard(it, today)
    due_on = payment_deadline()
    title = _title(recovery_page(it.pk, by), due_on, by)
    changes = {"notified_by": by.pk, "notified_on": today, "due_on": due_on, "title": title}
    it.move_to(RecoveryStatus.NOTIFIED, act="notify", on=clock.now(), by=by, **changes)
    journal.record("recovery.notified", subject=it, by=by, due_on=due_on.isoformat())
    letters.recovery_notified(it)
    return it


def _check_heard(it: Recovery, today: dt.date) -> None:
    from_day = it.can_be_notified_on
    if from_day is None:
        raise RuleBroken("recovery.to_reply", "La structure a répondu : la Banque des Territoires lui répond avant toute notification.")
    if from_day > today:
        raise RuleBroken("recovery.too_soon", f"La structure peut répondre jusqu’au {french.date(it.answer_by)} : attendez cette date.")


def _title(page: RecoveryPage, due_on: dt.date, by: Actor) -> Document:
    it = page.it
    content = typeset("letter", facts(page, due_on, by), code_of("recovery", it.pk))
    sealed = sign_pdf(content, by.name or "Ordonnateur", CAPACITY, f"Ordre {it.number}", clock.now())
    return documents.deliver(
        kind="recovery",
        title=f"Ordre de reversement {it.number}",
        filename=f"ordre-de-reversement-{it.number}.pdf",
        content=sealed,
        subject=it,
        by=by,
        organization_id=it.organization_id,
    )


def facts(page: RecoveryPage, due_on: dt.date, by: Actor) -> dict[str, object]:
    """What the order says, for the template of letters."""
    it = page.it
    said = f"Vos observations ont été lues. Réponse : {it.reply}" if it.reply else "Vous n’avez pas présenté d’observations."
    table = [
        ("Montant à payer", str(page.left)),
        ("Date limite de paiement", french.date(due_on)),
        ("Convention", it.agreement.number),
        ("Fondement", RecoveryGround(it.ground).label),
        *((f"Sur le versement {line.instalment.number}", str(Money(line.cents))) for line in page.lines),
        *reasons(it.computation, it.ground),
    ]
    pay = (
        f"Payez par virement sur le compte de {page.account.holder}, IBAN {page.account.iban}, en rappelant la référence {it.number}."
        if page.account
        else f"Le comptable vous indique le compte sur lequel payer, avec la référence {it.number}."
    )
    return {
        "title": f"Ordre de reversement {it.number}",
        "sort": "Ordre de reversement",
        "reference": it.number,
        "date": french.date(clock.today()),
        "from": {"name": "Caisse des Dépôts", "address": "Direction des politiques sociales"},
        "to": {"name": it.organization.name, "address": it.organization.address},
        "greeting": "Madame, Monsieur,",
        "body": f"Une partie de la subvention versée à votre structure doit être rendue.\n\n{it.explanation}\n\n{said}",
        "table": [{"label": label, "value": value} for label, value in table],
        "closing": pay,
        "remedies": REMEDIES,
        "signatory": {"name": by.name or "L’ordonnateur", "capacity": CAPACITY},
    }
