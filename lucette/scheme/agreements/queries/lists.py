"""Which agreements, in which order; what is known of their renewal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Subquery

from lucette.foundation.organizations.enums import BankDetailsStatus
from lucette.foundation.organizations.models import BankDetails
from lucette.foundation.territories.models import Folded
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.scheme.agreements.enums import OPEN_AMENDMENT, AgreementStatus, NoticeKind, NoticeStatus
from lucette.scheme.agreements.models import Agreement, Amendment, Notice
from lucette.scheme.applications.enums import LIVE, ApplicationStatus
from lucette.scheme.applications.models import Application
from lucette.scheme.calls import queries as calls
from lucette.scheme.fund import queries as fund

# what the list may be ordered by
SORTS: dict[str, Any] = {
    "numero": F("number"),
    "structure": Folded("organization__name"),
    "postes": F("posts"),
    "montant": F("amount_cents"),
}


def with_renewal(seen: Any, on: dt.date) -> Any:
    """Read with each agreement: how many `months_before_end` it may be renewed (None: no call renews it), the application by which its
    renewal is `asked`, if any, and whether it is `examined` still, its agreement not signed."""
    asked = Application.objects.filter(renews=OuterRef("pk"), status__in=LIVE)
    examined = Exists(asked.exclude(status=ApplicationStatus.AGREED))
    return seen.annotate(months_before_end=calls.months_before_end(on), asked=Subquery(asked.values("number")[:1]), examined=examined)


def agreements(by: Actor, status: str = "") -> list[Agreement]:
    """The agreements that this person sees (in one status), oldest first."""
    seen = Agreement.objects.visible_to(by).select_related("organization__commune", "award")
    return list((seen.filter(status=status) if status else seen).in_order())


def agreements_page(
    by: Actor, statuses: Sequence[str] = (), after: str = "", limit: int = 50, sort: str = "", only: Sequence[UUID] | None = None
) -> tuple[list[Agreement], str]:
    """The agreements that this person sees (in these statuses; `only` these), newest first; and the id that asks for the next ones."""
    seen = Agreement.objects.visible_to(by).select_related("organization__commune__department", "award")
    seen = seen if only is None else seen.filter(pk__in=only)
    return (seen.filter(status__in=statuses) if statuses else seen).page(after, limit, sort, SORTS)


def numbers(ids: Collection[UUID], by: Actor) -> dict[UUID, str]:
    """Their numbers, by id, of those that this person sees."""
    return dict(Agreement.objects.visible_to(by).filter(pk__in=ids).values_list("pk", "number"))


def counts_by_status(by: Actor) -> dict[str, int]:
    """How many agreements of the actor's scope are in each status; those with none are absent."""
    return dict(Agreement.objects.visible_to(by).values_list("status").annotate(count=Count("pk")).order_by("status"))


def with_ended_posts(endowment_id: UUID, by: Actor) -> list[tuple[Agreement, int]]:
    """The agreements whose posts ended, and how many of each were not reopened, in the order of their numbers. Raises NotFound."""
    ended = fund.ended_posts(endowment_id)
    found = Agreement.objects.visible_to(by).filter(pk__in=ended).select_related("organization").order_by("number")
    return [(it, ended[it.pk]) for it in found]


def agreements_of(organization_id: UUID, by: Actor) -> list[Agreement]:
    """The agreements of a host, latest first; `account_declared`: does the host have an account declared, checked or in use? `to_answer`:
    what it has not answered yet, `answer_by` until when; `changing`: is an amendment under way?"""
    declared = BankDetails.objects.filter(organization_id=organization_id).exclude(status=BankDetailsStatus.REPLACED)
    seen = Agreement.objects.visible_to(by).filter(organization_id=organization_id).annotate(account_declared=Exists(declared))
    asked = Notice.objects.filter(agreement=OuterRef("pk"), status=NoticeStatus.OPEN).exclude(kind=NoticeKind.HOST)
    seen = seen.annotate(to_answer=Subquery(asked.values("pk")[:1]), answer_by=Subquery(asked.values("answer_by")[:1]))
    changes = Amendment.objects.filter(agreement=OuterRef("pk"), status__in=OPEN_AMENDMENT)
    seen = with_renewal(seen, clock.today()).annotate(changing=Exists(changes))
    return list(seen.select_related("organization", "award__application__organization").order_by("-created_at", "pk"))


def near_their_end(endowment_id: UUID, employer: str, on: dt.date, until: dt.date) -> list[Agreement]:
    """The agreements in force of these hosts that end from that day to the other, and whose host was told nothing of their renewal."""
    running = Agreement.objects.filter(status=AgreementStatus.IN_FORCE, endowment_id=endowment_id, organization__employer=employer)
    found = running.filter(ends_on__range=(on, until), renewal_told_on=None)
    return list(found.select_related("organization", "award__application").order_by("ends_on", "number"))


def live_agreement(award_id: UUID) -> Agreement | None:
    """The agreement under way or in force of an award, if any."""
    return Agreement.objects.live().filter(award_id=award_id).first()
