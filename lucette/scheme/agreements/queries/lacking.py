"""What a file lacks before its agreement is edited: a verified account, somebody who has the power to sign, the documents of the call."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from lucette.foundation.accounts import queries as accounts
from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.organizations import queries as organizations
from lucette.foundation.organizations.enums import BankDetailsStatus
from lucette.foundation.organizations.models import BankDetails
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.scheme.agreements import policies, rules
from lucette.scheme.agreements.enums import AgreementStatus, Lacks
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.applications import queries as applications
from lucette.scheme.calls.enums import Needed

USABLE = (BankDetailsStatus.ACTIVE, BankDetailsStatus.VERIFIED)
ACT = "signatory"  # code, in the calls, of the document that names who signs


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing: its sort, its words in a list, its sentence."""

    sort: str
    label: str
    sentence: str


def lackings(found: Sequence[Agreement]) -> dict[UUID, list[Lack]]:
    """What each of these agreements (read with its award and application) lacks, in a few questions however many they are; [] for one that
    is past its edition."""
    preparing = [it for it in found if it.status == AgreementStatus.PREPARING]
    told: dict[UUID, list[Lack]] = {it.pk: [] for it in found}
    if not preparing:
        return told
    hosts, today = {it.organization_id for it in preparing}, clock.today()
    paid = set(BankDetails.objects.filter(organization_id__in=hosts, status__in=USABLE).values_list("organization_id", flat=True))
    signing = {host for host, powers in _powers(hosts, today).items() if powers}
    pieces = applications.pieces_lacking([it.award.application for it in preparing], Needed.AGREEMENT)
    for it in preparing:
        if it.organization_id not in paid:
            told[it.pk].append(_lack(Lacks.ACCOUNT))
        if it.organization_id not in signing:
            told[it.pk].append(_lack(Lacks.POWER))
        told[it.pk] += [_piece(label) for label in pieces[it.award.application_id]]
    return told


@dataclass(frozen=True, slots=True)
class Standing:
    """What one agreement lacks; by whom and by virtue of which act its host may sign, None when nobody may; the documents that it
    needs, with what was given."""

    lacks: list[Lack]
    power: rules.Power | None
    pieces: list[applications.PieceShown]


def standing(it: Agreement, on: dt.date) -> Standing:
    """The same for one agreement, with the power to sign of that day."""
    application = it.award.application
    application.organization = it.organization
    powers = _powers({it.organization_id}, on)[it.organization_id]
    given = applications.pieces(application)
    pieces = [piece for piece in given if piece.needed_for == Needed.AGREEMENT]
    paid = BankDetails.objects.filter(organization_id=it.organization_id, status__in=USABLE).exists()
    lacks = [] if paid else [_lack(Lacks.ACCOUNT)]
    lacks += [] if powers else [_lack(Lacks.POWER)]
    lacks += [_piece(piece.label, piece.said) for piece in pieces if piece.missing_for(Needed.AGREEMENT)]
    act = next((piece.given_on for piece in given if piece.code == ACT and piece.given_on), None)
    return Standing(lacks, rules.with_visa(powers[0], act) if powers else None, pieces)


def lacking(it: Agreement) -> list[Lack]:
    return standing(it, clock.today()).lacks if it.status == AgreementStatus.PREPARING else []


def to_edit(by: Actor) -> dict[UUID, list[Lack]]:
    """The agreements asked for that this person sees, each with what it lacks: [] when it may be edited."""
    seen = Agreement.objects.visible_to(by).filter(status=AgreementStatus.PREPARING)
    return lackings(list(seen.select_related("award__application__organization")))


def power(it: Agreement, on: dt.date) -> rules.Power | None:
    """By whom, and by virtue of which act, the host may sign that day; None when nobody may."""
    return standing(it, on).power


def _powers(hosts: set[UUID], on: dt.date) -> dict[UUID, list[rules.Power]]:
    """Who may sign for each host: who represents it, else the secretaries who hold a delegation of that day."""
    told: dict[UUID, list[rules.Power]] = {host: [] for host in hosts}
    for host, who in accounts.holders_within(RoleName.HOST_REPRESENTATIVE, hosts):
        told[host].append(rules.Power(who.name, policies.LEGAL_REPRESENTATIVE, ""))
    others = {host for host, powers in told.items() if not powers}
    given = organizations.signatories_of(others, on) if others else []
    if given:
        secretaries = {(host, who.person_id): who.name for host, who in accounts.holders_within(RoleName.HOST_SECRETARY, others)}
        for it in given:
            if name := secretaries.get((it.organization_id, it.person_id)):
                told[it.organization_id].append(rules.Power(name, it.capacity, rules.delegation_visa(it.basis, it.since, it.until)))
    return told


def _piece(label: str, refused: str = "") -> Lack:
    again = f"Un document est à donner de nouveau : {label}. Motif : {refused}"
    return Lack(Lacks.PIECE, label, again if refused else f"Un document manque : {label}.")


def _lack(sort: Lacks) -> Lack:
    return Lack(sort, sort.label, SENTENCES[sort])


SENTENCES = {
    Lacks.ACCOUNT: "Les coordonnées bancaires de la structure ne sont pas encore déclarées et vérifiées.",
    Lacks.POWER: "Personne n’a aujourd’hui le pouvoir de signer pour la structure.",
}
