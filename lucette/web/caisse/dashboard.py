"""Espace de la Caisse des Dépôts : ce qui attend chacune des mains."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.organizations import queries as organizations
from lucette.foundation.organizations.enums import BankDetailsStatus
from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.kernel.clock import PARIS
from lucette.kernel.money import Money, total
from lucette.scheme.agreements import queries as agreements
from lucette.scheme.agreements.enums import AgreementStatus, AmendmentStatus
from lucette.scheme.agreements.queries import amendments as changes
from lucette.scheme.fund import queries as fund
from lucette.scheme.payments import queries as payments
from lucette.scheme.payments.enums import LineStatus, RecoveryStatus
from lucette.scheme.recruitment import queries as recruitment
from lucette.scheme.recruitment.enums import HireStatus
from lucette.web.caisse import tables
from lucette.web.caisse.desks import WORDS
from lucette.web.caisse.vacancies import vacancies_task
from lucette.web.design.elements import Board, Figure, Table, Task
from lucette.web.gate.endowments import endowment_tasks
from lucette.web.gate.request import Request

TITLES = {
    RoleName.REQUESTER: "Banque des Territoires : demandes de versement",
    RoleName.CERTIFIER: "Banque des Territoires : certification",
    RoleName.AUTHORISING_OFFICER: "Direction des politiques sociales : ordonnancement",
    RoleName.ACCOUNTANT: "Direction des politiques sociales : comptabilité",
    RoleName.CAISSE_DELEGATE: "Caisse des Dépôts : signature",
}
NOTHING_DUE = "Aucun versement exigible : une échéance tombe à la signature, puis aux mois prévus par la convention."
Waiting = tuple[list[Task], list[Table]]
Desks = Sequence[payments.Desk]


@require_safe
def dashboard(request: Request) -> HttpResponse:
    """What waits for the reader's hand, her objects, the four desks as figures."""
    role = RoleName(request.actor.role)
    desks = payments.desks(request.actor)
    tasks, waiting = WAITING[role](request.actor, desks)
    tasks += endowment_tasks(request.actor)
    board = Board(
        tasks,
        waiting,
        figures(desks),
        nothing_to_do="Rien n’attend de vous aujourd’hui. Les conventions à signer et les versements à traiter apparaîtront ici.",
    )
    context = {"title": "Espace de la Caisse des Dépôts", "heading": TITLES[role], "board": board}
    return render(request, "design/dashboard.html", context)


def figures(desks: Desks) -> list[Figure]:
    """The four desks, in the order of the chain."""
    return [
        Figure(str(desk.amount), f"{desk.label} ({french.plural(desk.count, 'ordre')})", reverse("caisse:desk", args=[WORDS[desk.code]]))
        for desk in desks
    ]


def within_target(since: dt.datetime | dt.date | None) -> dt.date | None:
    """The day by which the house promised to have paid."""
    if since is None:
        return None
    day = since.astimezone(PARIS).date() if isinstance(since, dt.datetime) else since
    return day + dt.timedelta(days=payments.target_days())


def for_requester(by: Actor, desks: Desks) -> Waiting:
    asked, study = changes.to_edit_and_to_study(by)
    due, invoices = payments.to_request(by), payments.invoices_to_request(by)
    tasks = []
    if asked:
        page = f"{reverse('caisse:agreements')}?etat={AgreementStatus.PREPARING}"
        many = french.plural(len(asked), "convention est demandée", "conventions sont demandées")
        tasks.append(Task(f"{many} : à éditer.", "Voir les conventions", page))
    if due:
        many = french.plural(len(due), "versement est exigible", "versements sont exigibles")
        until = due[0].due_on + dt.timedelta(days=due[0].target_days)
        tasks.append(
            Task(
                f"{many} : {total(it.amount for it in due)} à demander.",
                "Voir les versements",
                reverse("caisse:desk", args=["demander"]),
                until,
            )
        )
    if invoices:
        amount = Money(sum(it.cents for it in invoices))
        many = french.plural(len(invoices), "facture attend sa demande de paiement", "factures attendent leur demande de paiement")
        tasks.append(Task(f"{many} : {amount}.", "Voir les factures", f"{reverse('caisse:invoices')}?etat={payments.TO_ASK}"))
    if study:
        many = french.plural(study, "avenant demandé est", "avenants demandés sont")
        tasks.append(Task(f"{many} à étudier.", "Voir les avenants", reverse("caisse:amendments")))
    tasks += recoveries_task(by) + held_lines(by) + contracts_and_accounts(by)
    return tasks, [tables.asked(asked), tables.to_request(due[:20], NOTHING_DUE)]


