"""Receipts, amendments, decisions, closing statements: a letter typeset, signed when somebody decides, sealed by the platform."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lucette.foundation.documents import actions as documents
from lucette.foundation.documents.adapters import code_of, seal_pdf, sign_pdf, typeset
from lucette.foundation.documents.models import Document
from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.scheme.agreements.models import Agreement, Amendment

DELEGATE = "délégataire de la Caisse des Dépôts"
SEALED = "Cachet de la plateforme : le document est celui qui a été établi à cette date"
REMEDIES = (
    "Vous pouvez demander à la Caisse des Dépôts de revoir cette décision.\n\n"
    "Vous pouvez aussi saisir le tribunal administratif dans les deux mois qui suivent sa réception, sur papier ou sur le site "
    "Télérecours citoyens."
)


@dataclass(frozen=True, slots=True)
class Sort:
    """A nature of act: the kind under which it is kept and verified, what its first page calls it, the title that its number follows."""

    kind: str
    label: str
    title: str


RECEIPT = Sort("receipt", "Récépissé", "Récépissé")
AMENDMENT = Sort("amendment", "Avenant", "Avenant")
TERMINATION = Sort("termination", "Décision de résiliation", "Résiliation")
STATEMENT = Sort("statement", "État de solde", "État de solde")


def paper(subject: Agreement | Amendment, sort: Sort, body: str, rows: Sequence[tuple[str, str]], *, signed: str = "") -> bytes:
    """The PDF about `subject`, not signed yet; `signed`: who decides, "" for a receipt that the platform gives alone."""
    agreement = of(subject)
    host, number = agreement.organization, subject.number
    return typeset(
        "letter",
        {
            "title": f"{sort.label} {number}",
            "sort": sort.label,
            "reference": number,
            "date": french.date(clock.today()),
            "from": {"name": "Caisse des Dépôts", "address": "Direction des politiques sociales"},
            "to": {"name": host.name, "address": host.address},
            "greeting": "Madame, Monsieur,",
            "body": body,
            "table": [{"label": label, "value": value} for label, value in [("Convention", agreement.number), *rows]],
            "closing": "",
            "remedies": REMEDIES if signed else "",
            "signatory": {"name": signed or "Lucette", "capacity": DELEGATE if signed else "plateforme de gestion du dispositif"},
        },
        code_of(sort.kind, subject.pk),
    )


def signed_and_sealed(content: bytes, by: Actor, reason: str) -> bytes:
    """Signed by the delegate, then sealed and dated: before any row is held."""
    return seal_pdf(sign_pdf(content, by.name or str(by.pk), DELEGATE, reason, clock.now()), SEALED, clock.now())


def sealed(content: bytes) -> bytes:
    """Sealed inside the act that it proves."""
    return seal_pdf(content, SEALED, clock.now(), stamped=False)


def kept(subject: Agreement | Amendment, sort: Sort, content: bytes, by: Actor) -> Document:
    agreement, title = of(subject), f"{sort.title} {subject.number}"
    return documents.deliver(
        kind=sort.kind,
        title=title,
        filename=f"{title}.pdf",
        content=content,
        subject=subject,
        by=by,
        organization_id=agreement.organization_id,
        department_code=agreement.department_code,
    )


def of(subject: Agreement | Amendment) -> Agreement:
    return subject.agreement if isinstance(subject, Amendment) else subject
