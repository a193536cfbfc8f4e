"""Money asked back: what is owed and why, each order to pay back, what the bank brought in."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, Q, Sum, When

from lucette.foundation.parameters import queries as parameters
from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid, RuleBroken
from lucette.kernel.money import Money
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.fund import queries as fund
from lucette.scheme.payments import policies
from lucette.scheme.payments.enums import OPEN, LineStatus, RecoveryGround, RecoveryStatus
from lucette.scheme.payments.models import InstalmentLine, LiveContract, Recovery, RecoveryLine, RecoveryReceipt, TreasuryAccount
from lucette.scheme.payments.rules import overpayment
from lucette.scheme.payments.rules.overpayment import Computed, PostUse

G = RecoveryGround
NEEDED = {G.UNJUSTIFIED: ("justified",), G.FINAL_SETTLEMENT: ("salary", "other_aid"), G.PAID_TWICE: ("twice",)}
OPEN_CENTS = F("lines__cents") - F("lines__collected_cents") - F("lines__given_up_cents")
FIGURES = {
    "paid": "Versé à la structure",
    "justified": "Emploi justifié",
    "salary": "Coût salarial",
    "other_aid": "Autres aides publiques",
    "twice": "Versé en double",
}


def overpaid(
    agreement_id: UUID,
    ground: str,
    by: Actor,
    *,
    until: dt.date | None = None,
    posts: Collection[UUID] = (),
    figures: Mapping[str, int] | None = None,
) -> Computed:
    """What an agreement was paid beyond what it earned on that ground, computed on what is stored today. Writes nothing.

    `posts`: only these (all by default); `figures`: the amounts in cents that the rule of the ground needs (NEEDED).
    Raises NotFound, RuleBroken (not in force yet), Invalid (a figure is missing).
    """
    agreement = Agreement.objects.visible_to(by).known(agreement_id)
    if agreement.in_force_on is None:
        raise RuleBroken("recovery.nothing_paid", "Rien n’est versé sur cette convention : il n’y a rien à rendre.")
    given, day = dict(figures or {}), until or clock.today()
    if missing := [word for word in NEEDED.get(G(ground), ()) if given.get(word) is None]:
        raise Invalid("recovery.figures", "Donnez les montants du calcul.", dict.fromkeys(missing, "Ce montant est nécessaire."))
    paid = _paid(agreement.pk)
    if ground in overpayment.BY_MONTHS:
        used = tuple(_uses(agreement, G(ground), day, {key: it for key, it in paid.items() if not posts or key[0] in posts}))
        return Computed(ground, day, used, {}, sum(it.over_cents for it in used), _already(agreement.pk))
    total = sum(paid.values())
    return Computed(ground, day, (), {"paid": total} | given, _over(G(ground), total, given), _already(agreement.pk))


def _over(ground: RecoveryGround, paid: int, given: Mapping[str, int]) -> int:
    if ground == G.UNJUSTIFIED:
        return overpayment.unjustified(paid, given["justified"])
    if ground == G.FINAL_SETTLEMENT:
        return overpayment.beyond_cost(paid, given["salary"], given["other_aid"])
    return min(paid, given["twice"])


def _paid(agreement_id: UUID) -> dict[tuple[UUID, str], int]:
    """(post id, its number) → cents paid."""
    lines = InstalmentLine.objects.filter(instalment__agreement_id=agreement_id, status=LineStatus.PAID)
    found = lines.values_list("post_id", "post__number").annotate(total=Sum("cents")).order_by("post__number")
    return {(post, number): cents for post, number, cents in found}


def _uses(agreement: Agreement, ground: RecoveryGround, day: dt.date, paid: Mapping[tuple[UUID, str], int]) -> Iterable[PostUse]:
    contracts: dict[UUID, list[overpayment.Contract]] = defaultdict(list)
    for post, starts, ends in LiveContract.objects.filter(post__in=[pk for pk, _ in paid]).values_list("post", "starts_on", "ends_on"):
        contracts[post].append((starts, ends))
    starts_on, unit, months = agreement.in_force_on or day, agreement.unit_cents, agreement.months
    for (post, number), cents in paid.items():
        if ground == G.VACANCY:
            covered = overpayment.months_paid(unit, cents, months)
            yield overpayment.vacant(number, unit, cents, overpayment.months_vacant(starts_on, day, contracts[post], covered), months)
        else:
            yield overpayment.ended(number, unit, cents, overpayment.months_used(starts_on, day, contracts[post], months), months)


def _already(agreement_id: UUID) -> int:
    """Cents asked back before, less what was cancelled: what was waived is not asked again."""
    lines = RecoveryLine.objects.filter(recovery__agreement_id=agreement_id)
    asked = Case(When(recovery__status=RecoveryStatus.CANCELLED, then=F("collected_cents")), default=F("cents"))
    return int(lines.aggregate(total=Sum(asked, default=0))["total"])


def left_to_ask(agreement: Agreement) -> dict[int, int]:
    """Instalment → cents paid, and neither recovered nor asked back: what the books say."""
    numbers = list(agreement.lines.values_list("number", flat=True))
    found = fund.lines(agreement.endowment.books, str(agreement.pk), numbers)
    return {number: line.paid - line.asked_back for number, line in found.items()}


@dataclass(frozen=True, slots=True)
class RecoveryPage:
    """An order to pay back, in full; `account`: where it is paid; `decides`: this person may notify it, or give it up."""

    it: Any
    lines: tuple[RecoveryLine, ...]
    receipts: tuple[RecoveryReceipt, ...]
    account: TreasuryAccount | None
    decides: bool

    @property
    def pk(self) -> UUID:
        return UUID(str(self.it.pk))

    @property
    def status(self) -> str:
        return str(self.it.status)

    @property
    def amount(self) -> Money:
        return Money(sum(line.cents for line in self.lines))

    @property
    def collected(self) -> Money:
        return Money(sum(line.collected_cents for line in self.lines))

    @property
    def left(self) -> Money:
        return Money(sum(line.open_cents for line in self.lines))


def recovery(recovery_id: UUID, by: Actor) -> Recovery:
    """One order to pay back. Raises NotFound (absent, or not visible)."""
    return Recovery.objects.visible_to(by).select_related("organization", "agreement", "endowment", "title").known(recovery_id)


def recovery_page(recovery_id: UUID, by: Actor) -> RecoveryPage:
    """The same with its lines and what came in. Raises NotFound."""
    it = recovery(recovery_id, by)
    return RecoveryPage(
        it,
        tuple(it.lines.select_related("instalment").order_by("instalment__number")),
        tuple(it.receipts.order_by("received_on", "created_at")),
        TreasuryAccount.objects.filter(endowment_id=it.endowment_id).first(),
        policies.can_notify(by, it) or policies.can_give_up(by, it),
    )


SORTS = {"structure": F("organization__name"), "numero": F("number")}


def recoveries_page(by: Actor, statuses: Sequence[str] = (), after: str = "", limit: int = 50, sort: str = "") -> tuple[list[Any], str]:
    """Orders to pay back, newest first (`cents`, `left` in each row); and the id that asks for the next ones."""
    found = Recovery.objects.visible_to(by).select_related("organization", "agreement")
    found = found.annotate(cents=Sum("lines__cents", default=0), left=Sum(OPEN_CENTS, default=0))
    return (found.filter(status__in=statuses) if statuses else found).page(after, limit, sort, SORTS)


def recovery_counts(by: Actor) -> dict[str, int]:
    """How many orders to pay back in each state."""
    return dict(Recovery.objects.visible_to(by).order_by().values_list("status").annotate(count=Count("pk")))


def recoveries_of(by: Actor, organization_id: UUID | None = None, agreement_id: UUID | None = None) -> list[Any]:
    """Those of a host, or of an agreement, newest first, as in `recoveries_page`."""
    wanted = Q(organization_id=organization_id) if organization_id else Q()
    wanted &= Q(agreement_id=agreement_id) if agreement_id else Q()
    found = Recovery.objects.visible_to(by).filter(wanted).select_related("organization", "agreement")
    return list(found.annotate(cents=Sum("lines__cents", default=0), left=Sum(OPEN_CENTS, default=0)).order_by("-created_at", "-pk"))


def to_reply(by: Actor) -> int:
    """How many answers of hosts wait for a reply."""
    return Recovery.objects.visible_to(by).filter(status=RecoveryStatus.ISSUED, reply="").exclude(answer="").count()


def to_notify(by: Actor) -> int:
    """How many may be notified today: replied to, or not answered in time."""
    heard = ~Q(reply="") | Q(answer="", answer_by__lt=clock.today())
    return Recovery.objects.visible_to(by).filter(heard, status=RecoveryStatus.ISSUED).exclude(issued_by=by.pk).count()


def open_recoveries(by: Actor) -> Money:
    """What is still asked back."""
    found = RecoveryLine.objects.filter(recovery__in=Recovery.objects.visible_to(by).filter(status__in=OPEN))
    return Money(found.aggregate(total=Sum(F("cents") - F("collected_cents") - F("given_up_cents"), default=0))["total"])


def payment_deadline() -> dt.date:
    """The last day to pay of an order notified today."""
    today = clock.today()
    return today + dt.timedelta(days=parameters.value("recoveries.payment_days", today))


def reasons(computation: Mapping[str, Any], ground: str) -> list[tuple[str, str]]:
    """The computation in French, line by line: what is read beside the amount, on pages and in the order itself."""
    told = [(FIGURES[word], str(Money(cents))) for word, cents in computation.get("figures", {}).items() if word in FIGURES]
    for it in computation.get("posts", ()):
        used = f"{it['used']} mois utilisés sur {it['months']}"
        told.append((f"Poste {it['post']}", f"{Money(it['paid'])} versés, {used} : {Money(it['over'])} en trop"))
    if told and "over" in computation:
        told.append(("Trop-perçu", str(Money(computation["over"]))))
    if computation.get("already"):
        told.append(("Déjà demandé ou rendu", str(Money(computation["already"]))))
    if ground in overpayment.BY_MONTHS and computation.get("until"):
        told.insert(0, ("Calculé au", french.date(dt.date.fromisoformat(computation["until"]))))
    return told
