"""What may end an agreement, and what ended it: to the host, and to whoever waits for its answer."""

from __future__ import annotations

from lucette.foundation.accounts.models import Person
from lucette.foundation.notifications.actions import write
from lucette.kernel import french
from lucette.kernel.money import Money
from lucette.scheme.agreements.letters.agreements import to_host
from lucette.scheme.agreements.models import Agreement, Notice


def end_asked(it: Notice) -> None:
    """To the host: its request is taken."""
    body = (
        f"Vous avez demandé la fin de la convention {it.agreement.number}.\n\n"
        "La Caisse des Dépôts vérifie les contrats de travail et ce qui a été versé, puis elle signe la résiliation."
    )
    _to_host("notice.end_asked", f"Convention {it.agreement.number} : votre demande de fin", body, it)


def end_proposed(it: Notice) -> None:
    body = (
        f"La Caisse des Dépôts vous propose de mettre fin à la convention {it.agreement.number} d’un commun accord.\n\n"
        f"{it.text}\n\nVous pouvez accepter ou refuser. Sans votre accord, la convention continue."
    )
    _to_host(
        "notice.end_proposed", f"Convention {it.agreement.number} : une fin d’un commun accord vous est proposée", body, it, "Répondre"
    )


def notice_served(it: Notice) -> None:
    """To the host: what is reproached, until when it is heard."""
    day = french.date(it.answer_by) if it.answer_by else ""
    body = (
        f"La Caisse des Dépôts vous met en demeure de respecter la convention {it.agreement.number}.\n\n"
        f"- Manquement : {it.get_duty_display()}\n- Explication : {it.text}\n\n"
        f"Répondez ou régularisez avant le {day}. Sans réponse, la convention peut être suspendue ou résiliée."
    )
    _to_host("notice.served", f"Convention {it.agreement.number} : mise en demeure", body, it, "Répondre")


def notice_answered(it: Notice) -> None:
    """To who wrote it: the host has answered."""
    author = Person.objects.filter(pk=it.made_by, is_active=True).first()
    if author:
        body = f"Bonjour,\n\nLa structure a répondu sur la convention {it.agreement.number}. Lisez sa réponse avant de décider."
        subject = f"Une structure répond sur la convention {it.agreement.number}"
        label = "Lire la réponse"
        write("notice.answered", author.email, subject, body, it.agreement, to_person=author.pk, action_label=label)


def notice_withdrawn(it: Notice) -> None:
    body = f"La demande qui portait sur la convention {it.agreement.number} est classée. La convention continue.\n\n{it.decision}"
    _to_host("notice.withdrawn", f"Convention {it.agreement.number} : demande classée", body, it)


def terminated(it: Notice) -> None:
    """To the host: the day, what will not be paid, what is asked back, how to contest."""
    agreement, over = it.agreement, it.effects.get("over", 0)
    back = f"Une somme vous est demandée en retour : {Money(over)}. Vous lisez le calcul et pouvez y répondre.\n\n" if over else ""
    body = (
        f"La convention {agreement.number} est résiliée au {french.date(agreement.ended_on) if agreement.ended_on else ''}.\n\n"
        f"- Cause : {it.get_kind_display()}\n- Non versé : {Money(it.effects.get('given_back', 0))}\n\n{back}"
        "Vous pouvez contester cette décision devant le tribunal administratif, dans les deux mois."
    )
    _to_host("agreement.terminated", f"Convention {agreement.number} : résiliée", body, it)


def suspended(agreement: Agreement) -> None:
    body = (
        f"La convention {agreement.number} est suspendue. Aucun versement ne part tant qu’elle l’est.\n\n"
        f"Motif : {agreement.suspension_reason}\n\nDès que vous aurez régularisé, la suspension sera levée."
    )
    to_host("agreement.suspended", f"Convention {agreement.number} : suspendue", body, agreement, "Voir la convention")


def resumed(agreement: Agreement) -> None:
    body = f"La suspension de la convention {agreement.number} est levée. Les versements reprennent leur cours."
    to_host("agreement.resumed", f"Convention {agreement.number} : suspension levée", body, agreement, "Voir la convention")


def settled(agreement: Agreement) -> None:
    body = (
        f"La convention {agreement.number} est soldée : plus rien n’est à payer, ni à rendre.\n\n"
        "L’état de solde est dans vos documents. Gardez vos pièces justificatives dix ans."
    )
    to_host("agreement.settled", f"Convention {agreement.number} : soldée", body, agreement, "Voir la convention")


def _to_host(kind: str, subject: str, body: str, it: Notice, label: str = "Voir la convention") -> None:
    to_host(kind, subject, body, it.agreement, label)
