"""Anybody asks whether a document is genuine: by the code printed on it, or by the file itself. No person is ever named in the answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from lucette.foundation.documents import queries as documents
from lucette.foundation.documents.adapters import SignatureReport, verify_pdf
from lucette.foundation.documents.models import Document
from lucette.foundation.documents.rules import fingerprint
from lucette.foundation.organizations.models import Organization
from lucette.kernel import french
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM
from lucette.kernel.errors import NotFound
from lucette.kernel.money import Money
from lucette.scheme.agreements import queries as agreements
from lucette.scheme.agreements.queries import amendments
from lucette.scheme.committee import queries as committee
from lucette.scheme.fund import queries as fund
from lucette.scheme.payments import queries as payments
from lucette.scheme.reports import queries as reports

NATURAL_PERSON = "1"  # first digit of the Insee category: its name is a person's


@dataclass(frozen=True, slots=True)
class Subject:
    """What the document is about, as it stands today: state code, its words, lines of label and value."""

    status: str
    status_label: str
    facts: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Mark:
    """A signature or a seal found in the file, without who gave it."""

    label: str
    signed_at: dt.datetime | None
    stamped_at: dt.datetime | None
    valid: bool


@dataclass(frozen=True, slots=True)
class Verified:
    """`title` names no person. `stored_at`, `sha256`: of the version asked for. `later`: when a later version replaced it."""

    title: str
    code: str
    stored_at: dt.datetime
    sha256: str
    later: dt.datetime | None
    subject: Subject
    marks: list[Mark]


def by_code(code: str) -> Verified:
    """The last version of the document that carries this code. Raises NotFound, RuleBroken (altered on our own disk)."""
    with acting(SYSTEM):
        found = documents.versions(code)
        if not found:
            raise NotFound
        return _verified(found[-1], found[-1])


def by_file(content: bytes) -> Verified | None:
    """The document that these very bytes are; None for any other file, were it one byte away. Nothing is kept."""
    with acting(SYSTEM):
        found = documents.same_bytes(fingerprint(content))
        return _verified(found, documents.versions(found.code)[-1]) if found else None


def _verified(it: Document, last: Document) -> Verified:
    reports = verify_pdf(documents.stored(it))
    return Verified(
        title=it.title,
        code=it.code,
        stored_at=it.created_at,
        sha256=it.sha256,
        later=last.created_at if last.pk != it.pk else None,
        subject=SUBJECTS[it.subject_type](it.subject_id),
        marks=[_mark(rank, report) for rank, report in enumerate(reports, 1)],
    )


def _mark(rank: int, it: SignatureReport) -> Mark:
    return Mark("Cachet de la plateforme" if it.is_seal else f"Signature {rank}", it.signed_at, it.stamped_at, it.valid)


def _agreement(pk: UUID) -> Subject:
    it = agreements.agreement(pk, SYSTEM)
    days = [(label, french.date(day)) for label, day in (("En vigueur depuis le", it.in_force_on), ("Prend fin le", it.ends_on)) if day]
    money = [("Postes", french.number(it.posts)), ("Subvention maximale", str(Money(it.amount_cents)))]
    return Subject(it.status, it.get_status_display(), [("Convention", it.number), *_host(it.organization), *money, *days])


def _amendment(pk: UUID) -> Subject:
    it = amendments.amendment(pk, SYSTEM)
    about = [("Objet", it.get_kind_display()), ("Avec effet le", french.date(it.effective_on))]
    of = [("Avenant", it.number), ("Convention", it.agreement.number), *_host(it.agreement.organization)]
    return Subject(it.status, it.get_status_display(), [*of, *about])


def _award(pk: UUID) -> Subject:
    it = committee.award(pk, SYSTEM)
    status = (it.application.status, it.application.get_status_display())
    if it.released_at:
        status = ("replaced", "remplacée par une décision plus récente") if it.replaced_by_id else ("released", "rendue")
    money = [("Postes attribués", french.number(it.posts)), ("Subvention maximale", str(Money(it.amount_cents)))]
    return Subject(*status, [("Attribution", it.number), *_host(it.organization), *money])


def _session(pk: UUID) -> Subject:
    it = committee.session(pk, SYSTEM)
    later = [french.date(one.held_on) for one in committee.rectifying(it) if one.closed_at]
    corrected = [("Décisions corrigées par la séance du", day) for day in later]
    return Subject(it.status, it.get_status_display(), [("Séance", it.number), ("Tenue le", french.date(it.held_on)), *corrected])


def _recovery(pk: UUID) -> Subject:
    page = payments.recovery_page(pk, SYSTEM)
    asked = Money(sum(line.cents for line in page.lines))
    return Subject(page.it.status, page.it.get_status_display(), [("Ordre", page.it.number), ("Montant demandé", str(asked))])


def _bordereau(pk: UUID) -> Subject:
    it = payments.bordereau_page(pk, SYSTEM).bordereau
    told = [("Bordereau", it.number), ("Ordres", french.number(it.count)), ("Montant", str(Money(it.cents)))]
    return Subject(it.status, it.get_status_display(), told)


def _report(pk: UUID) -> Subject:
    it = reports.agency_report(pk, SYSTEM)
    period = [("Du", french.date(it.starts_on)), ("Au", french.date(it.ends_on))]
    return Subject(it.status, it.get_status_display(), [("Rapport", it.number), *period])


def _accounts(pk: UUID) -> Subject:
    it = fund.rendering(pk, SYSTEM)
    return Subject(it.status, it.get_status_display(), [("Comptes", it.number), ("Année", str(it.year))])


def _host(it: Organization) -> list[tuple[str, str]]:
    """A natural person is not named."""
    return [] if it.legal_category.startswith(NATURAL_PERSON) else [("Structure d’accueil", it.name)]


SUBJECTS: dict[str, Callable[[UUID], Subject]] = {
    "agreements.agreement": _agreement,
    "agreements.amendment": _amendment,
    "committee.award": _award,
    "committee.session": _session,
    "fund.rendering": _accounts,
    "payments.bordereau": _bordereau,
    "payments.recovery": _recovery,
    "reports.agencyreport": _report,
}
