"""Receipts, amendments, decisions, closing statements: a letter typeset, signed when somebody decides, sealed by the platform."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import models

from lucette.foundation.documents import actions as documents
from lucette.foundation.documents.adapters import seal_pdf, sign_pdf, typeset
from lucette.foundation.documents.models import Document
from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.scheme.agreements.models import Agreement

DELEGATE = "délégataire de la Caisse des Dépôts"
SEALED = "Cachet de la plateforme : le document est celui qui a été établi à cette date"
REMEDIES = (
    "Vous pouvez demander à la Caisse des Dépôts de revoir cette décision.\n\n"
    "Vous pouvez aussi saisir le tribunal administratif dans les deux mois qui suivent sa réception, sur papier ou sur le site "
    "Télérecours citoyens."
)


def paper(agreement: Agreement, sort: str, reference: str, body: str, rows: Sequence[tuple[str, str]], *, signed: str = "") -> bytes:
    """The PDF, not signed yet; `signed`: who decides, "" for a receipt that the platform gives alone."""
    host = agreement.organization
    return typeset(
        "letter",
        {
            "title": f"{sort} {reference}",
            "sort": sort,
            "reference": reference,
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
    )


def signed_and_sealed(content: bytes, by: Actor, reason: str) -> bytes:
    """Signed by the delegate, then sealed and dated: before any row is held."""
    return seal_pdf(sign_pdf(content, by.name or str(by.pk), DELEGATE, reason, clock.now()), SEALED, clock.now())


def sealed(content: bytes) -> bytes:
    """Sealed inside the act that it proves."""
    return seal_pdf(content, SEALED, clock.now(), stamped=False)


def kept(agreement: Agreement, kind: str, title: str, content: bytes, subject: models.Model, by: Actor) -> Document:
    return documents.store(
        kind=kind,
        title=title,
        filename=f"{title}.pdf",
        content=content,
        content_type="application/pdf",
        subject=subject,
        by=by,
        organization_id=agreement.organization_id,
        department_code=agreement.department_code,
    )
