"""With whom a post is shared."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from lucette.scheme.applications import rules
from lucette.scheme.applications.models import Application, Partner

# (name, percent) of each partner, beside the row of its application: no question more
SHARED = ArraySubquery(
    Partner.objects.filter(application=OuterRef("pk")).order_by("created_at").values(told=JSONObject(name="name", percent="percent"))
)


@dataclass(frozen=True, slots=True)
class PartnerShown:
    """A body that receives the adviser `percent` % of the time."""

    id: UUID
    name: str
    percent: int


def partners(it: Application) -> list[PartnerShown]:
    """In the order in which the host named them."""
    return [PartnerShown(row.pk, row.name, row.percent) for row in Partner.objects.filter(application=it).order_by("created_at")]


def sharing(it: Application) -> str:
    """Who receives the adviser and how much of the time, in French; "" when the post is not shared. No question when `it` was read with
    SHARED."""
    told = it.__dict__.get("shared")
    if told is None:
        told = Partner.objects.filter(application=it).order_by("created_at").values("name", "percent")
    return rules.shares(it.organization.name, {row["name"]: row["percent"] for row in told})
