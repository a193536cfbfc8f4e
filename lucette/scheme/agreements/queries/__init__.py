"""Agreements as pages show them, and the facts of their document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery, prefetch_related_objects
from django.db.models.functions import JSONObject

from lucette.foundation.accounts import queries as accounts
from lucette.foundation.documents import queries as documents
from lucette.foundation.documents.adapters import SignatureReport, verify_pdf
from lucette.foundation.organizations.enums import BankDetailsStatus
from lucette.foundation.organizations.models import BankDetails
from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.kernel.errors import allowed
from lucette.kernel.money import Money
from lucette.scheme.agreements import policies, rules
from lucette.scheme.agreements.enums import AgreementStatus, Party
from lucette.scheme.agreements.models import Agreement, AgreementLine, Signature
from lucette.scheme.agreements.queries import amendments
from lucette.scheme.agreements.queries.lacking import Lack as Lack
from lucette.scheme.agreements.queries.lacking import Standing as Standing
from lucette.scheme.agreements.queries.lacking import lacking as lacking
from lucette.scheme.agreements.queries.lacking import lackings as lackings
from lucette.scheme.agreements.queries.lacking import power
from lucette.scheme.agreements.queries.lacking import standing as standing
from lucette.scheme.agreements.queries.lacking import to_edit as to_edit
from lucette.scheme.agreements.queries.lists import agreements as agreements
from lucette.scheme.agreements.queries.lists import agreements_of as agreements_of
from lucette.scheme.agreements.queries.lists import agreements_page as agreements_page
from lucette.scheme.agreements.queries.lists import counts_by_status as counts_by_status
from lucette.scheme.agreements.queries.lists import live_agreement as live_agreement
from lucette.scheme.agreements.queries.lists import near_their_end as near_their_end
from lucette.scheme.agreements.queries.lists import numbers as numbers
from lucette.scheme.agreements.queries.lists import with_ended_posts as with_ended_posts
from lucette.scheme.agreements.queries.lists import with_renewal as with_renewal
from lucette.scheme.agreements.rules import renewals
from lucette.scheme.applications import queries as applications
from lucette.scheme.calls import queries as calls
from lucette.scheme.calls.enums import Condition

CAISSE = {
    "name": "Caisse des Dépôts et consignations",
    "address": "56 rue de Lille, 75007 Paris",
    "represented_by": "la personne qui signe la présente convention",
    "capacity": "par délégation du directeur général",
}
RULE = "Ce montant est celui du barème de l’appel pour cet employeur et ce territoire, au jour du dépôt de la candidature."


@dataclass(frozen=True, slots=True)
class LineShown:
    number: int
    amount: Money
    per_post: Money
    condition: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the timeline; `on` is None while it is to come. `who`: a name, or the party expected."""

    label: str
    on: dt.datetime | None
    who: str


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """`missing`: what holds the edition; `pieces`: the documents that it needs. `next_step` is a sentence, `next_party` who must act.
    `acts`: what this person may do now. `people`: the names of those who took part. `renewed_by`: the id and the number of the agreement
    that renews it; `renewal_asked`: the number of the application that asks for one."""

    agreement: Agreement
    status: str
    amount: Money
    unit: Money
    lines: list[LineShown]
    timeline: list[Step]
    missing: list[Lack]
    pieces: list[applications.PieceShown]
    next_step: str
    next_party: str
    acts: frozenset[str]
    people: dict[UUID, str]
    changes: list[amendments.Change]
    notices: list[amendments.Asked]
    renewed_by: dict[str, str] | None = None
    renewal_asked: str = ""


def agreement(agreement_id: UUID, by: Actor) -> Agreement:
    """One agreement with its host, award, application and call. Raises NotFound."""
    return _whole(Agreement.objects.visible_to(by), agreement_id)


def renewable(agreement_id: UUID, by: Actor) -> Any:
    """The same, with what is known of its renewal. Raises NotFound."""
    return _whole(with_renewal(Agreement.objects.visible_to(by), clock.today()), agreement_id)


def _whole(seen: Any, agreement_id: UUID) -> Any:
    return seen.select_related("organization__commune", "award__application__call", "document", "renews").known(agreement_id)


def seals(agreement_id: UUID, by: Actor) -> list[SignatureReport]:
    """What the PDF itself says of each signature, checked now, oldest first. Raises NotFound, RuleBroken (altered)."""
    it = agreement(agreement_id, by)
    return verify_pdf(documents.content(it.document_id)) if it.document_id else []


