"""Amendments and notices as pages show them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, Min, OuterRef, Q, Subquery, TextField
from django.db.models.functions import Cast, Coalesce, JSONObject

from lucette.foundation.territories.models import Folded
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.records import RecordQuerySet
from lucette.scheme.agreements.enums import OPEN_NOTICE, POSTS_CHANGE, AgreementStatus, AmendmentStatus, NoticeKind, NoticeStatus
from lucette.scheme.agreements.models import Agreement, Amendment, Notice

AMENDMENT_SORTS: dict[str, Any] = {"numero": F("number"), "structure": Folded("agreement__organization__name"), "effet": F("effective_on")}
RELATED = ("agreement__organization__commune", "to_organization", "to_agreement__organization", "receipt", "document")


def amendment(amendment_id: UUID, by: Actor) -> Amendment:
    """One amendment, with its agreement, its host, its posts. Raises NotFound."""
    return Amendment.objects.visible_to(by).select_related(*RELATED).prefetch_related("about_posts").known(amendment_id)


def amendments_page(
    by: Actor, statuses: Sequence[str] = (), after: str = "", limit: int = 50, sort: str = ""
) -> tuple[list[Amendment], str]:
    """The amendments that this person sees (in these statuses), newest first; and the id that asks for the next ones."""
    seen = Amendment.objects.visible_to(by).select_related("agreement__organization")
    return (seen.filter(status__in=statuses) if statuses else seen).page(after, limit, sort, AMENDMENT_SORTS)


def amendment_counts(by: Actor) -> dict[str, int]:
    """How many in each status."""
    return dict(Amendment.objects.visible_to(by).order_by().values_list("status").annotate(count=Count("pk")))


def may_welcome(number: str, source: Agreement) -> UUID | None:
    """The agreement in force of that number, of another host of the same département on the same endowment: its id."""
    there = {"department_code": source.department_code, "endowment_id": source.endowment_id, "status": AgreementStatus.IN_FORCE}
    found = Agreement.objects.filter(number=number, **there).exclude(organization_id=source.organization_id)
    return found.values_list("pk", flat=True).first()


def opinions_awaited(by: Actor) -> int:
    """Amendments on which the prefecture has not answered."""
    return Amendment.objects.visible_to(by).filter(kind__in=POSTS_CHANGE, status=AmendmentStatus.REQUESTED).count()


def notice(notice_id: UUID, by: Actor) -> Notice:
    """One notice, with its agreement and its host. Raises NotFound."""
    return Notice.objects.visible_to(by).select_related("agreement__organization__commune").known(notice_id)


def to_edit_and_to_study(by: Actor) -> tuple[list[Agreement], int]:
    """The agreements asked for and not edited yet, oldest first, and how many amendments are to study: in one question."""
    asked = Amendment.objects.filter(agreement=OuterRef("pk"), status__in=(AmendmentStatus.REQUESTED, AmendmentStatus.PREFECT_OPINION))
    counted = Subquery(asked.order_by().values("agreement").annotate(count=Count("pk")).values("count"))
    seen = Agreement.objects.visible_to(by).select_related("organization__commune", "award").annotate(to_study=Coalesce(counted, 0))
    found: list[Any] = list(seen.filter(Q(status=AgreementStatus.PREPARING) | Q(to_study__gt=0)).in_order())
    return [it for it in found if it.status == AgreementStatus.PREPARING], sum(it.to_study for it in found)


@dataclass(frozen=True, slots=True)
class Waits:
    """How much waits for a delegate of the Caisse des Dépôts; `first`: the agreement of a notice to decide."""

    to_sign: int
    to_decide: int
    to_settle: int
    first: str | None


def waits(by: Actor) -> Waits:
    """Amendments to sign; notices ripe (answered, late, or the host's own); agreements over: in one question."""
    today = clock.today()
    heard = Q(notices__kind=NoticeKind.HOST) | Q(notices__status=NoticeStatus.ANSWERED) | Q(notices__answer_by__lt=today)
    ripe = heard & Q(notices__status__in=OPEN_NOTICE)
    over = Q(status=AgreementStatus.TERMINATED) | Q(status=AgreementStatus.IN_FORCE, ends_on__lt=today)
    found = Agreement.objects.visible_to(by).aggregate(
        to_sign=Count("amendments", filter=Q(amendments__status=AmendmentStatus.ACCEPTED), distinct=True),
        to_decide=Count("notices", filter=ripe, distinct=True),
        to_settle=Count("pk", filter=over, distinct=True),
        first=Min(Cast("pk", TextField()), filter=ripe),
    )
    return Waits(**found)


@dataclass(frozen=True, slots=True)
class Change:
    """An amendment as the page of its agreement tells it."""

    pk: UUID
    number: str
    kind: str
    status: str
    effective_on: dt.date
    people: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A notice as the page of its agreement tells it."""

    pk: UUID
    kind: str
    duty: str
    status: str
    text: str
    answer: str
    made_on: dt.date
    answer_by: dt.date | None
    people: tuple[UUID, ...]


def with_its_life(agreements: RecordQuerySet[Agreement]) -> RecordQuerySet[Agreement]:
    """With its amendments and its notices, oldest first, in the same question: see `changes` and `asked`."""
    of = {"agreement": OuterRef("pk")}
    one = _json("pk", "number", "kind", "status", "effective_on", "asked_by", "signed_by")
    other = _json("pk", "kind", "duty", "status", "text", "answer", "created_at", "answer_by", "made_by", "decided_by", "status_by")
    return agreements.annotate(
        told_changes=ArraySubquery(Amendment.objects.filter(**of).order_by("created_at", "pk").values(json=one)),
        told_notices=ArraySubquery(Notice.objects.filter(**of).order_by("created_at", "pk").values(json=other)),
    )


def _json(*words: str) -> JSONObject:
    return JSONObject(**{word: word for word in words})


def changes(it: Any) -> list[Change]:
    return [_change(dict(row)) for row in it.told_changes]


def _change(row: dict[str, Any]) -> Change:
    people, day = _people(row, "asked_by", "signed_by"), dt.date.fromisoformat(row["effective_on"])
    return Change(**row | {"pk": UUID(row["pk"]), "effective_on": day, "people": people})


def asked(it: Any) -> list[Asked]:
    return [_asked(dict(row)) for row in it.told_notices]


def _asked(row: dict[str, Any]) -> Asked:
    people = _people(row, "made_by", "decided_by", "status_by")
    made_on = dt.datetime.fromisoformat(row.pop("created_at")).astimezone(clock.PARIS).date()
    answer_by = dt.date.fromisoformat(row["answer_by"]) if row["answer_by"] else None
    return Asked(**row | {"pk": UUID(row["pk"]), "made_on": made_on, "answer_by": answer_by, "people": people})


def _people(row: dict[str, Any], *words: str) -> tuple[UUID, ...]:
    """Who took part, taken out of the row."""
    found = [row.pop(word) for word in words]
    return tuple(UUID(pk) for pk in found if pk)
