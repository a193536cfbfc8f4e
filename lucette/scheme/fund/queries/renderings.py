"""The accounts of a year: derived from the postings as often as one wants, and as they were frozen."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef

from lucette.foundation.ledger.queries import periods
from lucette.foundation.ledger.rules import canonical
from lucette.foundation.organizations.models import Organization
from lucette.foundation.parameters import queries as parameters
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.scheme.fund.enums import EndowmentStatus, RenderingStatus
from lucette.scheme.fund.models import Endowment, Rendering
from lucette.scheme.fund.queries.position import endowments
from lucette.scheme.fund.rules import accounts, fec
from lucette.scheme.fund.rules.accounts import Names

PAYEES = ("payable", "payable_supplier", "receivable")


def days_of(year: int) -> tuple[dt.date, dt.date]:
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def payees(it: Endowment, until: dt.date) -> dict[str, list[str]]:
    """Everybody the books name until that day: id → registration number and name, as they are today."""
    found = {code.split("/")[1] for word in PAYEES for code, _ in periods.exchanged(it.books.cash, word, until)}
    known = Organization.objects.filter(pk__in=found).values_list("pk", "siret", "ridet", "name")
    return {str(pk): [siret or ridet or str(pk), name] for pk, siret, ridet, name in known}


def frozen_names(it: Endowment, until: dt.date, pieces: Mapping[str, str]) -> dict[str, Any]:
    """What a rendering freezes besides its figures. `pieces`: fact (`order:<id>`, `agreement:<id>`) → the number people know."""
    return {"payees": payees(it, until), "pieces": dict(pieces)}


def accounts_of(it: Endowment, year: int, names: Names, through: int | None = None) -> dict[str, Any]:
    """Every figure of the year, from the postings alone (of id at most `through`): the same answer as often as it is asked."""
    (starts_on, ends_on), cash = days_of(year), it.books.cash
    opening = periods.standing(cash, starts_on)
    counted = accounts.Year(periods.debited_by_fact(cash, accounts.USES, ends_on))
    for entry in periods.entries(cash, starts_on, ends_on, through):
        counted.add(entry)
    postings, last = periods.extent(it.books.all, starts_on, ends_on)
    return {
        "year": year,
        "endowment": {"code": it.code, "title": it.title},
        "expenses": accounts.rows(counted.uses),
        "receipts": accounts.rows(counted.resources),
        "treasury": accounts.rows(counted.bank),
        "balances": accounts.balances(opening, counted),
        "advance": accounts.advance(periods.exchanged(cash, accounts.BANK, ends_on, through)),
        "receivables": accounts.receivables(periods.exchanged(cash, "receivable", ends_on, through), names),
        "fec": fec.summed(fec.lines(opening, periods.entries(cash, starts_on, ends_on, through), names, starts_on), names),
        "extent": {"cash_postings": counted.postings, "postings": postings, "last_posting": last},
    }


def digest(figures: Mapping[str, Any], names: Names) -> str:
    """SHA-256 of the figures and of the names with which they are told, whatever the order of their keys."""
    return hashlib.sha256(canonical([sorted_deep(figures), sorted_deep(names)])).hexdigest()


def sorted_deep(it: Any) -> Any:
    """The same content, each dictionary in the order of its keys: what a JSON column gives back has another order."""
    if isinstance(it, Mapping):
        return {key: sorted_deep(it[key]) for key in sorted(it)}
    return [sorted_deep(part) for part in it] if isinstance(it, list | tuple) else it


def recomputed(it: Rendering) -> str:
    """The digest that the postings give today: that of the rendering, as long as nothing came into its year."""
    return digest(accounts_of(it.endowment, it.year, it.names), it.names)


def fec_lines(it: Rendering) -> Iterator[fec.FecLine]:
    """Every line of the extract in eighteen columns, as it was frozen."""
    cash = it.endowment.books.cash
    entries = periods.entries(cash, it.starts_on, it.ends_on, it.figures["extent"]["last_posting"])
    return fec.lines(periods.standing(cash, it.starts_on), entries, it.names, it.starts_on)


def fec_bytes(it: Rendering) -> Iterator[bytes]:
    """The extract as a file, little by little."""
    return fec.written(fec_lines(it), it.names)


def operations(it: Rendering, after: str = "", limit: int = 50) -> tuple[list[fec.Operation], str]:
    """The list of operations, in the order of the extract, after the operation of that number; and the number that asks for the next."""
    start = int(after) if after.isdigit() else 0
    found = list(islice(fec.operations(fec_lines(it), it.names), start, start + limit + 1))
    return found[:limit], str(start + limit) if len(found) > limit else ""


# -- what pages show


def renderings_page(by: Actor, status: str = "", after: str = "", limit: int = 50) -> tuple[list[Rendering], str]:
    """Accounts rendered (in this state), newest first; and the id that asks for the next ones."""
    seen = Rendering.objects.visible_to(by).light().select_related("endowment")
    return (seen.filter(status=status) if status else seen).page(after, limit)


def rendering_counts(by: Actor) -> dict[str, int]:
    """How many are in each state."""
    seen = Rendering.objects.visible_to(by).order_by("status").values_list("status")
    return dict(seen.annotate(count=Count("pk")))


def rendering(rendering_id: UUID, by: Actor) -> Rendering:
    """The accounts of one year. Raises NotFound."""
    return Rendering.objects.visible_to(by).select_related("endowment", "document", "spreadsheet").known(rendering_id)


def to_prepare(by: Actor) -> list[tuple[Endowment, int]]:
    """Of each endowment, the first year over whose accounts nobody prepared, once those of the years before are approved."""
    seen = [it for it in endowments(by) if it.status == EndowmentStatus.NOTIFIED]
    live = Rendering.objects.filter(endowment__in=seen).exclude(status__in=("sent_back", "withdrawn"))
    done: dict[UUID, dict[int, str]] = {}
    for endowment_id, year, status in live.values_list("endowment_id", "year", "status"):
        done.setdefault(endowment_id, {})[year] = status
    first = periods.first_days([code for it in seen for code in it.books.all])
    years = ((it, _first_to_render(it, done.get(it.pk, {}), [first[code].year for code in it.books.all if code in first])) for it in seen)
    return [(it, year) for it, year in years if year]


def late_to_prepare(by: Actor) -> list[Endowment]:
    """The endowments whose accounts of last year nobody prepared, once the delay after its end is over (`fund.rendering_days`)."""
    today = clock.today()
    ends_on = days_of(today.year - 1)[1]
    if today <= ends_on + dt.timedelta(days=parameters.value("fund.rendering_days", today)):
        return []
    live = Rendering.objects.filter(endowment=OuterRef("pk"), year=ends_on.year).exclude(status__in=("sent_back", "withdrawn"))
    seen = endowments(by).filter(~Exists(live), status=EndowmentStatus.NOTIFIED)
    return [it for it in seen if it.notified_at and it.notified_at.astimezone(clock.PARIS).date() <= ends_on]


def _first_to_render(it: Endowment, done: Mapping[int, str], written: Sequence[int]) -> int | None:
    """`done`: year → state of its accounts; `written`: the first year of each of its books."""
    notified = [it.notified_at.astimezone(clock.PARIS).year] if it.notified_at else []
    for year in range(min([*notified, *done, *written], default=clock.today().year), clock.today().year):
        if year not in done:
            return year
        if done[year] != RenderingStatus.APPROVED:
            return None
    return None
