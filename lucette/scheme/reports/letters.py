"""To the host: a report is expected, late, accepted, to complete. To the ANCT: the report is there."""

from __future__ import annotations

from django.db import models

from lucette.foundation.accounts import queries as accounts
from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.notifications import actions as notifications
from lucette.kernel.actor import Scope
from lucette.kernel.french import date
from lucette.scheme.reports.models import AgencyReport, HostReport
from lucette.scheme.reports.rules import period_in_words


def asked(report: HostReport) -> None:
    _to_host(
        report,
        "report_asked",
        "Votre compte rendu est à préparer",
        f"Le compte rendu de la période {_period(report)} est attendu avant le {date(report.due_on)}.\n\n"
        "Il est déjà écrit d’après les activités enregistrées. Votre conseiller numérique le relit et le signe, puis vous le transmettez.",
        "Préparer le compte rendu",
    )


def overdue(report: HostReport) -> None:
    _to_host(
        report,
        "report_overdue",
        "Votre compte rendu est en retard",
        f"Le compte rendu de la période {_period(report)} était attendu avant le {date(report.due_on)}.\n\n"
        "Il est déjà écrit : quelques minutes suffisent. Une difficulté ? Appelez-nous, nous la réglerons ensemble.",
        "Préparer le compte rendu",
    )


def accepted(report: HostReport) -> None:
    _to_host(
        report,
        "report_accepted",
        "Votre compte rendu est accepté",
        f"La Banque des Territoires a accepté le compte rendu de la période {_period(report)}. Vous n’avez rien d’autre à faire.",
        "Voir le compte rendu",
    )


def to_complete(report: HostReport) -> None:
    _to_host(
        report,
        "report_to_complete",
        "Votre compte rendu est à compléter",
        f"La Banque des Territoires a relu le compte rendu de la période {_period(report)}. Elle vous demande de le compléter.\n\n"
        "Ce qu’elle attend est écrit en haut du compte rendu.",
        "Compléter le compte rendu",
    )


def sent_to_agency(report: AgencyReport) -> None:
    """To those of the ANCT who may acknowledge it."""
    for role in (RoleName.INSTRUCTOR, RoleName.AGENCY_DIRECTOR):
        _write(
            role,
            Scope(),
            report,
            "agency_report_sent",
            f"Rapport {report.number} de la Caisse des Dépôts",
            f"La Caisse des Dépôts vous envoie son rapport de la période {period_in_words(report.starts_on, report.ends_on)}.\n\n"
            "Le rapport et son fichier de chiffres vous attendent. Ouvrez-les, puis accusez réception du rapport.",
            "Ouvrir le rapport",
        )


def _period(report: HostReport) -> str:
    return period_in_words(report.starts_on, report.ends_on)


def _to_host(report: HostReport, kind: str, subject: str, body: str, label: str) -> None:
    scope = Scope("organization", str(report.organization_id))
    for role in (RoleName.HOST_REPRESENTATIVE, RoleName.HOST_SECRETARY):
        _write(role, scope, report, kind, subject, body, label)


def _write(role: RoleName, scope: Scope, about: models.Model, kind: str, subject: str, body: str, label: str) -> None:
    for holder in accounts.holders(role, scope):
        notifications.write(
            kind=kind,
            to_email=holder.email,
            to_person=holder.person_id,
            about=about,
            subject=subject,
            body=f"Bonjour,\n\n{body}",
            action_label=label,
        )
