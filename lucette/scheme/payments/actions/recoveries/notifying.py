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


def notify(*, recovery_id: UUID, by: Actor) -> Recovery:
    """Make the order: a sealed document is sent to the host, who has a delay to pay. By another person than the issuer.

    Raises NotFound, Forbidden, WrongState, RuleBroken (the host still has time to answer, or waits for a reply; the project changed),
    Unavailable (the signature).
    """
    _check_ripe(Recovery.objects.visible_to(by).known(recovery_id), by)
    due_on = payment_deadline()
    told = facts(recovery_page(recovery_id, by), due_on, by)
    signed = _signed(recovery_id, told, by)  # before any row is held: a signature may be waited for
    with transaction.atomic():
        it = Recovery.objects.visible_to(by).lock(recovery_id)
        _check_ripe(it, by)
        if facts(recovery_page(it.pk, by), due_on, by) != told:
            raise RuleBroken("recovery.changed", "L’ordre a changé pendant la signature : relisez-le puis recommencez.")
        return _notified(it, signed, due_on, by)


def _check_ripe(it: Recovery, by: Actor) -> None:
    policies.check_can_notify(by, it)
    it.check_act("notify")
    _check_heard(it, clock.today())


def _notified(it: Recovery, signed: bytes, due_on: dt.date, by: Actor) -> Recovery:
    today, title = clock.today(), _title(it, signed, by)
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


def _signed(recovery_id: UUID, told: dict[str, object], by: Actor) -> bytes:
    content = typeset("letter", told, code_of("recovery", recovery_id))
    return sign_pdf(content, by.name or "Ordonnateur", CAPACITY, str(told["title"]), clock.now())


def _title(it: Recovery, signed: bytes, by: Actor) -> Document:
    return documents.deliver(
        kind="recovery",
        title=f"Ordre de reversement {it.number}",
        filename=f"ordre-de-reversement-{it.number}.pdf",
        content=signed,
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
