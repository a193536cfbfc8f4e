"""Who is near help in a territory: each commune, with its places open to the public, its posts, its digital fragility."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count

from lucette.foundation.territories.enums import ZoningKind
from lucette.foundation.territories.models import Commune, Folded, Zoning
from lucette.kernel import clock
from lucette.kernel.actor import Scope
from lucette.scheme.places.models import Place

ALONE = "sans intercommunalité"


@dataclass(frozen=True, slots=True)
class CommuneCover:
    """`places` open today; `fragility` is None when no list says it (never read it as zero)."""

    code: str
    name: str
    epci_code: str
    epci: str
    population: int | None
    places: int
    posts: int
    fragility: Decimal | None


@dataclass(frozen=True, slots=True)
class Cover:
    """Some communes together. `fragility`: their mean, weighted by population; None when no list says it."""

    code: str
    name: str
    communes: int
    uncovered: int
    population: int
    places: int
    posts: int
    fragility: Decimal | None


def communes_covered(scope: Scope, posts_at: Collection[str] = ()) -> list[CommuneCover]:
    """Every commune of a département or a région, in French alphabetical order, in three questions to the base.

    `posts_at`: the commune of each post of the territory that counts.
    """
    territory = {"department": "department_id", "region": "region_id"}.get(scope.kind)
    if territory is None:
        return []
    here = Commune.objects.filter(**{territory: scope.code}, parent=None)
    open_places = Place.objects.open_on(clock.today()).filter(**{f"commune__{territory}": scope.code}).order_by()
    places = dict(open_places.values_list("commune_id").annotate(count=Count("pk")))
    told = Zoning.objects.filter(kind=ZoningKind.FRAGILITY, **{f"commune__{territory}": scope.code})
    fragility, posts = dict(told.values_list("commune_id", "value")), Counter(posts_at)
    rows = here.order_by(Folded("name")).values_list("code", "name", "intercommunality_id", "intercommunality__name", "population")
    return [
        CommuneCover(
            code,
            name,
            epci_code or "",
            epci or ALONE,
            population,
            places.get(code, 0),
            posts[code],
            Decimal(fragility[code]) if code in fragility else None,
        )
        for code, name, epci_code, epci, population in rows
    ]


def together(code: str, name: str, communes: Collection[CommuneCover]) -> Cover:
    """What these communes are, taken together."""
    return Cover(
        code,
        name,
        len(communes),
        sum(not it.places for it in communes),
        sum(it.population or 0 for it in communes),
        sum(it.places for it in communes),
        sum(it.posts for it in communes),
        mean_fragility(communes),
    )


def by_epci(communes: Collection[CommuneCover]) -> list[Cover]:
    """The same by intercommunalité, those without a place first, then the most fragile, then the most peopled."""
    groups: dict[tuple[str, str], list[CommuneCover]] = {}
    for it in communes:
        groups.setdefault((it.epci_code, it.epci), []).append(it)
    found = [together(code, name, members) for (code, name), members in groups.items()]
    return sorted(found, key=lambda it: (bool(it.places), -(it.fragility or 0), -it.population, it.name))


def mean_fragility(communes: Iterable[CommuneCover]) -> Decimal | None:
    """To one decimal, over the communes of which both the index and the population are known."""
    known = [(it.fragility, it.population) for it in communes if it.fragility is not None and it.population]
    people = sum(population for _, population in known)
    return round(sum((index * population for index, population in known), Decimal(0)) / people, 1) if people else None
