"""Awards, and the letter that tells one."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from lucette.foundation.accounts import queries as accounts
from lucette.kernel import french
from lucette.kernel.actor import Actor
from lucette.kernel.errors import NotFound
from lucette.kernel.money import Money
from lucette.scheme.calls.rules import posts_text
from lucette.scheme.committee.models import AgendaLine, Award
from lucette.scheme.committee.rules import LetterFacts
from lucette.scheme.fund import queries as fund

AGENCY = {"name": "Agence nationale de la cohésion des territoires", "address": "20 avenue de Ségur, 75007 Paris"}
REMEDIES = (
    "Cette décision peut être contestée dans les deux mois qui suivent sa notification : par un recours gracieux adressé à l’Agence "
    "nationale de la cohésion des territoires, ou par un recours devant le tribunal administratif compétent (www.telerecours.fr). "
    "Un recours gracieux prolonge ce délai : il repart de la réponse, ou de deux mois de silence."
)


@dataclass(frozen=True, slots=True)
class AwardPage:
    """`reserved` money and `reserved_posts` still wait for an agreement; zero once it is signed, or the award released. `replaced`: what a
    rectifying session decided instead; "" for an award that stands; `former`: the one that this replaced."""

    award: Award
    unit: Money
    amount: Money
    reserved: Money
    reserved_posts: int
    status: str
    replaced: str
    former: Award | None
    recruit_by: str
    reason: str

    @property
    def waits(self) -> bool:
        """Does it wait for its agreement?"""
        return self.reserved.cents > 0 and not self.award.released_at


def award(award_id: UUID, by: Actor) -> Award:
    """One award, with its host, its application and its session. Raises NotFound."""
    return (
        Award.objects.visible_to(by)
        .select_related("application__call", "organization__commune", "session", "scale", "line__corrects__session", "replaced_by__session")
        .known(award_id)
    )


def award_of(application_id: UUID, by: Actor) -> Award:
    """The award of an application: the live one, else the last it had. Raises NotFound."""
    found = Award.objects.visible_to(by).filter(application_id=application_id).latest_first().first()
    if found is None:
        raise NotFound
    return found


def awards_of(organization_id: UUID, by: Actor) -> list[Award]:
    """The awards of a host: live ones first, then the latest."""
    seen = Award.objects.visible_to(by).filter(organization_id=organization_id)
    return list(seen.select_related("application", "session").latest_first())


def awards_of_session(session_id: UUID, by: Actor) -> list[Award]:
    """What a session awarded, in the order of its agenda."""
    seen = Award.objects.visible_to(by).filter(session_id=session_id)
    return list(seen.select_related("organization", "application").order_by("line__position"))


def award_page(award_id: UUID, by: Actor) -> AwardPage:
    """The award as its host reads it. Raises NotFound."""
    it = award(award_id, by)
    left = fund.award_position(it.pk)
    status = "remplacée" if it.replaced_by else "libérée" if it.released_at else "réservée" if left.reserved_cents else "conventionnée"
    return AwardPage(
        it,
        Money(it.unit_cents),
        Money(it.amount_cents),
        Money(left.reserved_cents),
        left.reserved_posts,
        status,
        instead(it.replaced_by) if it.replaced_by else "",
        Award.objects.visible_to(by).filter(replaced_by=it.line).first() if it.line.corrects else None,
        french.date(it.recruit_by),
        it.line.reason,
    )


def instead(line: AgendaLine) -> str:
    """« refusé, par la séance S-2021-04 du 2 avril 2021 »."""
    return f"{line.said}, par la séance {line.session.number} du {french.date(line.session.held_on)}"


def _rectified(it: Award) -> str:
    """The sentences of a letter that replaces an earlier decision."""
    if it.line.corrects is None:
        return ""
    return f"Cette décision remplace la précédente : {it.line.corrected}. Motif de la rectification : {it.line.correction.rstrip('.')}.\n\n"


def _next(it: Award) -> str:
    if it.application.renews:
        return (
            f", en renouvellement de la convention {it.application.renews_number}. Les postes gardent leur numéro et les conseillers en "
            "place le restent.\n\nPour la suite :\n\n- vous demandez la nouvelle convention en ligne ;\n- vous la signez."
        )
    return (
        ".\n\nPour la suite :\n\n- vous demandez la convention en ligne ;\n- vous choisissez vos candidats ;\n"
        f"- vous signez les contrats de travail avant le {french.date(it.recruit_by)}."
    )


def award_letter(award_id: UUID, by: Actor) -> LetterFacts:
    """Facts of the template « letter » for the award. Raises NotFound."""
    it = award(award_id, by)
    host, signatory = it.organization, it.session.closed_by
    posts = posts_text(it.application.post_kind, it.posts)
    name = accounts.names([signatory]).get(signatory, "La directrice générale") if signatory else "La directrice générale"
    return LetterFacts(
        title=f"Attribution{' rectifiée' if it.line.corrects else ''} : {posts}",
        sort="Décision",
        reference=it.number,
        date=french.date(it.session.held_on),
        from_=AGENCY,
        to={"name": host.name, "address": ", ".join(filter(None, [host.address, host.commune.name]))},
        greeting="Madame, Monsieur,",
        body=f"Le comité de sélection a examiné {'de nouveau ' if it.line.corrects else ''}votre candidature {it.application.number} "
        f"le {french.date(it.session.held_on)}. {_rectified(it)}Nous avons le plaisir de vous attribuer {posts}{_next(it)}",
        table=[
            {"label": "Postes attribués", "value": french.number(it.posts)},
            {"label": "Par poste", "value": str(Money(it.unit_cents))},
            {"label": "Subvention maximale", "value": str(Money(it.amount_cents))},
            {"label": "Durée financée", "value": f"{it.months} mois par poste"},
        ],
        remedies=REMEDIES,
        closing="Nous vous prions d’agréer, Madame, Monsieur, l’expression de notre considération distinguée.",
        signatory={"name": name, "capacity": it.session.signatory_capacity},
    )
