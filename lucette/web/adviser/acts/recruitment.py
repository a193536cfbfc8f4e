"""The candidate's side: join the pool, leave it, answer an invitation."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse

from lucette.kernel import clock, french
from lucette.kernel.errors import NotFound
from lucette.kernel.workflow import Workflow
from lucette.scheme.recruitment import actions, queries
from lucette.scheme.recruitment.enums import CANDIDATE, HIRE, CandidateStatus
from lucette.web.design.elements import Fact
from lucette.web.gate.acts import ActPage
from lucette.web.gate.communes import spoken
from lucette.web.gate.wishes import PathForm, WhereAndWhenForm, wishes


class WishForm(PathForm, WhereAndWhenForm):
    """What a candidate asks for, and what hosts will see."""


class OfCandidate(ActPage):
    """An act on one's own card in the pool."""

    workflow: ClassVar[Workflow | None] = CANDIDATE

    def subject(self) -> Any:
        return queries.candidate_of(self.by.pk, self.by)

    def back(self) -> str:
        return reverse("adviser:profile")

    def crumbs(self) -> list[tuple[str, str]]:
        return [("Mon espace", reverse("adviser:dashboard")), ("Votre profil au vivier", self.back())]


class Apply(OfCandidate):
    """S’inscrire au vivier, ou y revenir avec d’autres souhaits."""

    route, address = "adviser:apply", "profil/inscription/"
    also = ((CANDIDATE, "apply"), (CANDIDATE, "come_back"))
    workflow = None
    label = title = "S’inscrire au vivier"
    submit = "M’inscrire au vivier"
    lead = "Les structures d’accueil proches de chez vous verront ce que vous écrivez ici."
    what_happens = "Vous recevrez une lettre à chaque invitation. Vous restez libre d’accepter ou de décliner."
    form_class = WishForm

    def initial(self) -> dict[str, Any]:
        it = self.it
        if it is None:
            return {"available_on": clock.today()}
        kept = ("situations", "diploma", "motivation", "pix_shared")
        where = {"commune": spoken(it.commune), "radius_km": it.radius_km, "available_on": max(it.available_on, clock.today())}
        return where | {word: getattr(it, word) for word in kept}

    def perform(self, answers: dict[str, Any]) -> str:
        it = actions.apply(person_id=self.by.pk, by=self.by, **wishes(answers))
        return f"Vous êtes au vivier, disponible à partir du {french.date(it.available_on)}."

    @classmethod
    def may(cls, by: Any, it: Any) -> bool:
        return it is None or bool(it.status == CandidateStatus.WITHDRAWN)


class Withdraw(OfCandidate):
    """Se retirer du vivier."""

    route, address, act = "adviser:withdraw", "profil/retrait/", "withdraw"
    danger = True

    def subject(self) -> Any:
        found = super().subject()
        if found is None:
            raise NotFound
        return found

    def effects(self) -> list[str]:
        return [
            "Plus aucune structure ne voit votre profil.",
            "Vos invitations en cours sont annulées, et les structures prévenues.",
            "Vous pourrez revenir quand vous le voudrez, avec d’autres souhaits.",
        ]

    def perform(self, answers: dict[str, Any]) -> str:
        actions.withdraw(candidate_id=self.it.pk, by=self.by)
        return "Vous avez quitté le vivier."


class OnHire(ActPage):
    """An answer to a host."""

    workflow = HIRE

    def subject(self) -> Any:
        return queries.hire(self.pk, self.by)

    def back(self) -> str:
        return reverse("adviser:hire", args=[self.pk])

    def facts(self) -> list[Fact]:
        return [Fact("Structure", self.it.organization.name), Fact("Poste", self.it.post.number)]

    def crumbs(self) -> list[tuple[str, str]]:
        return [("Mon espace", reverse("adviser:dashboard")), (f"{self.it.organization.name} et vous", self.back())]


class Accept(OnHire):
    """Accepter l’invitation."""

    route, address, act = "adviser:accept", "recrutements/<uuid:pk>/accepter/", "accept"

    def effects(self) -> list[str]:
        return ["La structure reçoit votre adresse et votre téléphone, pour convenir d’un entretien.", "Cela ne vous engage pas."]

    def perform(self, answers: dict[str, Any]) -> str:
        actions.accept(hire_id=self.pk, by=self.by)
        return f"Vous avez accepté : {self.it.organization.name} va vous appeler."


class Decline(OnHire):
    """Décliner l’invitation."""

    route, address, act = "adviser:decline", "recrutements/<uuid:pk>/decliner/", "decline"
    danger = True

    def effects(self) -> list[str]:
        return ["La structure est prévenue.", "Vous restez au vivier : d’autres structures peuvent vous inviter."]

    def perform(self, answers: dict[str, Any]) -> str:
        actions.decline(hire_id=self.pk, by=self.by)
        return "Vous avez décliné l’invitation."


ON_HIRE = (Accept, Decline)
