"""What several spaces show alike: an agreement, stored documents, dates and numbers in words."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.urls import reverse

from lucette.foundation.documents import queries as stored
from lucette.kernel import french
from lucette.kernel.actor import Actor
from lucette.kernel.clock import PARIS
from lucette.scheme.agreements.queries import AgreementPage
from lucette.web.design.elements import Column, Document, Fact, Step, Table
from lucette.web.gate.files import links


def documents_about(by: Actor, *subjects: Any) -> list[Document]:
    """The files about these objects that this person may open."""
    return links(stored.documents_on([(it._meta.label_lower, str(it.pk)) for it in subjects], by=by))


def french_siret(siret: str | None) -> str:
    """`SIRET 211 927 207 00019`."""
    return f"SIRET {siret[:3]} {siret[3:6]} {siret[6:9]} {siret[9:]}" if siret and len(siret) == 14 else ""


def identifier(organization: Any) -> str:
    """`SIRET 211 927 207 00019`, or `RIDET 1 234 567` in New Caledonia."""
    it = organization.ridet or ""
    return french_siret(organization.siret) or (f"RIDET {it[0]} {it[1:4]} {it[4:]}" if it else "")


def said(moment: dt.date | None) -> str:
    """A date in words; "" for none."""
    day = moment.astimezone(PARIS).date() if isinstance(moment, dt.datetime) else moment
    return french.date(day) if day else ""


def agreement_steps(page: AgreementPage) -> list[Step]:
    """Done, then the one going on, then those to come."""
    first = next((n for n, it in enumerate(page.timeline) if it.on is None), len(page.timeline))
    return [
        Step(it.label, "done" if it.on else "now" if n == first else "next", it.who, it.on.astimezone(PARIS).date() if it.on else None)
        for n, it in enumerate(page.timeline)
    ]


def linked_agreements(page: AgreementPage, route: str) -> list[Fact]:
    """The agreement that this one renews, and the one that renews it, or the application that asks for it."""
    before, after, asked = page.agreement.renews, page.renewed_by, page.renewal_asked
    found = [Fact("Renouvelle la convention", before.number, reverse(route, args=[before.pk]))] if before else []
    if after:
        return [*found, Fact("Renouvelée par la convention", after["number"], reverse(route, args=[after["id"]]))]
    return [*found, *([Fact("Renouvellement demandé", f"candidature {asked}")] if asked else [])]


def agreement_facts(page: AgreementPage) -> list[Fact]:
    it = page.agreement
    facts = [
        Fact("Structure", it.organization.name, note=identifier(it.organization)),
        Fact("Postes", french.number(it.posts)),
        Fact("Subvention maximale", str(page.amount), note=f"{page.unit} par poste, pour {it.months} mois"),
        Fact("En vigueur depuis le", said(it.in_force_on)),
        Fact("Prend fin le", said(it.ends_on)),
        Fact("Motif de l’annulation", it.cancellation_reason),
    ]
    return [fact for fact in facts if fact.value]


def agreement_schedule(page: AgreementPage) -> Table:
    """The instalments, to the cent."""
    return Table(
        "Échéancier de la subvention",
        ["Versement", "Condition", Column("Par poste", number=True), Column("Montant", number=True)],
        [[str(line.number), line.condition, str(line.per_post), str(line.amount)] for line in page.lines],
        total=["Total", "", str(page.unit), str(page.amount)],
        empty="L’échéancier sera fixé à l’édition de la convention.",
    )


def known_id(code: str) -> UUID:
    """The id in a scope code."""
    return UUID(code)
