"""An order to pay back, as the host and the Caisse des Dépôts read it alike."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from lucette.kernel.money import Money
from lucette.scheme.payments.enums import RecoveryGround, RecoveryStatus
from lucette.scheme.payments.queries import RecoveryPage, reasons
from lucette.web.design.elements import Cell, Column, Fact, Step, Table
from lucette.web.gate.objects import said

GIVEN_UP = (RecoveryStatus.WAIVED, RecoveryStatus.WRITTEN_OFF, RecoveryStatus.CANCELLED)


def title_facts(page: RecoveryPage) -> list[Fact]:
    """The amount, why, what each party said."""
    it = page.it
    ground = RecoveryGround(it.ground).label
    return [
        Fact("Montant", str(page.amount)),
        Fact("Reste à payer", str(page.left), note=f"{page.collected} déjà reçus" if page.collected else ""),
        Fact("Motif", ground[:1].upper() + ground[1:]),
        Fact("Explication", it.explanation),
        Fact("Observations attendues jusqu’au", said(it.answer_by) if it.status == RecoveryStatus.ISSUED else ""),
        Fact("Observations de la structure", it.answer, note=said(it.answered_at)),
        Fact("Réponse de la Banque des Territoires", it.reply),
        Fact("À payer avant le", said(it.due_on)),
        Fact("Décision", it.decision),
    ]


def computation(page: RecoveryPage) -> Table:
    """Line by line, as in the order itself; then what is asked of each instalment."""
    rows = [[label, value] for label, value in reasons(page.it.computation, page.it.ground)]
    rows += [[f"Demandé sur le versement {line.instalment.number}", str(Money(line.cents))] for line in page.lines]
    return Table("Le calcul", ["Ce qui compte", Column("Montant", True)], rows, total=["Total demandé", str(page.amount)])


def receipts(page: RecoveryPage, line: str = "") -> list[Table]:
    """What came in. `line`: the route of a line of the bank, for those who read it."""
    rows = [[said(it.received_on), _reference(it, line), str(Money(it.cents))] for it in page.receipts]
    return [Table("Paiements reçus", ["Date", "Référence", Column("Montant", True)], rows)] if rows else []


def _reference(it: Any, line: str) -> Any:
    return Cell(it.reference, reverse(line, args=[it.line_id])) if line and it.line_id else it.reference


def road(page: RecoveryPage) -> list[Step]:
    """From the project to the end."""
    it = page.it
    over = it.status in GIVEN_UP
    paid = it.status == RecoveryStatus.COLLECTED
    steps = [("Projet adressé à la structure", it.created_at.date(), ""), ("Ordre notifié", it.notified_on, "Ordonnateur")]
    steps.append((it.get_status_display().capitalize() if over else "Payé", it.status_since.date() if over or paid else None, "Structure"))
    here = next((n for n, (_, on, _) in enumerate(steps) if on is None), len(steps))
    return [Step(label, "done" if on else "now" if n == here else "next", who, on) for n, (label, on, who) in enumerate(steps)]
