"""What an amendment may ask, and how it reads. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from lucette.kernel import french
from lucette.kernel.errors import Invalid
from lucette.kernel.money import Money
from lucette.scheme.agreements.enums import AmendmentKind, AmendmentStatus, ReturnReason

K = AmendmentKind
MOST_POSTS = 20
LONGEST_EXTENSION = dt.timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked: `posts` (id → number) of RETURN_POSTS and TRANSFER_POST, `count` of ADD_POSTS, the rest as in the amendment."""

    kind: AmendmentKind
    effective_on: dt.date
    explanation: str = ""
    reason: str = ""
    posts: Mapping[UUID, str] = field(default_factory=dict)
    count: int = 0
    ends_on: dt.date | None = None
    to_organization: UUID | None = None
    to_agreement: UUID | None = None
    to_number: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """The agreement as it stands: its first and last day, its host."""

    in_force_on: dt.date
    ends_on: dt.date
    organization: UUID
    agreement: UUID


def check_wanted(it: Wanted, terms: Terms) -> None:
    """Raise Invalid, field by field, when it cannot be asked so."""
    faults = dict(_faults(it, terms))
    if faults:
        raise Invalid("amendment.invalid", "L’avenant ne peut pas être demandé ainsi.", faults)


def _faults(it: Wanted, terms: Terms) -> list[tuple[str, str]]:
    found = []
    if not terms.in_force_on <= it.effective_on <= terms.ends_on:
        span = f"entre le {french.date(terms.in_force_on)} et le {french.date(terms.ends_on)}"
        found.append(("effective_on", f"Choisissez une date pendant la convention, {span}."))
    if it.kind == K.RETURN_POSTS and it.reason not in ReturnReason:
        found.append(("reason", "Choisissez un motif."))
    if it.kind == K.RETURN_POSTS and not it.posts:
        found.append(("posts", "Choisissez au moins un poste."))
    if it.kind != K.RETURN_POSTS and not it.explanation.strip():
        found.append(("explanation", "Expliquez votre demande."))
    if it.kind == K.ADD_POSTS and not 1 <= it.count <= MOST_POSTS:
        found.append(("count", f"Écrivez un nombre de postes, de 1 à {MOST_POSTS}."))
    if it.kind == K.EXTEND and not (it.ends_on and terms.ends_on < it.ends_on <= terms.ends_on + LONGEST_EXTENSION):
        found.append(("ends_on", f"Choisissez une date après le {french.date(terms.ends_on)}, un an plus tard au plus."))
    if it.kind == K.CHANGE_ENTITY and it.to_organization in (None, terms.organization):
        found.append(("siret", "Choisissez une autre structure que la vôtre."))
    if it.kind == K.TRANSFER_POST and (len(it.posts) != 1 or it.to_agreement in (None, terms.agreement)):
        found.append(("to_agreement", "Choisissez un poste, et la convention d’une autre structure."))
    return found


NEXT_STEPS: dict[str, tuple[str, str]] = {
    AmendmentStatus.REQUESTED: ("la Banque des Territoires étudie la demande.", "Banque des Territoires"),
    AmendmentStatus.PREFECT_OPINION: ("la Banque des Territoires étudie la demande et l’avis de la préfecture.", "Banque des Territoires"),
    AmendmentStatus.ACCEPTED: ("la Caisse des Dépôts signe l’avenant, qui s’applique alors.", "Caisse des Dépôts"),
    AmendmentStatus.REFUSED: ("l’avenant est refusé : la convention ne change pas.", ""),
    AmendmentStatus.SIGNED: ("l’avenant est signé.", ""),
    AmendmentStatus.APPLIED: ("l’avenant est appliqué.", ""),
}


def told(effects: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The effects as (label, value), for the page and for the document."""
    rows = []
    for it in effects.get("posts", ()):
        over = f", {Money(it['over'])} à rendre" if it["over"] else ""
        used = f"{it['used']} mois utilisés sur {it['months']}"
        rows.append((f"Poste {it['number']}", f"{used} : {Money(it['given_back'])} non versés{over}"))
    words = {
        "given_back": "Revient à la dotation",
        "over": "À rendre par la structure",
        "added": "Subvention ajoutée",
        "moved": "Passe à l’autre convention",
        "debt": "Dettes transmises",
    }
    rows += [(label, str(Money(effects[word]))) for word, label in words.items() if word in effects]
    return rows + [(label, str(text)) for label, text in effects.get("said", ())]