def lines(agreement_id: UUID) -> list[AgreementLine]:
    """The instalments frozen at the edition, in order."""
    return list(AgreementLine.objects.filter(agreement_id=agreement_id).order_by("number"))


def planned(it: Agreement, on: dt.date) -> list[rules.PlannedLine]:
    """The instalments that the scale of the award states as sums; else those that the call's rules of the day of filing give (of `on`
    for a file without that day)."""
    application = it.award.application
    shares = [rules.Share(**told) for told in calls.schedule_of(it.award.scale_id, application.rules_on or on)]
    return rules.plan(Money(it.unit_cents), it.posts, shares)


def usable_bank_details(organization_id: UUID) -> BankDetails | None:
    """The account to write in the agreement: the active one, else the last verified."""
    usable = BankDetails.objects.filter(organization_id=organization_id, status__in=(BankDetailsStatus.ACTIVE, BankDetailsStatus.VERIFIED))
    return usable.order_by("status", "-verified_at").first()  # « active » before « verified »


def condition(months_after: int, code: str) -> str:
    """`Signature de la convention`; `6 mois après l’entrée en vigueur, avec un contrat de travail en cours`."""
    if code == Condition.AGREEMENT_SIGNED:
        return "Signature de la convention"
    return f"{months_after} mois après l’entrée en vigueur, pour chaque poste dont un contrat de travail est en cours"


def agreement_page(agreement_id: UUID, by: Actor) -> AgreementPage:
    """The whole page of an agreement. Raises NotFound."""
    seen = Agreement.objects.visible_to(by).select_related("organization__commune", "award__application__call", "document", "renews")
    next_one = Agreement.objects.live().filter(renews=OuterRef("pk")).values(told=JSONObject(id="id", number="number"))
    seen = seen.annotate(renewed_by=Subquery(next_one[:1]))
    it: Any = amendments.with_its_life(with_renewal(seen, clock.today())).known(agreement_id)
    edited = it.status != AgreementStatus.PREPARING
    if edited:
        prefetch_related_objects([it], "signatures")
    frozen = [(line.number, line.cents, line.post_cents, line.months_after, line.condition) for line in lines(it.pk)] if edited else []
    plan = [] if frozen else planned(it, clock.today())
    to_come = [(p.number, p.amount.cents, p.post.cents, p.months_after, p.condition) for p in plan]
    sentence, party = rules.next_step(it.status)
    people, held = _people(it), _standing(it, by)
    return AgreementPage(
        agreement=it,
        status=it.get_status_display(),
        amount=Money(it.amount_cents),
        unit=Money(it.unit_cents),
        lines=[LineShown(n, Money(cents), Money(post), condition(months, code)) for n, cents, post, months, code in frozen or to_come],
        timeline=_timeline(it, people),
        missing=held.lacks if held else [],
        pieces=held.pieces if held else [],
        next_step=f"{sentence}{_not_before(it)}",
        next_party=party,
        acts=_acts(it, by),
        people=people,
        changes=amendments.changes(it),
        notices=amendments.asked(it),
        renewed_by=it.renewed_by,
        renewal_asked=it.asked or "",
    )


def _not_before(it: Agreement) -> str:
    """A renewal that waits for the last signature waits for its day too."""
    former = it.renews
    if it.status != AgreementStatus.SIGNED_BY_HOST or former is None or former.ends_on is None or clock.today() > former.ends_on:
        return ""
    return f" Elle le signe à partir du {french.date(renewals.starts_on(former.ends_on))}, une fois la convention {former.number} terminée."


def _signatures(it: Agreement) -> list[Signature]:
    """None before the edition: nothing is asked."""
    return [] if it.status == AgreementStatus.PREPARING else list(it.signatures.all())


def _people(it: Agreement) -> dict[UUID, str]:
    """Those who asked, edited, signed: their names."""
    told: list[amendments.Change | amendments.Asked] = [*amendments.changes(it), *amendments.asked(it)]
    ids = {it.asked_by, it.generated_by, it.status_by, *(signature.person_id for signature in _signatures(it))}
    ids |= {person for row in told for person in row.people}
    known = {person for person in ids if person}
    return dict.fromkeys(known, "") | accounts.names(known)


