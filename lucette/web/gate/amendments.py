"""Amendments, and what may end an agreement, as every party reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from lucette.kernel import french
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Refusal
from lucette.kernel.money import Money
from lucette.scheme.agreements.enums import (
    OPEN_AMENDMENT,
    OPEN_NOTICE,
    AmendmentKind,
    AmendmentStatus,
    Duty,
    NoticeKind,
    NoticeStatus,
    ReturnReason,
)
from lucette.scheme.agreements.queries.amendments import Asked, Change
from lucette.scheme.agreements.rules.amendments import NEXT_STEPS, told
from lucette.stories.amend_agreement import effects
from lucette.web.design.elements import Cell, Fact, File, Step, Table
from lucette.web.design.parts import Effect
from lucette.web.design.states import tone
from lucette.web.gate.acts import ActPage, offered
from lucette.web.gate.history import events
from lucette.web.gate.objects import documents_about, said

HEADS = ["Avenant", "Structure", "Objet", "Prend effet le", "État"]


def table(rows: Sequence[Any], space: str, caption: str = "Avenants", empty: str = "Aucun avenant.") -> Table:
    """Amendments listed, each a link to its page in this space."""
    drawn = [
        [
            Cell(it.number, reverse(f"{space}:amendment", args=[it.pk])),
            it.agreement.organization.name,
            it.get_kind_display(),
            said(it.effective_on),
            Cell(it.get_status_display(), tone=tone(it.status)),
        ]
        for it in rows
    ]
    return Table(caption, HEADS, drawn, empty)


def of_agreement(rows: Sequence[Change], space: str) -> list[Table]:
    """The amendments of one agreement, if any."""
    drawn = [
        [
            Cell(it.number, reverse(f"{space}:amendment", args=[it.pk])),
            str(AmendmentKind(it.kind).label),
            said(it.effective_on),
            Cell(str(AmendmentStatus(it.status).label), tone=tone(it.status)),
        ]
        for it in rows
    ]
    return [Table("Avenants", [HEADS[0], *HEADS[2:]], drawn)] if rows else []


def ending(rows: Sequence[Asked]) -> str:
    """Who has the ball while an end is asked for or announced, in one sentence; "" when none is."""
    one = next((row for row in rows if row.status in OPEN_NOTICE), None)
    if one is None:
        return ""
    asked = str(NoticeKind(one.kind).label)
    if one.status == NoticeStatus.OPEN and one.answer_by:
        return f"Fin de la convention ({asked}) : la structure peut répondre jusqu’au {said(one.answer_by)}."
    return f"Fin de la convention ({asked}) : la Caisse des Dépôts décide."


def notices(rows: Sequence[Asked]) -> list[Table]:
    """What may end the agreement, or ended it, if anything."""
    drawn = [
        [
            str(NoticeKind(it.kind).label),
            said(it.made_on),
            f"{Duty(it.duty).label}. {it.text}" if it.duty else it.text,
            it.answer or (f"attendue avant le {said(it.answer_by)}" if it.answer_by and it.status == "open" else ""),
            Cell(str(NoticeStatus(it.status).label), tone=tone(it.status)),
        ]
        for it in rows
    ]
    return [Table("Fin de la convention", ["Demande", "Du", "Ce qui est dit", "Réponse de la structure", "État"], drawn)] if rows else []


def facts(it: Any) -> list[Fact]:
    """What is asked, why, by whom it was answered."""
    found = [
        Fact("Convention", it.agreement.number, note=it.agreement.organization.name),
        Fact("Objet", it.get_kind_display()[:1].upper() + it.get_kind_display()[1:]),
        Fact(french.word(it.posts, "Poste", "Postes"), ", ".join(post.number for post in it.about_posts.all()) or (it.posts or "")),
        Fact("Prend effet le", said(it.effective_on)),
        Fact("Nouvelle fin", said(it.ends_on)),
        Fact("Nouvelle structure", it.to_organization.name if it.to_organization else ""),
        Fact("Convention d’accueil", it.to_number, note=it.to_agreement.organization.name if it.to_agreement else ""),
        Fact("Motif", str(ReturnReason(it.reason).label) if it.reason else ""),
        Fact("Explication", it.explanation),
        Fact("Avis de la préfecture", it.opinion, note="" if it.favourable is None else "favorable" if it.favourable else "défavorable"),
        Fact("Motif du refus", it.refusal),
        *(Fact(label, value) for label, value in told(it.effects)),
    ]
    return [fact for fact in found if fact.value]


def steps(it: Any) -> list[Step]:
    """Asked, opinion when posts change, accepted, signed and applied."""
    done = ["Demandé"]
    road = [("Demandé", "Structure", it.created_at.date())]
    if it.favourable is not None:
        road.append(("Avis de la préfecture", "Préfecture", it.opinion_at.date()))
        done.append("Avis de la préfecture")
    if it.status in ("accepted", "signed", "applied"):
        done.append("Accepté")
    if it.status == "applied":
        done.append("Signé et appliqué")
    if it.status != "refused":
        right = it.kind == AmendmentKind.RETURN_POSTS
        road += [
            ("Accepté", "De droit" if right else "Banque des Territoires", None),
            ("Signé et appliqué", "Caisse des Dépôts", it.signed_on),
        ]
    now = next((label for label, _, _ in road if label not in done), "")
    return [Step(label, "done" if label in done else "now" if label == now else "next", who, on) for label, who, on in road]


def file(by: Actor, it: Any, pages: Sequence[type[ActPage]]) -> File:
    """The page of an amendment, for whoever reads it; `pages`: the acts of this space."""
    acts = offered(by, pages, it)
    return File(
        status=it.status,
        status_label=it.get_status_display(),
        number=it.number,
        next_step=NEXT_STEPS[it.status][0],
        mine=bool(acts),
        acts=acts,
        facts=facts(it),
        steps=steps(it),
        documents=documents_about(by, it),
        history=events(it),
    )


def in_numbers(found: Mapping[str, Any]) -> list[Effect]:
    """Effects told before confirming: what falls, what must come back."""
    posts, rows = len(found.get("posts", ())), []
    if posts:
        rows.append(Effect(french.number(posts), french.word(posts, "poste quitte la convention", "postes quittent la convention")))
    if "given_back" in found:
        rows.append(Effect(str(Money(found["given_back"])), "ne seront pas versés et reviennent à la dotation"))
    if found.get("over"):
        rows.append(Effect(str(Money(found["over"])), "sont à rendre : la structure lit le calcul et peut y répondre", "warning"))
    if not posts or "given_back" not in found:
        rows += [Effect(value, label[:1].lower() + label[1:]) for label, value in told(found)]
    return rows


def foreseen(it: Any, by: Actor) -> list[Effect | str]:
    """What the signature of this amendment would do today; why it cannot be known yet."""
    if it.status not in OPEN_AMENDMENT:
        return []
    try:
        return list(in_numbers(effects(it, by)))
    except Refusal as refusal:
        return [Effect("", refusal.sentence, "error")]
