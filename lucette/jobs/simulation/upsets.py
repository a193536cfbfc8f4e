"""What does not go as planned: posts left, lines held or paid by exception, money asked back, accounts changed, authority moved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from lucette.foundation.organizations import actions as organizations
from lucette.foundation.organizations.enums import CallResult
from lucette.foundation.organizations.rules import test_iban
from lucette.jobs.demonstration.hosts import Host, specimen
from lucette.jobs.demonstration.story import Filled
from lucette.jobs.simulation.world import World, announce, fresh
from lucette.scheme.fund import actions as fund
from lucette.scheme.fund import queries as funds
from lucette.scheme.fund.enums import EnvelopeCode, FundCallStatus
from lucette.scheme.payments import actions, queries
from lucette.scheme.payments.adapters import Receipt
from lucette.scheme.payments.enums import CALLED, HoldGround, LineStatus, OrderStatus, RecoveryGround, RecoveryStatus
from lucette.scheme.recruitment import actions as recruitment
from lucette.scheme.recruitment.enums import EndReason
from lucette.stories.change_account import confirm_account, declare_account

BANK = ("requester", "certifier")
MOST = 200


def leave(it: World) -> None:
    """An adviser goes: the post is vacant."""
    if filled := it.one([one for one in it.story.advisers if one.starts_on < it.day]):
        end_contract(it, filled)


def end_contract(it: World, filled: Filled) -> None:
    what = {"hire_id": filled.hire_id, "ended_on": it.day, "reason": it.rng.choice(EndReason.values)}
    if it.play("rompre un contrat", it.who("certifier"), recruitment.record_end, **what):
        it.story.advisers.remove(filled)


def lines(it: World, *statuses: str) -> list[Any]:
    with it.seen_by("requester") as by:
        return queries.lines_page(by, statuses, limit=MOST)[0]


def hold(it: World) -> None:
    if row := it.one(lines(it, LineStatus.PLANNED, LineStatus.DUE)):
        what = {"line_id": row.pk, "ground": HoldGround.SUSPENDED, "reason": "pièces à vérifier"}
        it.play("suspendre une échéance", it.who(it.rng.choice(BANK)), actions.hold, **what)


def resume(it: World) -> None:
    if row := it.one(lines(it, LineStatus.HELD)):
        it.play("reprendre une échéance", it.who(it.rng.choice(BANK)), actions.resume, line_id=row.pk)


def give_up_line(it: World) -> None:
    if row := it.one(lines(it, LineStatus.HELD)):
        if it.rng.random() < 0.5:
            it.play("annuler une échéance", it.who("certifier"), actions.cancel_line, line_id=row.pk, reason="poste non pourvu")
        else:
            cents = it.rng.randint(1, row.amount.cents)
            it.play("réduire une échéance", it.who("certifier"), actions.reduce_line, line_id=row.pk, cents=cents, reason="au prorata")


def override(it: World) -> None:
    """Either of the two asks; either answers, who may be the same: then it is refused."""
    asked = lines(it, queries.ASKED)
    if asked and it.rng.random() < 0.6:
        with it.seen_by("requester") as by:
            card = queries.line_page(it.one(asked).pk, by).asked
        answerer, agrees = it.who(it.rng.choice(BANK)), it.rng.random() < 0.8
        if card and agrees:
            it.play("confirmer une dérogation", answerer, actions.confirm_override, override_id=card.pk)
        elif card:
            it.play("refuser une dérogation", answerer, actions.refuse_override, override_id=card.pk, reason="motif insuffisant")
    elif row := it.one(lines(it, LineStatus.PLANNED, LineStatus.HELD)):
        it.play("demander une dérogation", it.who(it.rng.choice(BANK)), actions.ask_override, line_id=row.pk, motive="formation reportée")


def uncertify(it: World) -> None:
    """The whole of a certification is taken back, or the share of one post."""
    with it.seen_by("certifier") as by:
        certified, _ = queries.orders_page(by, [OrderStatus.CERTIFIED], limit=MOST)
        row = it.one(certified)
        posts = queries.posts_of_order(row.id, by) if row else []
    if posts and it.rng.random() < 0.5:
        part = {"line_ids": [it.one(posts)[0]], "reason": "poste vacant"}
        it.play("réduire une certification", by, actions.reduce_certification, order_id=row.id, **part)
    elif row:
        it.play("retirer une certification", by, actions.cancel_certification, order_id=row.id, reason="pièce retirée")


def ask_back(it: World) -> None:
    if row := it.one(lines(it, LineStatus.PAID)):
        cents = it.rng.randint(1, row.amount.cents)
        what = {
            "ground": RecoveryGround.UNJUSTIFIED,
            "lines": {row.number: cents},
            "explanation": "Emploi non justifié.",
            "computation": {},
        }
        it.play("demander un reversement", it.who(it.rng.choice(BANK)), actions.recoveries.issue, agreement_id=row.agreement_id, **what)


def recoveries(it: World, *statuses: str) -> list[Any]:
    with it.seen_by("accountant") as by:
        return queries.recoveries_page(by, statuses, limit=MOST)[0]


def speak(it: World) -> None:
    """The adversarial phase: the host says what it has to say, the Banque des Territoires answers, the authorising officer decides."""
    row = it.one(recoveries(it, RecoveryStatus.ISSUED))
    if row is None:
        return
    host = it.story.hosts.get(row.organization_id)
    draw = it.rng.random()
    if draw < 0.3 and host:
        it.play("répondre à un projet", host.representative, actions.recoveries.answer, recovery_id=row.pk, text="Le poste était pourvu.")
    elif draw < 0.6:
        it.play("répliquer à la structure", it.who("requester"), actions.recoveries.reply, recovery_id=row.pk, text="Vu, sans changement.")
    else:
        it.play("notifier un reversement", it.who("authorising_officer"), actions.recoveries.notify, recovery_id=row.pk)


def pay(it: World) -> None:
    """A host pays: in part, in whole, or too much."""
    if row := it.one(recoveries(it, *CALLED, RecoveryStatus.ISSUED)):
        with it.seen_by("accountant") as by:
            left = queries.recovery_page(row.pk, by).left.cents
        cents = it.rng.choice([left, it.rng.randint(1, left), left + it.rng.randint(1, 5_000)])
        it.bank.credit(Receipt(cents, f"REV-{fresh()}", f"REVERSEMENT {row.number}"), on=it.day)
        it.happened["structure qui rembourse"] += 1


def remind(it: World) -> None:
    if row := it.one(recoveries(it, RecoveryStatus.DUE, RecoveryStatus.REMINDED)):
        it.play("rappeler un reversement", it.who("accountant"), actions.recoveries.remind, recovery_id=row.pk)


def forgive(it: World) -> None:
    if row := it.one(recoveries(it, *CALLED, RecoveryStatus.ISSUED)):
        done = actions.recoveries
        name, act = it.rng.choice([("remettre", done.waive), ("admettre en non-valeur", done.write_off), ("annuler", done.cancel)])
        it.play(f"{name} un reversement", it.who("caisse_delegate"), act, recovery_id=row.pk, decision="Décision du 1er juillet")


def reuse(it: World) -> None:
    """What was collected is available again, or goes back to the State."""
    row = it.one([one for one in recoveries(it) if one.agreement_id])
    if row is None:
        return
    with it.seen_by("accountant") as by:
        line = it.one(list(queries.recovery_page(row.pk, by).lines))
    cents = min(line.collected_cents, it.rng.randint(1, 1_000_000)) or 1
    what = {"subject": f"agreement/{row.agreement_id}", "number": line.instalment.number, "cents": cents, "key": f"reuse:{fresh()}:1"}
    it.play("rendre disponible une somme recouvrée", it.who("funder"), fund.reuse_collected, endowment_id=it.endowment, **what)


def fund_call(it: World) -> None:
    with it.seen_by("accountant") as by:
        waiting = funds.fund_calls_page(by, [FundCallStatus.ASKED])[0]
        call = it.one(waiting)
        tranche = it.one(funds.tranches_for(call)) if call else None
    if call and tranche:
        it.play("constater un appel honoré", by, fund.answer_call, call_id=call.pk, tranche_id=tranche.pk)
    elif call and it.rng.random() < 0.2:
        it.play("retirer un appel de fonds", by, fund.withdraw_call, call_id=call.pk, reason="prévision revue")
    elif not call:
        what = {"cents": it.rng.randrange(1, 100_000_000), "needed_on": it.day + dt.timedelta(20), "forecast": []}
        it.play("appeler des fonds", by, fund.ask_funds, endowment_id=it.endowment, **what)


def amend(it: World) -> None:
    """More authority, or less: what is taken must still be available."""
    sign = it.rng.choice([1, -1])
    shares = {EnvelopeCode.TRAINING: sign * it.rng.randrange(1, 5_000_000)}
    what = {"reference": f"AV-{fresh()}", "shares": shares, "posts": sign * it.rng.randint(0, 3), "reason": "avenant à la convention"}
    it.play("notifier un avenant", it.who("funder"), fund.amend_authority, endowment_id=it.endowment, **what)
    announce(it)


def change_account(it: World) -> None:
    """A host whose transfer came back gives another account; it is checked by the Banque des Territoires, and waits."""
    with it.seen_by("requester") as by:
        back, _ = queries.orders_page(by, [OrderStatus.RETURNED], limit=MOST)
        row = it.one(back)
        owner = queries.order_with_its_origin(row.id, by).organization_id if row else None
    host = it.story.hosts.get(owner) if owner else None
    if host is None:
        return
    holder = f"TEST {'' if host.private else 'Service de gestion comptable, '}{host.name}"[:140]
    what = {
        "organization_id": host.organization_id,
        "holder": holder,
        "iban": test_iban(90_000 + it.rng.randrange(9_000)),
        "rib": specimen(),
    }
    if details := it.play("déclarer un autre compte", host.representative, declare_account, **what):
        check_account(it, host, details.pk)


def check_account(it: World, host: Host, pk: Any) -> None:
    requester = it.who("requester")
    it.play("confirmer un compte", host.secretary, confirm_account, bank_details_id=pk)
    it.play("interroger la banque du compte", requester, organizations.check_payee, bank_details_id=pk)
    heard = {"person_name": "Secrétariat", "result": CallResult.CONFIRMED}
    it.play("rappeler la structure", requester, organizations.call_back, bank_details_id=pk, **heard)
    it.play("vérifier un compte", requester, organizations.verify_bank_details, bank_details_id=pk)
    it.accounts.append(pk)


def use_account(it: World) -> None:
    pk = it.one(it.accounts)
    if pk and it.play("activer un compte", it.who("certifier"), organizations.activate_bank_details, bank_details_id=pk):
        it.accounts.remove(pk)


MOVES: dict[str, tuple[Callable[[World], None], int]] = {
    "leave": (leave, 1),
    "hold": (hold, 2),
    "resume": (resume, 3),
    "give_up_line": (give_up_line, 2),
    "override": (override, 4),
    "uncertify": (uncertify, 2),
    "ask_back": (ask_back, 4),
    "speak": (speak, 6),
    "pay": (pay, 3),
    "remind": (remind, 1),
    "forgive": (forgive, 1),
    "reuse": (reuse, 2),
    "fund_call": (fund_call, 2),
    "amend": (amend, 2),
    "change_account": (change_account, 3),
    "use_account": (use_account, 4),
}
