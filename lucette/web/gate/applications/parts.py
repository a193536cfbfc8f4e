"""What the page of an application shows in its tables: eligibility, documents, opinions, exchanges with the host."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from lucette.kernel.errors import RuleBroken
from lucette.scheme.applications import queries as applications
from lucette.scheme.applications.enums import ApplicationStatus
from lucette.scheme.calls.enums import Needed
from lucette.scheme.reviews import queries as reviews
from lucette.web.design.elements import Cell, Table
from lucette.web.design.states import tone
from lucette.web.gate.objects import said

NOT_TAKEN = (ApplicationStatus.DRAFT, ApplicationStatus.FILED)  # no instruction, no opinion, no session yet
VERDICTS = {"pass": "success", "fail": "error", "to_check": "warning"}


@dataclass(frozen=True, slots=True)
class Exchange:
    """What the instruction asked of the host, and the host's answer, with their days."""

    items: Sequence[tuple[str, str, str, str]]  # label, where it stood, answer, address of the document
    comment: str
    asked_on: str
    due_on: str
    answer: str
    answered_on: str


def eligibility(checks: Sequence[reviews.Check]) -> Table:
    """Each rule answered, why, and the text it comes from."""
    return Table(
        "Éligibilité",
        ["Réponse", "Pourquoi", "Texte"],
        [[Cell(check.label, tone=VERDICTS[check.verdict]), check.text, check.source] for check in checks],
        empty="Les conditions de l’appel n’ont pas été reprises avec ce dossier.",
    )


def at_filing(application: Any) -> list[reviews.Check]:
    """What the rules answer of a file that nobody has taken yet."""
    try:
        return reviews.eligibility(
            application.call_id,
            application.organization,
            posts=application.posts_asked,
            post_kind=application.post_kind,
            on=application.filed_at.date() if application.filed_at else None,
            taken_over=bool(application.source),
            call=application.call,
        ).checks
    except RuleBroken:  # the call lacks a parameter: nothing can be answered yet
        return []


def pieces(subject: Any, read: str = "", known: Sequence[applications.PieceShown] | None = None) -> list[Table]:
    """The documents that the call asks of this host, with what was given (`known`, when they are read already). `subject`: the application,
    or what else `read`, the route where one is accepted or refused, takes the id of."""
    rows = [
        [
            Cell(it.label, reverse("document", args=[it.document_id])) if it.document_id else it.label,
            Needed(it.needed_for).label.capitalize(),
            Cell(it.status_label, tone=tone(it.status)) if it.status else "à fournir",
            said(it.given_on),
            it.said,
            *([Cell("Répondre", reverse(read, args=[subject.pk, it.code])) if it.status else ""] if read else []),
        ]
        for it in (applications.pieces(subject) if known is None else known)
    ]
    return (
        [Table("Documents demandés", ["Document", "Nécessaire", "État", "Fourni le", "Remarque", *(["Lecture"] if read else [])], rows)]
        if rows
        else []
    )


def dossier(application: Any) -> reviews.Dossier:
    """What the instruction added to it; before the file is taken, the checks alone, as at the filing."""
    if application.status in NOT_TAKEN:
        return reviews.Dossier(None, at_filing(application), [], [], [])
    return reviews.dossier(application.pk)


def opinion(given: list[Any]) -> Table:
    """Every opinion given, the last one first."""
    return Table(
        "Avis de la préfecture",
        ["Avis", "Commentaire", "Rendu le", "Remplacé le"],
        [
            [
                Cell("favorable", tone="success") if it.favourable else Cell("défavorable", tone="error"),
                it.comment,
                said(it.given_at),
                said(it.replaced_at),
            ]
            for it in reversed(given)
        ],
        empty="L’avis n’est pas encore rendu.",
    )


def proposals(found: reviews.Dossier) -> list[Table]:
    """What the prefecture proposes instead, the last one first; nothing when it never did."""
    rows = [
        [
            it.sentence,
            it.comment,
            said(it.given_at),
            f"envoyée le {said(it.invited_at)}" if it.invited_at else "",
            said(it.replaced_at),
        ]
        for it in reversed(found.proposals)
    ]
    columns = ["Proposition", "Commentaire", "Proposée le", "Invitation", "Remplacée ou retirée le"]
    return [Table("Proposition de la préfecture", columns, rows)] if rows else []


def appeals(found: reviews.Dossier) -> list[Table]:
    """What the host contested and what was answered, the last one first; nothing when it never did."""
    rows = [
        [
            said(it.created_at),
            Cell(ApplicationStatus(it.against).label, tone=tone(it.against)),
            Cell(it.grounds, reverse("document", args=[it.document_id])) if it.document_id else it.grounds,
            Cell(it.outcome_label, tone=tone(it.outcome)) if it.outcome else f"attendue avant le {said(it.due_on)}",
            it.reason,
        ]
        for it in reversed(found.appeals)
    ]
    if not rows:
        return []
    return [Table("Recours de la structure", ["Déposé le", "Décision contestée", "Arguments", "Réponse", "Motif de la réponse"], rows)]


def lapses(found: reviews.Dossier) -> list[Table]:
    """The withdrawal of the award: announced, answered, decided."""
    rows = [
        [
            said(it.created_at),
            it.reason,
            it.answer or f"possible jusqu’au {said(it.due_on)}",
            f"décidé le {said(it.closed_at)}" if it.closed_at else "en cours",
        ]
        for it in found.lapses
    ]
    return [Table("Retrait de l’attribution", ["Engagé le", "Motif", "Observations de la structure", "État"], rows)] if rows else []


def exchanged(items: Iterable[Any]) -> list[tuple[str, str, str, str]]:
    """Each item before and after the answer."""
    return [(it.label, it.before, it.answer, reverse("document", args=[it.document_id]) if it.document_id else "") for it in items]


def asked_of_host(asked: Iterable[Any]) -> list[Exchange]:
    """What the instruction asked for and what was answered, the last one first."""
    told = [
        Exchange(exchanged(it.items), it.comment, said(it.created_at), said(it.due_on), it.answer, said(it.answered_at)) for it in asked
    ]
    return told[::-1]
