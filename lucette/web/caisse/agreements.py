"""Une convention : qui signe ensuite, où sont son argent et ses postes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.foundation.documents import queries as documents
from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.scheme.agreements import queries as agreements
from lucette.scheme.agreements.enums import OPEN_NOTICE, SIGNED, AgreementStatus
from lucette.scheme.fund import queries as fund
from lucette.scheme.payments import queries as payments
from lucette.web.caisse import tables
from lucette.web.caisse.acts.agreements import ON_AGREEMENT, SignAgreement
from lucette.web.caisse.acts.ends import ON_LIFE, ON_NOTICE, ON_RUNNING, Settle
from lucette.web.caisse.acts.pieces import to_read
from lucette.web.caisse.pages import day, shown, steps
from lucette.web.design.elements import Act, Cell, Column, Document, Fact, File, Segment, StackedBar, Table
from lucette.web.design.states import of_line, tone
from lucette.web.gate import amendments as shared
from lucette.web.gate.access import DOORS
from lucette.web.gate.acts import offered
from lucette.web.gate.agreements import fingerprint, signatures, text_of
from lucette.web.gate.files import links, readable
from lucette.web.gate.history import events
from lucette.web.gate.objects import linked_agreements
from lucette.web.gate.request import Request


@require_safe
def agreement(request: Request, agreement_id: UUID) -> HttpResponse:
    """A grant agreement: its text, who signs next, where its money and its posts are."""
    page = agreements.agreement_page(agreement_id, request.actor)
    it = page.agreement
    live = it.status in SIGNED
    schedule = payments.where_is_my_money(it.organization_id, request.actor, it.pk) if live else []
    acts = [*offered(request.actor, ON_AGREEMENT, it), *life(request.actor, it, page.notices), *ask_back_act(request.actor, it), *draft(it)]
    file = File(
        it.status,
        page.status,
        it.number,
        next_step=begin(shared.ending(page.notices) or page.next_step),
        mine=bool(page.acts - {"cancel"}),
        acts=acts,
        facts=facts(page),
        steps=steps([(step.label, day(step.on), step.who) for step in page.timeline], over=it.status == AgreementStatus.CANCELLED),
        tables=[
            *to_read(request.actor, page),
            signatures(page),
            planned(page),
            *([whereabouts(schedule)] if schedule else []),
            *shared.of_agreement(page.changes, "caisse"),
            *shared.notices(page.notices),
        ],
        documents=about(it, request.actor),
        history=events(it, known=page.people),
    )
    back = ("Conventions", "caisse:agreements")
    title = f"Convention avec {it.organization.name}"
    to_sign = any(act.url == reverse(SignAgreement.route, args=[it.pk]) for act in acts)
    more = {"text": text_of(page), "to_sign": to_sign, "money": money(it.pk) if live else None}
    return shown(request, "caisse/agreement.html", title, file, back, **more)


def facts(page: agreements.AgreementPage) -> list[Fact]:
    it = page.agreement
    return [
        Fact("Structure", it.organization.name, note=it.organization.commune.name),
        Fact("Postes", french.plural(it.posts, "poste"), note=f"{page.unit} par poste"),
        Fact("Subvention", str(page.amount)),
        Fact("Durée", f"{it.months} mois", note=f"jusqu’au {french.date(it.ends_on)}" if it.ends_on else ""),
        Fact("Candidature", it.award.application.number),
        Fact("Attribution", it.award.number),
        *linked_agreements(page, "caisse:agreement"),
        *(Fact("Ce qui manque", lack.sentence) for lack in page.missing),
        *fingerprint(page),
    ]


def planned(page: agreements.AgreementPage) -> Table:
    lines = [[french.number(line.number), line.condition, str(line.per_post), str(line.amount)] for line in page.lines]
    return Table("L’échéancier", ["Versement", "Condition", Column("Par poste", True), Column("Montant", True)], lines)


def begin(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def life(by: Actor, it: Any, notices: Sequence[Any]) -> list[Act]:
    """What suspends it, ends it, settles it: one notice at a time."""
    waiting = [one for one in notices if one.status in OPEN_NOTICE]
    decided = [act for one in waiting for act in offered(by, ON_NOTICE, one)]
    to_settle = it.status == AgreementStatus.TERMINATED or (it.ends_on and it.ends_on < clock.today())
    pages = [page for page in ON_LIFE if page is not Settle or to_settle]
    return [*decided, *offered(by, pages, it), *([] if waiting else offered(by, ON_RUNNING, it))]


def draft(it: Any) -> list[Act]:
    """Before its edition, the document as it would be today."""
    return [Act("Lire le projet de convention", reverse("caisse:preview_agreement", args=[it.pk]))] if it.status == "preparing" else []


def about(it: Any, by: Actor) -> list[Document]:
    """Its own versions; before its edition, what the host gave for its file."""
    subject = it.award.application if it.status == AgreementStatus.PREPARING else it
    return links(readable(documents.documents_about(subject, by=by), by))


def ask_back_act(by: Actor, it: Any) -> list[Act]:
    """Once in force, by those who may ask money back."""
    opens = it.in_force_on and DOORS["caisse:recovery_grounds"].opens_to(by)
    return [Act("Demander un reversement", reverse("caisse:recovery_grounds", args=[it.pk]))] if opens else []


def money(agreement_id: UUID) -> StackedBar | None:
    """Where each euro of the agreement is; None before any."""
    position = fund.agreement_position(agreement_id)
    parts = [
        ("Engagé", "committed", 3),
        ("Liquidé", "liquidated", 4),
        ("Ordonnancé", "ordered", 5),
        ("Payé", "paid", 6),
        ("Reversé", "recovered", 7),
    ]
    bar = StackedBar("Où en est l’argent", [Segment(label, position.sum(word), tone) for label, word, tone in parts])
    return bar if bar.total else None


def who(missing: payments.Missing) -> str:
    """Who has the ball, as the Caisse says it of a host."""
    return "la structure" if missing.who == "Votre structure" else missing.who


def what(part: payments.Part) -> str:
    """What is missing and in whose hands; when it was paid; why it never will be."""
    if part.missing:
        return f"{part.missing.what} ({who(part.missing)})"
    return f"payé le {tables.day(part.paid_on)}" if part.paid_on else part.reason


def lines_url(it: payments.InstalmentState, part: payments.Part) -> str:
    """The line when the part has only one, else those of the agreement."""
    if part.line_id:
        return reverse("caisse:instalment_line", args=[part.line_id])
    return f"{reverse('caisse:instalment_lines')}?convention={it.agreement_id}&etat={part.status}"


def whereabouts(schedule: Iterable[payments.InstalmentState]) -> Table:
    """Every instalment, part by part: its state, what is missing, in whose hands."""
    rows = [
        [
            french.number(it.number),
            Cell(part.status_label, lines_url(it, part), tone=tone(of_line(part.status))),
            french.plural(len(part.posts), "poste"),
            what(part),
            french.date(part.missing.expected_on) if part.missing and part.missing.expected_on else "",
            str(part.amount),
        ]
        for it in schedule
        for part in it.parts
    ]
    heads = ["Versement", "État", "Postes", "Ce qui manque, et à qui", "Attendu le", Column("Montant", True)]
    return Table("Où en sont les versements", heads, rows)
