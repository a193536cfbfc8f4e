"""Find a commune, know its zoning, measure, list. Territories are public: no actor is asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from lucette.foundation.territories import adapters, rules
from lucette.foundation.territories.enums import Zone, ZoningKind
from lucette.foundation.territories.models import Commune, Department, Folded, FormerCommune, Region, Zoning
from lucette.kernel.errors import NotFound

EXACT, PREFIX, SIMILAR = 0, 1, 2
Score = tuple[int, float, int, int, str]


@dataclass(frozen=True, slots=True)
class Found:
    """One answer of a search: a present commune; `note` says by which former commune it was found."""

    code: str
    name: str
    department_code: str
    department_name: str
    postcodes: tuple[str, ...]
    population: int | None
    latitude: float | None
    longitude: float | None
    note: str = ""

    @property
    def label(self) -> str:
        """`Tulle (Corrèze)`, `Valserhône (Ain), ancienne commune de Bellegarde-sur-Valserine`."""
        return f"{self.name} ({self.department_name})" + (f", {self.note}" if self.note else "")


def search_communes(text: str, limit: int = 10) -> list[Found]:
    """Communes by name, postcode or former name, best first: the very name, names that begin so, then names that look like it.

    `text` may join a name, a postcode and a department code (`st denis 93`); accents, hyphens and capitals do not count.
    A number may also belong to the name (`paris 15`).
    """
    words = rules.read_words(text)
    if words == rules.Words():
        return []
    answers = list(scored(words, limit))
    if words.name and words.department:
        answers += [(score, it) for score, it in scored(rules.Words(rules.searchable(text)), limit) if score[0] < SIMILAR]
    once: dict[str, Found] = {}
    for _, answer in sorted(answers, key=lambda pair: pair[0]):
        once.setdefault(answer.code, answer)
    return list(once.values())[:limit]


def scored(words: rules.Words, limit: int) -> Iterator[tuple[Score, Found]]:
    """The best communes and former communes, each with what sorts it among the others (lowest first)."""
    for it in ranked(narrowed(Commune.objects.select_related("department"), words), words.name, "population")[:limit]:
        yield (it.rank, -it.similarity, 0, -(it.population or 0), it.code), found(it)
    if words.name:
        renamed = FormerCommune.objects.select_related("present__department").exclude(search_name=F("present__search_name"))
        for it in ranked(narrowed(renamed, words, "present__"), words.name, "present__population")[:limit]:
            note = f"ancienne commune {rules.of_place(it.name)}"
            yield (it.rank, -it.similarity, 1, -(it.present.population or 0), it.code), found(it.present, note)


def found(commune: Commune, note: str = "") -> Found:
    department = commune.department
    return Found(
        commune.code,
        commune.name,
        department.code,
        department.name,
        tuple(commune.postcodes),
        commune.population,
        commune.latitude,
        commune.longitude,
        note,
    )


def narrowed(rows: QuerySet[Any], words: rules.Words, path: str = "") -> QuerySet[Any]:
    """Those of the postcode and department that were typed."""
    if words.postcode:
        rows = rows.filter(**{f"{path}postcodes__contains": [words.postcode]})
    return rows.filter(**{f"{path}department": words.department}) if words.department else rows


def ranked(rows: QuerySet[Any], name: str, population: str) -> QuerySet[Any]:
    """Annotated with rank and similarity (which counts only among look-alikes), best first. Without a name, the most peopled first."""
    heavy = F(population).desc(nulls_last=True)
    if not name:
        return rows.annotate(rank=Value(EXACT), similarity=Value(0.0)).order_by(heavy, "code")
    prefix = Q(search_name__startswith=name)
    rank = Case(When(search_name=name, then=EXACT), When(prefix, then=PREFIX), default=SIMILAR, output_field=IntegerField())
    rows = rows.filter(prefix | Q(search_name__trigram_similar=name)) if len(name) > 1 else rows.filter(search_name=name)
    rows = rows.annotate(rank=rank)
    return rows.annotate(similarity=Case(When(rank=SIMILAR, then=TrigramSimilarity("search_name", name)), default=0.0)).order_by(
        "rank", "-similarity", heavy, "code"
    )


def commune(code: str) -> Commune:
    """The commune of an Insee code, present or former, with its department, region and EPCI. Raises NotFound."""
    wanted = code.strip().upper()
    rows = Commune.objects.select_related("department", "region", "intercommunality")
    row = rows.filter(code=wanted).first() or rows.filter(former__code=wanted).first()
    if row is None:
        raise NotFound("commune_unknown", f"Le code « {wanted} » n’est celui d’aucune commune, actuelle ou ancienne.")
    return row


def present_codes() -> dict[str, str]:
    """Every known code, present or former, with the code of the present commune: for imports of many rows."""
    codes = dict(FormerCommune.objects.values_list("code", "present_id"))
    return codes | {code: code for code in Commune.objects.values_list("code", flat=True)}


def zoning(commune_code: str) -> rules.CommuneZoning:
    """What the imported lists say of a commune (code present or former). Raises NotFound for an unknown code.

    A municipal arrondissement of which a list does not speak has the class of its commune; never its districts, which lie elsewhere.
    """
    it = commune(commune_code)
    return zonings([it])[it.code]


def zonings(communes: Collection[Commune]) -> dict[str, rules.CommuneZoning]:
    """What the imported lists say of each of these communes, by code, in one question to the base."""
    wanted = {code for it in communes for code in (it.code, it.parent_id) if code}
    listed = Zoning.objects.filter(kind=ZoningKind.QPV).order_by().values_list("commune_id", "kind", "value", "detail")
    asked = Zoning.objects.filter(commune_id__in=wanted).order_by().values_list("commune_id", "kind", "value", "detail")
    facts = list(asked.union(listed[:1]))
    districts = any(kind == ZoningKind.QPV for _, kind, _, _ in facts)
    return {it.code: zoning_told(it, facts, districts) for it in communes}


def zoning_told(it: Commune, facts: Iterable[tuple[str, str, str, str]], listed: bool) -> rules.CommuneZoning:
    """What these lines of lists (commune, kind, value, detail) say of the commune. `listed`: the list of districts is loaded."""
    facts = sorted(facts, key=lambda fact: fact[3])
    own = [fact for fact in facts if fact[0] == it.code]
    one = {kind: value for of, kind, value, _ in [*(fact for fact in facts if it.parent_id and fact[0] == it.parent_id), *own]}
    index = one.get(ZoningKind.FRAGILITY)
    return rules.CommuneZoning(
        zrr=one.get(ZoningKind.ZRR),
        frr=one.get(ZoningKind.FRR),
        qpv=tuple(detail or value for _, kind, value, detail in own if kind == ZoningKind.QPV) if listed else None,
        fragility=Decimal(index) if index is not None else None,
    )


def communes(codes: Collection[str]) -> dict[str, Commune]:
    """The present communes of these codes, with their department, region and EPCI; unknown codes are absent."""
    return Commune.objects.select_related("department", "region", "intercommunality").in_bulk(list(codes))


def zone_of(commune: Commune) -> Zone:
    """Metropolitan France, one of the five overseas departments, or another overseas collectivity."""
    return rules.zone_of_department(commune.department_id)


def departments() -> list[Department]:
    """The 101 departments, in French alphabetical order (overseas collectivities are not departments)."""
    return list(Department.objects.exclude(zone="com").select_related("region").order_by(Folded("name")))


def regions() -> list[Region]:
    """The 18 regions, in French alphabetical order."""
    return list(Region.objects.exclude(zone="com").order_by(Folded("name")))


def outlines(kind: Literal["departments", "regions"]) -> dict[str, Any]:
    """Parsed GeoJSON, read once and shared: do not change it. Each feature has `code` and `name`; true positions overseas."""
    return adapters.outlines(kind)