def recoveries_task(by: Actor) -> list[Task]:
    """Answers of hosts to reply to (Banque des Territoires), orders to notify (authorising officers)."""
    address = f"{reverse('caisse:recoveries')}?etat={RecoveryStatus.ISSUED}"
    if by.role == RoleName.AUTHORISING_OFFICER:
        if count := payments.to_notify(by):
            say = french.plural(count, "reversement est à notifier", "reversements sont à notifier")
            return [Task(f"{say}.", "Voir les reversements", address)]
        return []
    if count := payments.to_reply(by):
        say = french.plural(count, "structure a répondu à un projet de reversement", "structures ont répondu à un projet de reversement")
        return [Task(f"{say}.", "Lire et répondre", address)]
    return []


def for_certifier(by: Actor, desks: Desks) -> Waiting:
    tasks = orders_task(desks, "certify", "à certifier") + recoveries_task(by) + held_lines(by) + contracts_and_accounts(by)
    tasks += vacancies_task(by)
    return tasks, [orders_table(by, "certify", "Les ordres à certifier")]


def for_officer(by: Actor, desks: Desks) -> Waiting:
    return orders_task(desks, "order", "à ordonnancer") + recoveries_task(by), [orders_table(by, "order", "Les ordres à ordonnancer")]


def for_accountant(by: Actor, desks: Desks) -> Waiting:
    totals, frozen = payments.order_totals(by), payments.batch_counts(by).get("frozen", 0)
    unmatched = payments.lines_to_reconcile(by)
    tasks = [account_task(it.title, it.pk) for it in payments.endowments_without_account(by)]
    for status, words in (("ordered", "à prendre en charge"), ("accepted", "à mettre dans un lot de virements")):
        count, amount = totals.get(status, (0, Money(0)))
        if count:
            sentence = f"{french.plural(count, 'ordre')} de paiement {words}, pour {amount}."
            tasks.append(Task(sentence, "Voir les ordres", reverse("caisse:desk", args=["payer"])))
    if frozen:
        sentence = french.plural(frozen, "lot de virements est figé", "lots de virements sont figés")
        tasks.append(Task(f"{sentence} : à envoyer à la banque.", "Voir les lots", f"{reverse('caisse:batches')}?etat=frozen"))
    if unmatched:
        sentence = french.plural(len(unmatched), "ligne de relevé reste à rapprocher", "lignes de relevé restent à rapprocher")
        tasks.append(Task(f"{sentence}.", "Voir les lignes", reverse("caisse:lines")))
    year, accounts = clock.today().year - 1, reverse("caisse:renderings")
    for it in fund.late_to_prepare(by):
        tasks.append(Task(f"Les comptes {year} de « {it.title} » ne sont pas encore préparés.", "Préparer les comptes", accounts))
    found, _ = payments.batches_page(by, limit=5)
    return tasks, [tables.batches(found, "Les derniers lots de virements")]


def account_task(title: str, endowment_id: UUID) -> Task:
    told = f"« {title} » est notifiée : son compte bancaire reste à déclarer."
    return Task(told, "Déclarer le compte bancaire", reverse("funder:open_account", args=[endowment_id]))


def for_delegate(by: Actor, desks: Desks) -> Waiting:
    found = agreements.agreements(by, AgreementStatus.SIGNED_BY_HOST)
    tasks = []
    if found:
        many = french.plural(len(found), "convention signée par la structure attend", "conventions signées par les structures attendent")
        tasks.append(Task(f"{many} votre signature.", "Ouvrir le parapheur", reverse("caisse:to_sign")))
    tasks += ends_task(changes.waits(by))
    if held := organizations.account_counts(by).get(BankDetailsStatus.HELD, 0):
        many = french.plural(held, "compte bancaire est retenu", "comptes bancaires sont retenus")
        tasks.append(
            Task(f"{many} : à décider.", "Voir les comptes retenus", f"{reverse('caisse:bank_details')}?etat={BankDetailsStatus.HELD}")
        )
    empty = "Aucune convention n’attend votre signature : elles arrivent ici dès que la structure a signé."
    return tasks, [tables.agreements(found[:20], "Les conventions à signer", empty)]


