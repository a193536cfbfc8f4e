"""Letters of payments: paid, sent back, to countersign, asked back."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.models import Person
from lucette.foundation.accounts.queries import holders
from lucette.foundation.notifications import actions as notifications
from lucette.foundation.notifications.models import Letter
from lucette.kernel import french
from lucette.kernel.actor import Actor, Scope
from lucette.kernel.money import Money
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.payments.models import Bordereau, ConditionOverride, InstalmentLine, Order, Recovery


def executed(orders: Iterable[Order]) -> None:
    """To each payee: its representatives, else the contact of its application; the training body for a service."""
    orders = list(orders)
    people: dict[tuple[str, bool], list[tuple[str, UUID | None]]] = defaultdict(list)
    for role, grant in ((RoleName.HOST_REPRESENTATIVE, True), (RoleName.TRAINING_BODY, False)):
        for it in holders(role) if orders else []:
            people[it.scope.code, grant].append((it.email, it.person_id))
    letters = []
    for order in orders:
        contact = order.instalment.agreement.award.application.contact_email if order.instalment else ""
        absent: list[tuple[str, UUID | None]] = [(contact, None)] if contact else []
        for address, person in people.get((str(order.organization_id), order.instalment is not None)) or absent:
            letters.append(_paid(order, address, person))
    notifications.write_drafts(letters)


def _paid(order: Order, address: str, person: UUID | None) -> Letter:
    what = (
        f"le versement n° {order.instalment.number} de la convention {order.instalment.agreement.number}"
        if order.instalment
        else f"la facture {order.invoice.number if order.invoice else ''}"
    )
    paid = french.date(order.executed_on) if order.executed_on else ""
    return notifications.draft(
        "order.executed",
        address,
        "Votre versement a été payé",
        f"Bonjour,\n\nNous avons payé {what}.\n\n- Bénéficiaire : {order.organization.name}\n"
        f"- Montant : {Money(order.cents)}\n- Date : {paid}\n"
        f"- Référence : {order.number}\n\nL’argent arrive sur votre compte au plus tard le jour ouvré suivant.",
        order,
        to_person=person,
        to_organization=order.organization_id,
        action_label="Voir le versement",
    )


def sent_back(order: Order) -> None:
    """To the person who made the request: she has the ball."""
    requester = Person.objects.filter(pk=order.requested_by, is_active=True).first()
    if requester:
        notifications.write(
            "order.sent_back",
            requester.email,
            f"La demande de versement {order.number} vous est renvoyée",
            f"Bonjour,\n\nLa demande de versement {order.number}, de {Money(order.cents)}, ne peut pas être certifiée en l’état.\n\n"
            f"Motif : {order.reason}\n\nCorrigez ce qui doit l’être, puis demandez de nouveau le versement.",
            order,
            to_person=requester.pk,
            action_label="Reprendre la demande",
        )


def to_countersign(about: Order | Bordereau, signed_by: Actor, what: str, cents: int) -> None:
    """To the other authorising officers: an order or a slip (`what`, in French) waits for one of them."""
    for holder in holders(RoleName.AUTHORISING_OFFICER):
        if holder.person_id != signed_by.pk:
            notifications.write(
                "order.to_countersign",
                holder.email,
                f"{what[:1].upper()}{what[1:]} attend une deuxième signature",
                f"Bonjour,\n\nUn premier ordonnateur a signé {what}, de {Money(cents)}.\n\n"
                "Son montant demande la signature d’un deuxième ordonnateur. Rien n’est payé avant.",
                about,
                to_person=holder.person_id,
                action_label="Lire et contresigner",
            )


def declined(order: Order) -> None:
    """To the officer who signed first: she has the ball."""
    officer = Person.objects.filter(pk=order.ordered_by, is_active=True).first()
    if officer:
        notifications.write(
            "order.declined",
            officer.email,
            f"L’ordre {order.number} n’est pas contresigné",
            f"Bonjour,\n\nUn autre ordonnateur n’a pas voulu contresigner l’ordre {order.number}, de {Money(order.cents)}.\n\n"
            f"Motif : {order.reason}\n\nL’ordre est de nouveau à ordonnancer.",
            order,
            to_person=officer.pk,
            action_label="Voir l’ordre",
        )


def recovery_issued(it: Recovery) -> None:
    """To the host: the project, why, and until when it may answer."""
    _to_host(
        "recovery.issued",
        it,
        f"Un reversement est envisagé sur la convention {it.agreement.number}",
        f"Une partie de la subvention versée devrait nous être rendue : {_asked(it)}.\n\n"
        f"- Motif : {it.get_ground_display()}\n- Explication : {it.explanation}\n\n"
        f"Rien n’est à payer aujourd’hui. Vous pouvez répondre jusqu’au {french.date(it.answer_by)}. "
        "Votre réponse sera lue avant toute décision.",
        "Lire le calcul et répondre",
    )


def recovery_answered(it: Recovery) -> None:
    """To the person who issued it: the host has answered."""
    issuer = Person.objects.filter(pk=it.issued_by, is_active=True).first()
    if issuer:
        notifications.write(
            "recovery.answered",
            issuer.email,
            f"Une structure répond au projet de reversement {it.number}",
            f"Bonjour,\n\nLa structure a présenté ses observations sur le projet de reversement {it.number}.\n\n"
            "Répondez-lui avant toute notification.",
            it,
            to_person=issuer.pk,
            action_label="Lire les observations",
        )


def recovery_replied(it: Recovery) -> None:
    """To the host: what is answered to what it said."""
    _to_host(
        "recovery.replied",
        it,
        f"Réponse à vos observations sur le reversement {it.number}",
        f"Nous avons lu vos observations. Voici notre réponse :\n\n{it.reply}",
        "Voir le projet de reversement",
    )


def recovery_notified(it: Recovery) -> None:
    """To the host: the order, what to pay and before when."""
    _to_host(
        "recovery.notified",
        it,
        f"Ordre de reversement {it.number}",
        f"L’ordre de reversement {it.number} est notifié à votre structure. Vous y lisez le calcul et les voies de recours.\n\n"
        f"- Montant : {_asked(it)}\n- À payer avant le : {_day(it.due_on)}\n- Référence à rappeler : {it.number}",
        "Lire l’ordre et savoir comment payer",
    )


def recovery_reminded(it: Recovery) -> None:
    """To the host: it is late."""
    _to_host(
        "recovery.reminded",
        it,
        f"Rappel : l’ordre de reversement {it.number} reste à payer",
        f"Nous n’avons pas encore reçu tout le paiement de l’ordre de reversement {it.number}.\n\n"
        f"- Reste à payer : {_asked(it)}\n- Date limite : {_day(it.due_on)}\n- Référence à rappeler : {it.number}\n\n"
        "Si vous venez de payer, ne tenez pas compte de ce message.",
        "Voir comment payer",
    )


def recovery_collected(it: Recovery, cents: int) -> None:
    """To the host: what came in, and what is left."""
    left = sum(line.open_cents for line in it.lines.all())
    _to_host(
        "recovery.collected",
        it,
        f"Votre paiement de l’ordre de reversement {it.number} est enregistré",
        f"Nous avons reçu {Money(cents)} pour l’ordre de reversement {it.number}.\n\n"
        + (f"Reste à payer : {Money(left)}." if left else "Il ne reste rien à payer."),
        "Voir l’ordre de reversement",
    )


def recovery_given_up(it: Recovery, cents: int) -> None:
    """To the host: what is no longer asked, and the decision."""
    _to_host(
        "recovery.given_up",
        it,
        f"L’ordre de reversement {it.number} n’est plus à payer",
        f"{Money(cents)} ne vous sont plus demandés : l’ordre de reversement {it.number} est {it.get_status_display()}.\n\n"
        f"Décision : {it.decision}",
        "Voir l’ordre de reversement",
    )


def _to_host(kind: str, it: Recovery, subject: str, body: str, action_label: str) -> None:
    """To the representatives of the debtor, else to the contact of its application."""
    mine = [(held.email, held.person_id) for held in holders(RoleName.HOST_REPRESENTATIVE) if held.scope.code == str(it.organization_id)]
    contact = it.agreement.award.application.contact_email
    absent: list[tuple[str, UUID | None]] = [(contact, None)] if contact else []
    for address, person in mine or absent:
        text = f"Bonjour,\n\n{body}"
        whom = {"to_person": person, "to_organization": it.organization_id}
        notifications.write(kind, address, subject, text, it, action_label=action_label, **whom)


def _asked(it: Recovery) -> Money:
    return Money(sum(line.open_cents for line in it.lines.all()))


def _day(day: dt.date | None) -> str:
    return french.date(day) if day else ""


def _of_the_host(agreement: Agreement) -> list[tuple[str, UUID | None]]:
    """Its representatives, else the contact of its application."""
    scope = Scope("organization", str(agreement.organization_id))
    people: list[tuple[str, UUID | None]] = [(it.email, it.person_id) for it in holders(RoleName.HOST_REPRESENTATIVE, scope)]
    contact = agreement.award.application.contact_email
    return people or ([(contact, None)] if contact else [])


def _tell_host(kind: str, agreement: Agreement, subject: str, body: str) -> None:
    for address, person in _of_the_host(agreement):
        notifications.write(
            kind,
            address,
            subject,
            body,
            agreement,
            to_person=person,
            to_organization=agreement.organization_id,
            action_label="Voir la convention",
        )


def _named(line: InstalmentLine) -> str:
    return f"versement {line.instalment.number}, poste {line.post.number}, {Money(line.cents)}"


def held(lines: Iterable[InstalmentLine]) -> None:
    """To each host, once an agreement: what is held, and why."""
    by_agreement: dict[Agreement, list[InstalmentLine]] = defaultdict(list)
    for line in lines:
        by_agreement[line.instalment.agreement].append(line)
    for agreement, found in by_agreement.items():
        told = "\n".join(f"- V{_named(line)[1:]} : {line.reason}" for line in found)
        _tell_host(
            "instalment_line.held",
            agreement,
            f"Convention {agreement.number} : un versement est suspendu",
            f"Bonjour,\n\nNous ne pouvons pas payer pour l’instant :\n\n{told}\n\n"
            "Les autres postes de la convention suivent leur cours. Si un contrat de travail manque, déposez-le : le versement reprendra.",
        )


def line_cancelled(line: InstalmentLine) -> None:
    """To the host: this will not be paid."""
    agreement = line.instalment.agreement
    _tell_host(
        "instalment_line.cancelled",
        agreement,
        f"Convention {agreement.number} : une échéance est annulée",
        f"Bonjour,\n\nUne échéance ne sera pas versée : {_named(line)}.\n\nMotif : {line.reason}\n\n"
        "Les autres échéances de la convention ne changent pas.",
    )


def line_reduced(line: InstalmentLine, given_back: int, reason: str) -> None:
    """To the host: less will be paid."""
    agreement = line.instalment.agreement
    _tell_host(
        "instalment_line.reduced",
        agreement,
        f"Convention {agreement.number} : une échéance est réduite",
        f"Bonjour,\n\nUne échéance est réduite de {Money(given_back)} : {_named(line)} restent prévus.\n\nMotif : {reason}\n\n"
        "Les autres échéances de la convention ne changent pas.",
    )


def override_asked(it: ConditionOverride) -> None:
    """To the others of the Banque des Territoires: one of them answers."""
    line = it.line
    others = {one.person_id: one for role in (RoleName.REQUESTER, RoleName.CERTIFIER) for one in holders(role)}
    for person, one in others.items():
        if person != it.asked_by:
            notifications.write(
                "override.asked",
                one.email,
                f"Convention {line.instalment.agreement.number} : une dérogation attend votre réponse",
                f"Bonjour,\n\nUne dérogation est demandée pour une échéance : {_named(line)}.\n\nMotif : {it.motive}\n\n"
                "Sans l’accord d’une deuxième personne, rien n’est exigible.",
                line,
                to_person=person,
                action_label="Répondre à la demande",
            )


def override_answered(it: ConditionOverride, reason: str) -> None:
    """To the person who asked."""
    person = Person.objects.filter(pk=it.asked_by, is_active=True).first()
    if person:
        answer = "La dérogation est confirmée : l’échéance est exigible." if not reason else f"La dérogation est refusée : {reason}"
        notifications.write(
            "override.answered",
            person.email,
            f"Convention {it.line.instalment.agreement.number} : réponse à votre dérogation",
            f"Bonjour,\n\nVous avez demandé une dérogation pour une échéance : {_named(it.line)}.\n\n{answer}",
            it.line,
            to_person=person.pk,
            action_label="Voir l’échéance",
        )


def certification_taken_back(order: Order) -> None:
    """To the person who made the request: what is due again is hers to ask for."""
    requester = Person.objects.filter(pk=order.requested_by, is_active=True).first()
    if requester:
        notifications.write(
            "order.certification_taken_back",
            requester.email,
            f"L’ordre {order.number} n’est plus certifié en entier",
            f"Bonjour,\n\nLa certification de l’ordre {order.number} est annulée ou réduite.\n\nMotif : {order.reason}\n\n"
            "Ce qui en sort est de nouveau exigible : vous pouvez le demander une fois corrigé.",
            order,
            to_person=requester.pk,
            action_label="Voir l’ordre",
        )
