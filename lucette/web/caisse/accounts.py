"""Bank accounts of the hosts: the work list, one account, every account that an organization had."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.foundation.accounts import queries as people
from lucette.foundation.organizations import queries as organizations
from lucette.foundation.organizations.enums import BankDetailsStatus, CallResult
from lucette.foundation.organizations.enums import BankDetailsStatus as S
from lucette.foundation.organizations.queries.accounts import HOST
from lucette.kernel.actor import SYSTEM
from lucette.kernel.french import moment
from lucette.scheme.payments import queries as payments
from lucette.web.caisse import tables
from lucette.web.caisse.acts.accounts import ON_ACCOUNT, payee_facts
from lucette.web.caisse.acts.held import ON_HELD
from lucette.web.caisse.lists import by_state
from lucette.web.caisse.pages import breadcrumb, day, shown, steps
from lucette.web.design.elements import Cell, Fact, File, Table
from lucette.web.gate.acts import offered
from lucette.web.gate.history import events
from lucette.web.gate.listings import Listed, short_list
from lucette.web.gate.lists import Orders
from lucette.web.gate.objects import documents_about
from lucette.web.gate.request import Request

BACK = ("Coordonnées bancaires", "caisse:bank_details")


@require_safe
def listing(request: Request) -> HttpResponse:
    """Comptes déclarés, retenus, à vérifier puis à activer."""
    return by_state(
        request,
        ("Coordonnées bancaires", "compte", "comptes"),
        tables.bank_details,
        organizations.accounts_page,
        dict(S.choices),
        organizations.account_counts(request.actor),
        sorts={"Structure": "structure"},
    )


@require_safe
def account(request: Request, account_id: UUID) -> HttpResponse:
    """A bank account that an organization declared: what was checked, by whom, and what is left. Raises NotFound."""
    it = organizations.account(account_id, request.actor)
    acts, waits = offered(request.actor, [*ON_ACCOUNT, *ON_HELD], it), organizations.next_of(it)
    file = File(
        it.status,
        it.get_status_display(),
        next_step=f"il manque {waits.what} ({hand_of(waits.who)})." if waits else "",
        mine=bool(acts) and not acts[0].danger,
        acts=acts,
        facts=[fact for fact in [*facts(it), *payee_facts(it)] if fact.value],
        steps=steps([(label, day(done), hand_of(who)) for label, done, who in organizations.road(it)], over=it.status in OVER),
        tables=[alerts(it)] * bool(it.alerts) + [calls(it, request)] * it.change + paid_on(it, request),
        documents=documents_about(request.actor, it),
        history=events(it),
    )
    return shown(request, "design/object.html", f"Coordonnées bancaires de {it.organization.name}", file, BACK)


OVER = (S.REPLACED, S.WITHDRAWN, S.REFUSED)


def hand_of(who: str) -> str:
    """« Votre structure », read from the other side."""
    return "La structure" if who == HOST else who


def facts(it: Any) -> list[Fact]:
    every = reverse("caisse:organization_accounts", args=[it.organization_id])
    return [
        Fact("Structure", it.organization.name, every, note=f"{it.organization.commune.name} ; tous ses comptes"),
        Fact("Titulaire du compte", it.holder),
        Fact("Numéro de compte (IBAN)", it.masked_iban),
        Fact("Banque", it.bank, note=it.bic),
        Fact("Nature", "changement de compte" if it.change else "premier compte"),
        Fact("Utilisable au plus tôt le", moment(it.usable_from) if it.usable_from else ""),
        Fact("Décision de la Caisse des Dépôts", it.decision),
    ]


def paid_on(it: Any, request: Request) -> list[Table]:
    """The way from an account to each payment made on it."""
    found = payments.orders_about(request.actor, bank_details_id=it.pk)
    return [tables.orders(found, "Les paiements sur ce compte", "")] if found else []


def alerts(it: Any) -> Table:
    return Table("Pourquoi ce compte a été retenu", ["Motif"], [[sentence] for sentence in it.alerts.values()])


def calls(it: Any, request: Request) -> Table:
    """Who was called, on which number, by whom, and what was answered."""
    found = organizations.calls(it.pk, request.actor)
    names = people.names({call.called_by for call in found}) if found else {}
    rows = [
        [
            moment(call.created_at),
            call.person_name,
            call.phone,
            names.get(call.called_by, ""),
            CallResult(call.result).label,
            call.note or call.source,
        ]
        for call in found
    ]
    to_call = f" Numéro connu avant : {it.call_phone} ({it.call_name})." if it.call_phone else ""
    heads = ["Le", "Personne jointe", "Numéro appelé", "Par", "Réponse", "Ce qui a été dit"]
    return Table("Rappels de la structure", heads, rows, f"Aucun rappel pour le moment.{to_call}")


@require_safe
def history(request: Request, organization_id: UUID) -> HttpResponse:
    """Every account of an organization, newest first. Raises NotFound."""
    it = organizations.organization(organization_id, request.actor)
    found = organizations.bank_details(organization_id, request.actor)
    known = people.names({pk for row in found for pk in (row.declared_by, row.confirmed_by, row.verified_by, row.activated_by) if pk})
    orders: Orders = {"Titulaire": ("titulaire", lambda row: row.holder), "Déclaré": ("declare", lambda row: row.created_at)}
    of = Listed(f"Comptes de {it.name}", partial(of_organization, known=known), ("compte",), "comptes")
    crumbs = breadcrumb(request.actor, BACK)
    return short_list(request, of, found, orders, states=BankDetailsStatus.choices, breadcrumb=crumbs)


def of_organization(found: Sequence[Any], known: Mapping[UUID, str]) -> Table:
    rows = [
        [
            Cell(row.masked_iban, reverse("caisse:account", args=[row.pk])),
            row.holder,
            hand(row.created_at, known.get(row.declared_by or SYSTEM.pk, "")),
            hand(row.confirmed_at, known.get(row.confirmed_by or SYSTEM.pk, "")),
            hand(row.verified_at, known.get(row.verified_by or SYSTEM.pk, "")),
            hand(row.active_since, known.get(row.activated_by or SYSTEM.pk, "")),
            tables.state(row.status, row.get_status_display()),
        ]
        for row in found
    ]
    heads = ["IBAN", "Titulaire", "Déclaré", "Confirmé", "Vérifié", "Activé", "État"]
    return Table("Comptes de la structure", heads, rows, "Cette structure n’a déclaré aucun compte.")


def hand(at: Any, name: str) -> str:
    """« 4 mars 2021 à 9 h 00, Nadia Haddad »."""
    return ", ".join(filter(None, [moment(at), name])) if at else ""
