"""After a decision: appeals, lapses, reminders."""

from __future__ import annotations

import datetime as dt

from lucette.kernel import clock
from lucette.kernel.french import date, plural
from lucette.scheme.applications.letters.decisions import _remedies
from lucette.scheme.applications.letters.readers import send
from lucette.scheme.applications.models import Application
from lucette.scheme.applications.rules import court, recourse_until


def appeal_receipt(it: Application, due: dt.date) -> None:
    """Accusé de réception (code des relations entre le public et l'administration, art. L. 112-3)."""
    send(
        it,
        "appeal_receipt",
        f"Votre recours sur la candidature {it.number} est reçu",
        f"Nous avons reçu le {date(clock.today())} votre recours contre la décision prise sur cette candidature.",
        "Une personne qui n’a pas pris part à la décision l’étudie. Vous n’avez rien à faire.",
        f"L’Agence nationale de la cohésion des territoires vous répond avant le {date(due)}. Sans réponse à cette date, "
        "votre recours est considéré comme rejeté. Vous aurez alors deux mois pour saisir le tribunal administratif.",
    )


def appeal_upheld(it: Application, reason: str) -> None:
    send(
        it,
        "appeal_upheld",
        f"Votre recours sur la candidature {it.number} est admis",
        "L’Agence nationale de la cohésion des territoires a admis votre recours : la décision contestée est retirée.",
        f"Motif : {reason}",
        "L’étude de votre candidature reprend. Une nouvelle décision vous sera adressée"
        f"{f' avant le {date(it.answer_due_on)}' if it.answer_due_on else ''}.",
    )


def appeal_rejected(it: Application) -> None:
    send(
        it,
        "appeal_rejected",
        f"Votre recours sur la candidature {it.number} est rejeté",
        "L’Agence nationale de la cohésion des territoires a étudié votre recours. Elle confirme la décision prise sur votre candidature.",
        f"Motif : {it.decision_reason}",
        court(recourse_until(clock.today())),
    )


def lapse_announced(it: Application, reason: str, answer_by: dt.date) -> None:
    """Procédure contradictoire (code des relations entre le public et l'administration, art. L. 121-1 and L. 122-1)."""
    send(
        it,
        "lapse_announced",
        f"Votre attribution {it.number} pourrait être retirée",
        f"L’Agence nationale de la cohésion des territoires envisage de retirer l’attribution de {plural(it.posts_granted, 'poste')}.",
        f"Motif : {reason}",
        f"Vous pouvez présenter vos observations jusqu’au {date(answer_by)}, et vous faire assister par la personne de votre choix. "
        "Aucune décision n’est prise avant.",
        label="Présenter mes observations",
    )


def lapse_dropped(it: Application, reason: str) -> None:
    send(
        it,
        "lapse_dropped",
        f"Votre attribution {it.number} est maintenue",
        "L’Agence nationale de la cohésion des territoires renonce à retirer votre attribution. Vos postes restent réservés.",
        f"Motif : {reason}",
    )


def lapsed(it: Application) -> None:
    send(
        it,
        "lapsed",
        f"Votre attribution {it.number} est retirée",
        "Après avoir examiné votre situation, l’Agence nationale de la cohésion des territoires retire votre attribution. "
        f"{'Le poste revient' if it.posts_granted == 1 else 'Les postes reviennent'} à la dotation nationale.",
        f"Motif : {it.decision_reason}",
        _remedies(online=False),
    )


def recruit_reminded(it: Application, recruit_by: dt.date, posts: int) -> None:
    send(
        it,
        "recruit_reminded",
        f"Il reste {plural(posts, 'poste')} à pourvoir pour la candidature {it.number}",
        f"{plural(posts, 'poste')} de conseiller numérique {'attend encore son' if posts == 1 else 'attendent encore leur'} titulaire.",
        f"Le contrat de travail est à signer avant le {date(recruit_by)}. Après cette date, l’attribution peut être réexaminée.",
        "Une difficulté pour recruter ? Appelez-nous, ou rendez le poste depuis votre espace.",
    )
