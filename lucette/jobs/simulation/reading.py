"""What the bank says, read and explained by the accountant: answers, notices, statements, lines that match nothing, silent transfers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lucette.jobs.demonstration.hosts import specimen
from lucette.jobs.simulation.world import World, fresh
from lucette.scheme.fund import queries as funds
from lucette.scheme.fund.enums import CorrectionReason, EnvelopeCode, Origin
from lucette.scheme.payments import actions, queries
from lucette.scheme.payments.adapters import Receipt, read_report
from lucette.scheme.payments.enums import OrderStatus
from lucette.stories.receive_tranche import receive_tranche

BACK, TO_STATE = "REMBOURSEMENT", "RESTITUTION A L ETAT"


def read(it: World) -> None:
    """One of the files of the bank, not always the first that came; one that leaves a hole waits for the others."""
    if not it.inbox:
        return
    rank = it.rng.choice([0, it.rng.randrange(len(it.inbox))])
    kind, content = it.inbox[rank]
    acts: dict[str, tuple[str, Callable[..., Any], dict[str, Any]]] = {
        "report": ("lire une réponse", actions.take_answer, {}),
        "notice": ("lire un avis", actions.read_notice, {"endowment_id": it.endowment}),
        "statement": ("lire un relevé", actions.read_statement, {"endowment_id": it.endowment}),
    }
    name, act, more = acts[kind]
    if it.play(name, it.who("accountant"), act, content=content, **more):
        del it.inbox[rank]


def explain(it: World) -> None:
    """Say what a line is that matches nothing, as its words tell; otherwise have the bank send it back, and explain the pair later."""
    with it.seen_by("accountant") as by:
        line = it.one(queries.lines_to_reconcile(by, it.endowment))
        if line is None:
            return
        number, pairs = queries.number_of_line(line), queries.counterparts(line.pk, by)
    if line.credit:
        explain_credit(it, line, number, pairs)
    else:
        explain_debit(it, line, number, pairs)


def say(it: World, name: str, act: Callable[..., Any], line: Any, **more: Any) -> None:
    """What may be taken back later."""
    if it.play(name, it.who("accountant"), act, line_id=line.pk, **more):
        it.explained.append(line.pk)


def explain_credit(it: World, line: Any, number: str, pairs: list[Any]) -> None:
    by = it.who("accountant")
    if "INTERETS" in line.remittance:
        say(it, "reconnaître des intérêts", actions.recognise_interest, line)
    elif "Tranche" in line.remittance:
        it.play("reconnaître une tranche", by, actions.recognise_tranche, line_id=line.pk)
    elif line.remittance.startswith("REVERSEMENT"):
        pay_back(it, line)
    elif debit := it.one([pair for pair in pairs if pair.end_to_end_id == line.end_to_end_id]):
        it.play("reconnaître une erreur réparée", by, actions.recognise_mended_error, line_id=line.pk, debit_id=debit.pk)
    elif number:
        it.play("reconnaître un retour", by, actions.recognise_return, line_id=line.pk, number=number, bank_reason="AC04")
    else:
        give_back(it, line)


def pay_back(it: World, line: Any) -> None:
    """A host paid what it owed: the orders that the line seems to pay, or the first ones."""
    with it.seen_by("accountant") as by:
        found = queries.collectable(line.pk, by)[: it.rng.randint(1, 2)]
    if found:
        chosen = [one.pk for one in found]
        it.play("encaisser un reversement", by, actions.recognise_recovery, line_id=line.pk, recovery_ids=chosen, excess=True)
    else:
        give_back(it, line)


def give_back(it: World, line: Any) -> None:
    """A receipt that nobody knows: the accountant has the bank send it back, once."""
    if line.bank_reference not in it.told:
        it.told.add(line.bank_reference)
        it.bank.debit(line.cents, f"REM-{fresh()}", BACK, on=it.day)
        it.happened["faire rembourser une recette"] += 1


def explain_debit(it: World, line: Any, number: str, pairs: list[Any]) -> None:
    by = it.who("accountant")
    if "FRAIS" in line.remittance:
        say(it, "reconnaître des frais", actions.recognise_charge, line)
    elif line.remittance == TO_STATE:
        origin = it.rng.choice([Origin.INTEREST, Origin.UNUSED])
        envelope = it.rng.choice(list(EnvelopeCode))
        say(it, "reconnaître une restitution", actions.recognise_restitution, line, origin=origin, envelope=envelope)
    elif line.remittance == BACK:
        receipt = it.one([pair for pair in pairs if not pair.end_to_end_id])
        it.play("reconnaître un remboursement", by, actions.recognise_refund, line_id=line.pk, receipt_id=receipt.pk if receipt else None)
    elif number:
        it.play("reconnaître une exécution", by, actions.recognise_execution, line_id=line.pk, number=number)
    elif line.bank_reference not in it.told:
        it.told.add(line.bank_reference)
        it.bank.credit(Receipt(line.cents, f"ANN-{fresh()}", "ANNULATION DE PRELEVEMENT", line.end_to_end_id), on=it.day)
        it.happened["contester un débit"] += 1


def refund_excess(it: World) -> None:
    """What waits without any line of its own (paid too much, come back twice) is sent back."""
    with it.seen_by("accountant"):
        cents = queries.excess_cents(it.endowment)
    if cents > 0 and ("excess", cents) not in it.told:
        it.told.add(("excess", cents))
        it.bank.debit(cents, f"EXC-{fresh()}", BACK, on=it.day)
        it.happened["faire rembourser un trop-perçu"] += 1


def reconsider(it: World) -> None:
    """Somebody was mistaken about a line: it waits again."""
    if pk := it.one(it.explained):
        reason = it.rng.choice(CorrectionReason.values)
        if it.play("revenir sur une explication", it.who("accountant"), actions.reconsider, line_id=pk, reason=reason):
            it.explained.remove(pk)


def give_to_state(it: World) -> None:
    """Within free cash, a transfer made at the counter of the bank."""
    with it.seen_by("accountant"):
        free = funds.free_cash_cents(it.endowment)
    if free > 0:
        it.bank.debit(it.rng.randint(1, min(free, 2_000)), f"RES-{fresh()}", TO_STATE, on=it.day)
        it.happened["faire restituer à l’État"] += 1


def inquire(it: World) -> None:
    """Ask the bank what became of a silent transfer; its answer in writing decides."""
    with it.seen_by("accountant") as by:
        silent, _ = queries.orders_page(by, [OrderStatus.UNDER_INQUIRY], limit=200)
    row = it.one(silent)
    if row is None:
        return
    outcome = read_report(it.bank.enquire([row.id.hex], on=it.day)).outcome_of(row.id.hex)
    letter = {"content": specimen().content, "filename": "reponse.pdf", "content_type": "application/pdf"}
    name = "apprendre qu’un virement est perdu" if outcome.refused else "apprendre qu’un virement suit son cours"
    it.play(name, by, actions.answer_inquiry, order_id=row.id, received=not outcome.refused, reason="réponse écrite", **letter)


def late_tranche(it: World) -> None:
    """A tranche that the bank tells before the fund knows of it; sometimes the accountant records it too, with the bank's day."""
    cents, reference = it.rng.randrange(1, 50_000_000), f"DGCL-{fresh()}"
    it.bank.credit(Receipt(cents, reference, "Tranche de la dotation"), on=it.day)
    it.early.append((cents, reference, it.day))
    it.happened["tranche annoncée par la banque seule"] += 1


def record_late_tranche(it: World) -> None:
    if it.early:
        cents, reference, on = it.early.pop(it.rng.randrange(len(it.early)))
        what = {"cents": cents, "bank_reference": reference, "on": on}
        if it.play("recevoir une tranche déjà créditée", it.who("accountant"), receive_tranche, endowment_id=it.endowment, **what):
            it.told.add(reference)


def replace(it: World) -> None:
    """Ask again for what came back, on another account of the payee."""
    with it.seen_by("requester") as by:
        back, _ = queries.orders_page(by, [OrderStatus.RETURNED], limit=200)
    if row := it.one(back):
        it.play("remplacer un virement revenu", by, actions.replace, order_id=row.id)


MOVES: dict[str, tuple[Callable[[World], None], int]] = {
    "read": (read, 30),
    "explain": (explain, 16),
    "refund_excess": (refund_excess, 1),
    "reconsider": (reconsider, 1),
    "give_to_state": (give_to_state, 1),
    "inquire": (inquire, 3),
    "late_tranche": (late_tranche, 1),
    "record_late_tranche": (record_late_tranche, 1),
    "replace": (replace, 4),
}
