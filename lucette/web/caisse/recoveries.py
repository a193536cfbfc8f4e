"""Reversements : ce qui est redemandé aux structures ; échantillons de soldes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.kernel import clock, french
from lucette.kernel.money import Money
from lucette.scheme.agreements import queries as agreements
from lucette.scheme.fund import queries as fund
from lucette.scheme.fund.enums import EndowmentStatus
from lucette.scheme.payments import queries as payments
from lucette.scheme.payments.enums import RecoveryStatus as S
from lucette.scheme.payments.rules.overpayment import BY_MONTHS
from lucette.web.caisse import tables
from lucette.web.caisse.acts.asking_back import WORDS
from lucette.web.caisse.acts.receipts import ON_ORDER_TO_PAY_BACK
from lucette.web.caisse.acts.recoveries import LIST
from lucette.web.caisse.lists import by_state, page
from lucette.web.caisse.pages import breadcrumb, shown
from lucette.web.design.elements import Act, Cell, Column, Fact, File, Listing, Step, Table
from lucette.web.gate.access import DOORS
from lucette.web.gate.acts import offered
from lucette.web.gate.exports import Reader
from lucette.web.gate.history import events
from lucette.web.gate.objects import documents_about, said
from lucette.web.gate.recoveries import computation, receipts, road, title_facts
from lucette.web.gate.request import Request

NEXT = {
    S.NOTIFIED: "la structure paie avant la date limite.",
    S.DUE: "le paiement est en retard : un rappel part de lui-même.",
    S.REMINDED: "le paiement est en retard : le rappel suivant part de lui-même.",
}


def table(found: Iterable[Any]) -> Table:
    rows = [
        [
            Cell(it.number, reverse("caisse:recovery", args=[it.pk])),
            it.organization.name,
            it.agreement.number,
            tables.state(it.status, it.get_status_display()),
            str(Money(it.left)),
            str(Money(it.cents)),
        ]
        for it in found
    ]
    heads = ["Numéro", "Structure", "Convention", "État", Column("Reste à payer", True), tables.AMOUNT]
    return Table("Reversements", heads, rows, "Aucun reversement : une demande part de la page d’une convention.")


@require_safe
def recoveries(request: Request) -> HttpResponse:
    """Reversements."""
    return by_state(
        request,
        ("Reversements", "reversement", "reversements"),
        table,
        payments.recoveries_page,
        dict(S.choices),
        payments.recovery_counts(request.actor),
        sorts={"Structure": "structure", "Numéro": "numero"},
        acts=[Act("Vérifier des soldes", reverse("caisse:samples"))],
        template="gate/acts_list.html",
    )


@require_safe
def recovery(request: Request, recovery_id: UUID) -> HttpResponse:
    """One order to pay back: why, how it was computed, what the host says, what came in. Raises NotFound."""
    found = payments.recovery_page(recovery_id, request.actor)
    it = found.it
    acts, (sentence, route) = offered(request.actor, ON_ORDER_TO_PAY_BACK, found), next_step(it)
    facts = [
        Fact("Structure", it.organization.name),
        Fact("Convention", it.agreement.number, reverse("caisse:agreement", args=[it.agreement_id])),
        *title_facts(found),
    ]
    file = File(
        it.status,
        it.get_status_display(),
        it.number,
        next_step=sentence,
        mine=bool(route) and DOORS[route].opens_to(request.actor),
        acts=acts,
        facts=[fact for fact in facts if fact.value],
        steps=road(found),
        tables=[computation(found), *receipts(found, "caisse:line")],
        documents=documents_about(request.actor, it),
        history=events(it),
    )
    return shown(request, "design/object.html", f"Reversement {it.number}", file, LIST)


def next_step(it: Any) -> tuple[str, str]:
    """What comes next, and the page of that act ("": it is the host's)."""
    if it.status != S.ISSUED:
        return NEXT.get(S(it.status), ""), ""
    if it.answer and not it.reply:
        return "la Banque des Territoires répond aux observations de la structure.", "caisse:reply_recovery"
    if it.reply or it.answer_by < clock.today():
        return "un ordonnateur notifie l’ordre de reversement.", "caisse:notify_recovery"
    return f"la structure lit le calcul et peut répondre jusqu’au {french.date(it.answer_by)}.", ""


@require_safe
def grounds(request: Request, agreement_id: UUID) -> HttpResponse:
    """Why would something be asked back of this agreement? Raises NotFound."""
    it = agreements.agreement(agreement_id, request.actor)
    rows = [
        [
            Cell(ground.label[:1].upper() + ground.label[1:], reverse("caisse:ask_back", args=[it.pk, word])),
            "d’après les contrats de travail" if ground in BY_MONTHS else "selon le montant saisi",
        ]
        for word, ground in WORDS.items()
    ]
    told = Listing(Table("Motifs", ["Motif", "Comment il se calcule"], rows), french.plural(len(rows), "motif"))
    crumbs = [*breadcrumb(request.actor, ("Conventions", "caisse:agreements"))]
    crumbs.append((f"Convention {it.number}", reverse("caisse:agreement", args=[it.pk])))
    context = {"title": "Pourquoi demander un reversement ?", "list": told, "breadcrumb": crumbs}
    return render(request, "design/list.html", context | {"lead": it.organization.name})


@require_safe
def samples(request: Request) -> HttpResponse:
    """Échantillons de soldes."""
    acts = []
    if DOORS["caisse:draw_sample"].opens_to(request.actor):
        opened = [it for it in fund.endowments(request.actor) if it.status == EndowmentStatus.NOTIFIED]
        acts = [Act(f"Tirer un échantillon : {it.title}", reverse("caisse:draw_sample", args=[it.pk])) for it in opened]
    words = ("Échantillons de soldes", "échantillon", "échantillons")
    read: Reader = partial(payments.samples_page, request.actor)
    total = payments.samples_count(request.actor)
    return page(request, words, samples_table, read, total, acts=acts, template="gate/acts_list.html", back=LIST)


def samples_table(found: Iterable[Any]) -> Table:
    rows = [
        [
            Cell(it.number, reverse("caisse:sample", args=[it.pk])),
            it.endowment.title,
            french.date(it.ended_by),
            it.seed,
            f"{it.checked} sur {it.size}",
        ]
        for it in found
    ]
    heads = ["Numéro", "Dotation", "Conventions terminées au", "Graine", Column("Vérifiées", True)]
    return Table("Échantillons de soldes", heads, rows, "Aucun échantillon : on en tire un quand des conventions sont terminées.")


def check_url(one: Any) -> str:
    """Where it is checked; "" once it is."""
    return "" if one.checked_at else reverse("caisse:check_settlement", args=[one.pk])


@require_safe
def sample(request: Request, sample_id: UUID) -> HttpResponse:
    """A sample, in the order drawn. Raises NotFound."""
    it, checks = payments.sample_page(sample_id, request.actor)
    plays = DOORS["caisse:check_settlement"].opens_to(request.actor)
    rows = [
        [
            french.number(one.rank),
            Cell(one.agreement.organization.name, check_url(one) if plays else ""),
            one.agreement.number,
            said(one.checked_at) or "à vérifier",
            Cell(one.recovery.number, reverse("caisse:recovery", args=[one.recovery_id])) if one.recovery else "",
            "" if one.over_cents is None else str(Money(one.over_cents)),
        ]
        for one in checks
    ]
    heads = [Column("Rang", True), "Structure", "Convention", "Vérifié le", "Reversement", Column("De trop", True)]
    done = sum(one.checked_at is not None for one in checks)
    file = File(
        "done" if done == len(checks) else "open",
        f"{done} sur {len(checks)} vérifiés",
        it.number,
        facts=[
            Fact("Dotation", it.endowment.title),
            Fact("Conventions terminées au", french.date(it.ended_by)),
            Fact("Graine du tirage", it.seed, note="empreinte SHA-256 de « graine:numéro », les plus petites d’abord"),
            Fact("Tirées parmi", french.plural(it.among, "convention")),
        ],
        steps=[Step("Échantillon tiré", "done", on=it.created_at.date())],
        tables=[Table("Conventions tirées", heads, rows)],
        history=events(it),
    )
    return shown(request, "design/object.html", f"Échantillon {it.number}", file, ("Échantillons de soldes", "caisse:samples"))
