"""What the page of an application says in words: who asks, for what, where it stands, on which territory."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from lucette.foundation.territories import queries as territories
from lucette.foundation.territories.rules import NOT_AVAILABLE, CommuneZoning
from lucette.insight.statistics.territory import files as territory_files
from lucette.kernel import french
from lucette.scheme.applications.enums import ApplicationStatus, Public
from lucette.scheme.applications.queries import Detail
from lucette.scheme.calls.rules import coordinates
from lucette.web.design.elements import Fact, Step
from lucette.web.gate.objects import identifier, said

STUDIED = (
    ApplicationStatus.UNDER_REVIEW,
    ApplicationStatus.INCOMPLETE,
    ApplicationStatus.ON_AGENDA,
    ApplicationStatus.WAITING_LIST,
)
SHORT = (
    "Zone rurale",
    "quartiers prioritaires",
    "fragilité",
    "habitants par poste",
    "distance",
)  # the reasons of the points, in their order
LACKING = {
    "contact": "le contact",
    "need": "le besoin",
    "motivation": "la motivation",
    "start_on": "la date de démarrage",
    "commitments": "les engagements",
    "siret": "le SIRET",
    "pieces": "les documents",
    "opinion": "l’avis de la préfecture",
    "posts_asked": "le nombre de postes demandés",
    "review": "l’instruction",
}


def territory(commune: Any, status: str) -> list[Fact]:
    """What the lists of zoning say of the commune; « non disponible » when no list is loaded. For a file that is studied, the posts around
    and its points too."""
    if status not in STUDIED:
        return territory_facts(commune, territories.zonings([commune])[commune.code])
    found = territory_files([commune])[commune.code]
    reasons = [{"label": it.label, "said": it.said, "points": it.points, "most": it.most} for it in found.score.reasons]
    return [
        *territory_facts(commune, found.zoning),
        *priority({"points": found.score.points, "most": found.score.most, "reasons": reasons}),
    ]


def priority(kept: dict[str, Any] | None) -> list[Fact]:
    """The posts around, and the points that order the agenda, reason by reason; nothing when none were kept."""
    if not kept:
        return []
    *_, people, place = kept["reasons"]
    told = ", ".join(f"{short} {it['points']} sur {it['most']}" for short, it in zip(SHORT, kept["reasons"], strict=True))
    return [
        Fact(people["label"], people["said"]),
        Fact(place["label"], place["said"]),
        Fact("Priorité dans l’ordre du jour", points(kept), reverse("public:priority"), told),
    ]


def points(kept: dict[str, Any]) -> str:
    return f"{french.plural(kept['points'], 'point')} sur {kept['most']}"


def territory_facts(commune: Any, zoning: CommuneZoning) -> list[Fact]:
    population = french.plural(commune.population, "habitant") if commune.population is not None else NOT_AVAILABLE
    return [
        Fact("Commune", commune.name, note=f"{commune.department.name}, {commune.region.name}"),
        Fact("Intercommunalité", commune.intercommunality.name if commune.intercommunality else "aucune"),
        Fact("Population", population),
        Fact("Zone de revitalisation rurale", zoning.zrr_text),
        Fact("France ruralités revitalisation", zoning.frr_text),
        Fact("Quartiers prioritaires", zoning.qpv_text),
        Fact("Fragilité numérique", zoning.fragility_text, note="100 est la moyenne ; plus haut, plus fragile"),
    ]


def steps(detail: Detail) -> list[Step]:
    states = {"to_come": "next"}
    return [
        Step(it.label, states.get(it.state, it.state), it.who, it.since if it.state == "done" else it.expected) for it in detail.timeline
    ]


def facts(detail: Detail) -> list[Fact]:
    """What the host asked, whom to call, what was decided."""
    it = detail.application
    facts = [
        Fact("Structure", detail.organization, note=identifier(it.organization)),
        Fact("Appel", detail.call_title),
        Fact("Postes demandés", french.number(it.posts_asked), note="Postes supplémentaires" if it.additional else ""),
    ]
    facts.append(Fact("Poste demandé", it.get_post_kind_display().capitalize() if coordinates(it.post_kind) else ""))
    if it.renews:
        facts.append(Fact("Renouvellement", f"de la convention {it.renews_number}", note=renewed(it)))
    facts.append(Fact("Partage du temps", detail.sharing))
    if it.posts_granted:
        facts.append(Fact("Postes attribués", french.number(it.posts_granted)))
    facts += need(it)
    facts += [Fact("Démarrage souhaité", said(it.start_on)), Fact("Personne à contacter", contact(it)), Fact("Motivation", it.motivation)]
    facts.append(Fact("Dérogation demandée", it.derogation_asked))
    facts += [
        Fact("Déposée le", said(it.filed_at), note=it.filed_capacity.capitalize()),
        *answer_due(it),
    ]
    facts += [Fact("Motif de la décision", it.decision_reason), *rectified(detail), Fact("Origine", it.source)]
    if it.not_taken_over:
        facts.append(Fact("Non repris", french.enumeration([LACKING.get(code, code) for code in it.not_taken_over])))
    return [fact for fact in facts if fact.value]


def rectified(detail: Detail) -> list[Fact]:
    """What was decided before a rectifying session replaced it: it stays readable."""
    found = [entry for entry in detail.entries if entry.act == "application.rectify"]
    return [Fact("Décision précédente", it.facts["instead_of"], note=f"Remplacée le {said(it.at)} : {it.reason}") for it in found]


def renewed(it: Any) -> str:
    """How many posts the agreement has, and until when those who stay go on."""
    go_on = f" Les contrats à durée déterminée sont prolongés jusqu’au {said(it.contracts_until)}." if it.contracts_until else ""
    return f"Elle porte {french.plural(it.renews_posts, 'poste')}, avec leurs conseillers en place.{go_on}"


def answer_due(it: Any) -> list[Fact]:
    """When the ANCT must answer; that the clock stands still, or that silence has rejected."""
    if it.status == ApplicationStatus.INCOMPLETE:
        return [Fact("Réponse attendue", "délai suspendu", note="Il reprend quand la structure a répondu à la demande de compléments.")]
    facts = [Fact("Réponse attendue avant le", said(it.answer_due_on))]
    if it.implicit_on:
        taken_back = f" Levé le {said(it.implicit_reversed_at)} par une attribution." if it.implicit_reversed_at else ""
        facts.append(Fact("Rejet implicite", f"né le {said(it.implicit_on)}", note=f"{it.implicit_basis}.{taken_back}"))
    return facts


def need(it: Any) -> list[Fact]:
    """For whom, where, beside what."""
    return [
        Fact("Publics", french.enumeration([Public(code).label for code in it.publics])),
        Fact("Lieux prévus", it.places_planned),
        Fact("Aide déjà présente", it.existing_offer),
        Fact("France Services", "le poste s’ajoute aux agents de cet espace" if it.france_services else ""),
    ]


def derogation(instruction: Any) -> list[Fact]:
    """Why a file that fails a rule may go before the committee."""
    given = instruction is not None and instruction.derogation_reason
    return [Fact("Dérogation", instruction.derogation_reason, note=f"Décidée le {said(instruction.derogated_at)}")] if given else []


def contact(it: Any) -> str:
    return " · ".join(filter(None, [it.contact_name, it.contact_function, it.contact_email, french.phone(it.contact_phone)]))
