"""What the Caisse des Dépôts does with an amendment: accept or refuse it, sign it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from lucette.kernel.actor import Actor
from lucette.kernel.errors import allowed
from lucette.kernel.money import Money
from lucette.scheme.agreements import actions
from lucette.scheme.agreements.enums import AMENDMENT
from lucette.scheme.agreements.policies import check_can_decide_amendment, check_can_sign_amendment, may_be_refused
from lucette.scheme.agreements.queries import amendments as changes
from lucette.stories.amend_agreement import sign_amendment
from lucette.web.caisse.acts.agreements import ReasonForm
from lucette.web.caisse.pages import breadcrumb
from lucette.web.design.elements import Fact
from lucette.web.design.parts import Effect
from lucette.web.gate import amendments as shared
from lucette.web.gate.acts import ActPage


class OnAmendment(ActPage):
    """An act on one amendment."""

    workflow = AMENDMENT

    def subject(self) -> Any:
        return changes.amendment(self.pk, self.by)

    def back(self) -> str:
        return reverse("caisse:amendment", args=[self.pk])

    def facts(self) -> list[Fact]:
        return shared.facts(self.it)

    def effects(self) -> list[Effect | str]:
        return shared.foreseen(self.it, self.by)

    def crumbs(self) -> list[tuple[str, str]]:
        return [*breadcrumb(self.by, ("Avenants", "caisse:amendments")), (f"Avenant {self.it.number}", self.back())]


class AcceptAmendment(OnAmendment):
    """Accepter l’avenant."""

    route, address, act = "caisse:accept_amendment", "avenants/<uuid:pk>/accepter/", "accept"
    what_happens = "Un délégataire de la Caisse des Dépôts le signe ensuite : rien ne change avant."

    def perform(self, answers: dict[str, Any]) -> str:
        it = actions.amendments.accept(amendment_id=self.pk, by=self.by)
        return f"L’avenant {it.number} est accepté : il est à signer."


class RefuseAmendment(OnAmendment):
    """Refuser l’avenant."""

    route, address, act = "caisse:refuse_amendment", "avenants/<uuid:pk>/refuser/", "refuse"
    form_class, danger = ReasonForm, True

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return allowed(check_can_decide_amendment, by) and may_be_refused(it.kind)

    def effects(self) -> list[Effect | str]:
        return ["La convention ne change pas. La structure lit votre motif."]

    def perform(self, answers: dict[str, Any]) -> str:
        it = actions.amendments.refuse(amendment_id=self.pk, reason=answers["reason"], by=self.by)
        return f"L’avenant {it.number} est refusé."


class SignAmendment(OnAmendment):
    """Signer l’avenant, qui s’applique aussitôt."""

    route, address, act = "caisse:sign_amendment", "avenants/<uuid:pk>/signer/", "sign"
    lead = "Votre signature est portée dans l’avenant, scellée et horodatée."
    what_happens = "L’avenant s’applique aussitôt, à l’argent et aux postes ensemble."

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return allowed(check_can_sign_amendment, by, it)

    def perform(self, answers: dict[str, Any]) -> str:
        it = sign_amendment(amendment_id=self.pk, by=self.by)
        over = it.effects.get("over", 0)
        back = f" Un reversement de {Money(over)} est demandé à la structure." if over else ""
        return f"L’avenant {it.number} est signé et appliqué.{back}"


ON_AMENDMENT = (SignAmendment, AcceptAmendment, RefuseAmendment)