def _timeline(it: Agreement, names: dict[UUID, str]) -> list[Step]:
    signed = {signature.party: signature for signature in _signatures(it)}
    host, caisse = signed.get(Party.HOST), signed.get(Party.CAISSE)

    def who(person: UUID | None, expected: str) -> str:
        return (names.get(person) if person else "") or expected

    steps = [
        Step("Demandée", it.created_at, who(it.asked_by, "Structure")),
        Step("Éditée", it.generated_at, who(it.generated_by, "Banque des Territoires")),
        Step("Signée par la structure", host.signed_at if host else None, who(host.person_id if host else None, "Structure")),
        Step(
            "Signée par la Caisse des Dépôts",
            caisse.signed_at if caisse else None,
            who(caisse.person_id if caisse else None, "Caisse des Dépôts"),
        ),
    ]
    if it.status == AgreementStatus.CANCELLED:
        return [*(step for step in steps if step.on), Step("Annulée", it.status_since, it.cancellation_reason)]
    return steps


def _standing(it: Agreement, by: Actor) -> Standing | None:
    """What holds the edition, told to those who may see bank details."""
    seen = it.status == AgreementStatus.PREPARING and (by.scope.national or by.scope.kind == "organization")
    return standing(it, clock.today()) if seen else None


def _acts(it: Agreement, by: Actor) -> frozenset[str]:
    checks: dict[str, Callable[[], object]] = {
        "generate": partial(policies.check_can_generate, by),
        "sign_as_host": partial(policies.check_can_sign_as_host, by, it, clock.today()),
        "sign_as_caisse": partial(policies.check_can_sign_as_caisse, by, it),
        "cancel": partial(policies.check_can_cancel, by),
    }
    return frozenset(act for act, check in checks.items() if it.allows(act) and allowed(check))


def draft(agreement_id: UUID, by: Actor) -> tuple[Agreement, dict[str, Any]]:
    """The document as it would be edited today: its facts. Nothing is kept. Raises NotFound, WrongState (edited, or given up)."""
    it = agreement(agreement_id, by)
    it.check_act("generate")
    today = clock.today()
    return it, asdict(facts(it, planned(it, today), today))


def _ending(former: Agreement | None) -> Any:
    """The agreement that is renewed, which has a term (a constraint of the table); None when there is none."""
    return former if former and former.ends_on else None


def facts(it: Agreement, planned_lines: list[rules.PlannedLine], on: dt.date) -> rules.AgreementFacts:
    """Facts of the template « agreement », for a document edited on that day."""
    host, amount = it.organization, str(Money(it.amount_cents))
    signing = power(it, on) or rules.Power("sa représentante légale", "ou par délégation", "")
    name, capacity, former = signing.name, signing.capacity, _ending(it.renews)
    return rules.AgreementFacts(
        title="Convention relative à l’accueil de conseillers numériques",
        reference=it.number,
        date=french.date(on),
        call=it.award.application.call.title,
        caisse=CAISSE,
        host={
            "name": host.name,
            "number": f"SIRET {host.siret}" if host.siret else f"RIDET {host.ridet}",
            "represented_by": name,
            "capacity": capacity,
            "address": host.address if host.commune.name in host.address else ", ".join(filter(None, [host.address, host.commune.name])),
        },
        power=signing.visa,
        posts=rules.recruited(it.award.application.post_kind, it.posts),
        duration=f"{it.months} mois",
        starts_on=renewals.from_when(former.number, former.ends_on) if former else "jour de la signature de la Caisse des Dépôts",
        ends_on=f"dernier jour des {it.months} mois qui suivent",
        amount=amount,
        amount_in_words=rules.in_words(Money(it.amount_cents)),
        per_post=str(Money(it.unit_cents)),
        rule=RULE,
        schedule=[
            {"n": line.number, "condition": condition(line.months_after, line.condition), "amount": str(line.amount)}
            for line in planned_lines
        ],
        total=amount,
        articles=[
            *([renewals.article(former.number, former.ends_on)] if former else []),
            *rules.coordination(it.award.application.post_kind),
            *rules.shared_post(applications.sharing(it.award.application)),
        ],
        signatories=[
            {"name": "Le délégataire", "capacity": "par délégation du directeur général", "party": "pour la Caisse des Dépôts"},
            {"name": name, "capacity": capacity, "party": "pour la structure"},
        ],
    )