def ends_task(waiting: changes.Waits) -> list[Task]:
    """Amendments to sign, requests of end to decide, agreements to settle."""
    tasks, listed = [], reverse("caisse:amendments")
    if waiting.to_sign:
        many = french.plural(waiting.to_sign, "avenant accepté attend", "avenants acceptés attendent")
        tasks.append(Task(f"{many} votre signature.", "Voir les avenants", f"{listed}?etat={AmendmentStatus.ACCEPTED}"))
    if waiting.to_decide:
        many = french.plural(waiting.to_decide, "demande de fin de convention attend", "demandes de fin de convention attendent")
        tasks.append(Task(f"{many} une décision.", "Voir la convention", reverse("caisse:agreement", args=[waiting.first])))
    if waiting.to_settle:
        many = french.plural(waiting.to_settle, "convention est finie", "conventions sont finies")
        tasks.append(Task(f"{many} : à solder.", "Voir les conventions", f"{reverse('caisse:agreements')}?etat=a-solder"))
    return tasks


def held_lines(by: Actor) -> list[Task]:
    """Lines held to decide about, overrides to answer: one or the other hand of the Banque des Territoires."""
    counts, page, tasks = payments.line_counts(by), reverse("caisse:instalment_lines"), []
    if asked := counts[payments.ASKED]:
        many = french.plural(asked, "dérogation attend", "dérogations attendent")
        tasks.append(Task(f"{many} la réponse d’une deuxième personne.", "Voir les dérogations", f"{page}?etat={payments.ASKED}"))
    if held := counts.get(LineStatus.HELD, 0):
        many = french.plural(held, "échéance est suspendue", "échéances sont suspendues")
        tasks.append(Task(f"{many} : à relancer ou à annuler.", "Voir les échéances", f"{page}?etat={LineStatus.HELD}"))
    return tasks


def contracts_and_accounts(by: Actor) -> list[Task]:
    """Contracts to validate and bank details to check: one or the other hand of the Banque des Territoires."""
    hires, details = recruitment.hires_to_validate(by), organizations.bank_details_to_check(by)
    tasks = []
    if hires:
        many = french.plural(len(hires), "contrat de travail déposé est à valider", "contrats de travail déposés sont à valider")
        tasks.append(Task(f"{many}.", "Voir les contrats", f"{reverse('caisse:hires')}?etat={HireStatus.DECLARED}"))
    details = [it for it in details if it.status != BankDetailsStatus.HELD]
    if details:
        many = french.plural(len(details), "compte bancaire est à vérifier", "comptes bancaires sont à vérifier")
        tasks.append(Task(f"{many} ou à activer.", "Voir les comptes", reverse("caisse:bank_details")))
    return tasks


def orders_task(desks: Desks, code: str, words: str) -> list[Task]:
    desk = next(it for it in desks if it.code == code)
    if not desk.count:
        return []
    sentence = f"{french.plural(desk.count, 'ordre')} de paiement {words}, pour {desk.amount}."
    return [Task(sentence, "Voir les ordres", reverse("caisse:desk", args=[WORDS[code]]), within_target(desk.oldest))]


def orders_table(by: Actor, code: str, caption: str) -> Table:
    return tables.orders(payments.orders_at(code, by, limit=20), caption, "Aucun ordre à ce bureau : ils arrivent ici un par un.")


WAITING: dict[RoleName, Callable[[Actor, Desks], Waiting]] = {
    RoleName.REQUESTER: for_requester,
    RoleName.CERTIFIER: for_certifier,
    RoleName.AUTHORISING_OFFICER: for_officer,
    RoleName.ACCOUNTANT: for_accountant,
    RoleName.CAISSE_DELEGATE: for_delegate,
}
