"""Every letter about a dossier is kept as a PDF, dated, where the dossier is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from lucette.foundation.documents import actions as documents
from lucette.foundation.documents.adapters import typeset
from lucette.foundation.notifications import actions as notifications
from lucette.foundation.notifications import queries
from lucette.foundation.notifications.models import Letter
from lucette.foundation.organizations.models import Organization
from lucette.foundation.territories.models import Department
from lucette.kernel import french
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM
from lucette.kernel.clock import PARIS
from lucette.scheme.agreements.models import Agreement, Amendment, Notice
from lucette.scheme.applications.models import Application

KIND, PDF = "letter", "application/pdf"
AGENCY = {"name": "Agence nationale de la cohésion des territoires", "address": "20 avenue de Ségur, 75007 Paris"}
CAISSE = {"name": "Caisse des Dépôts, Banque des Territoires", "address": "72 avenue Pierre-Mendès-France, 75013 Paris"}
GREETING = "Madame, Monsieur,"
# the award has its own document; the others ask somebody of the house to act
WITHOUT = ("application.awarded", "application.to_file", "review.answers_due", "review.opinions_awaited")


@dataclass(frozen=True, slots=True)
class Dossier:
    """What a letter is about: the object that lists it, its host and département, who writes."""

    subject: Any
    host: Organization
    department: str
    sender: dict[str, str]


def of_application(it: Application) -> Dossier:
    return Dossier(it, it.organization, it.department_code, AGENCY)


def of_agreement(it: Agreement) -> Dossier:
    return Dossier(it, it.organization, it.organization.commune.department_id, CAISSE)


ABOUT: dict[str, Any] = {
    "applications.application": (Application, of_application),
    "agreements.agreement": (Agreement, of_agreement),
    "agreements.amendment": (Amendment, lambda it: of_agreement(it.agreement)),
    "agreements.notice": (Notice, lambda it: of_agreement(it.agreement)),
}


def file_letters(limit: int = 20) -> int:
    """Keep the letters that no document keeps yet, oldest first. Returns how many documents; stopped, it goes on where it was."""
    with acting(SYSTEM):
        waiting = queries.unfiled(list(ABOUT), WITHOUT, limit)
    done: set[UUID] = set()
    for letter in waiting:
        if letter.pk not in done:
            done |= _file(letter, waiting)
    return len(done)


def _file(letter: Letter, waiting: list[Letter]) -> set[UUID]:
    with acting(SYSTEM):
        model, dossier_of = ABOUT[letter.about_type]
        found = dossier_of(model.objects.known(letter.about_id))
        content = typeset("letter", facts(letter, found))
        with transaction.atomic():
            kept = documents.store(
                kind=KIND,
                title=letter.subject,
                filename=f"lettre-{letter.created_at.astimezone(PARIS):%Y-%m-%d}-{letter.reference or letter.pk.hex[:8]}.pdf",
                content=content,
                content_type=PDF,
                subject=found.subject,
                by=SYSTEM,
                organization_id=letter.to_organization,
                department_code=found.department,
            )
            notifications.file(letter=letter, document_id=kept.pk)
    return {it.pk for it in waiting if (it.kind, it.about_id, it.body, it.to_organization) == _same(letter)}


def _same(letter: Letter) -> tuple[Any, ...]:
    return letter.kind, letter.about_id, letter.body, letter.to_organization


def facts(letter: Letter, of: Dossier) -> dict[str, Any]:
    """The letter as it was sent, on paper. A letter to nobody's structure is to the prefecture."""
    day = french.date(letter.created_at.astimezone(PARIS).date())
    host = {"name": of.host.name, "address": ", ".join(filter(None, [of.host.address, of.host.commune.name]))}
    return {
        "title": letter.subject,
        "sort": "Lettre",
        "reference": letter.reference,
        "date": day,
        "from": of.sender,
        "to": host if letter.to_organization else prefecture(of.department),
        "greeting": GREETING,
        "body": letter.body.removeprefix(GREETING).strip(),
        "table": [],
        "remedies": "",
        "closing": "Nous vous prions d’agréer, Madame, Monsieur, l’expression de notre considération distinguée.",
        "signatory": {"name": of.sender["name"], "capacity": f"Lettre envoyée par voie électronique le {day}"},
    }


def prefecture(code: str) -> dict[str, str]:
    return {"name": f"Préfecture : {Department.objects.get(pk=code).name}", "address": ""}
