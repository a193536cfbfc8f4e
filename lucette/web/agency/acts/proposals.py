"""The structure that a prefecture proposes is invited to apply."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse

from lucette.foundation.accounts import queries as accounts
from lucette.foundation.accounts.enums import RoleName
from lucette.kernel import clock
from lucette.kernel.actor import Scope
from lucette.scheme.reviews import actions
from lucette.scheme.reviews import queries as reviews
from lucette.web.agency.acts.applications import OnApplication
from lucette.web.design.elements import Fact
from lucette.web.design.forms import Form


class Invitation(Form):
    email = forms.EmailField(
        label="L’adresse électronique de la structure proposée",
        help_text="L’invitation y part aussitôt. Exemple : mairie@exemple.fr",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class InviteProposedHost(OnApplication):
    """Inviter la structure proposée à candidater."""

    route, address = "agency:invite_proposed_host", "candidatures/<uuid:pk>/inviter/"
    workflow = None
    title = "Inviter la structure proposée à candidater"
    label = "Inviter la structure proposée"
    submit = "Envoyer cette invitation"
    form_class = Invitation

    def refused(self) -> HttpResponse | None:
        obstacle = reviews.invitation_obstacle(self.it, reviews.proposal(self.pk), clock.today())
        return self.sent_away(obstacle[1]) if obstacle else None

    def facts(self) -> list[Fact]:
        it = reviews.proposal(self.pk)
        told = [Fact("Proposition de la préfecture", it.sentence, note=it.comment), Fact("SIRET", it.siret)] if it else []
        return [*super().facts(), *(fact for fact in told if fact.value)]

    def effects(self) -> list[str]:
        return ["Une lettre part à cette adresse, avec le lien pour candidater.", "La candidature de cette page ne change pas."]

    def initial(self) -> dict[str, Any]:
        """The address of who represents it, when it has a space here already."""
        it = reviews.proposal(self.pk)
        scope = Scope("organization", str(it.organization_id)) if it and it.organization_id else None
        known = accounts.holders(RoleName.HOST_REPRESENTATIVE, scope)[:1] if scope else []
        return {"email": known[0].email} if known else {}

    def perform(self, answers: dict[str, Any]) -> str:
        it = actions.invite_proposed_host(application_id=self.pk, email=answers["email"], by=self.by)
        return f"L’invitation à candidater est partie à {it.name}."
