"""Send again a letter that failed."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from lucette.foundation.notifications import actions, queries
from lucette.foundation.notifications.rules import reason
from lucette.kernel import french
from lucette.web.design.elements import Fact
from lucette.web.gate.acts import ActPage
from lucette.web.gate.objects import said
from lucette.web.support.frame import crumbs

NOTHING_TO_SEND = "Cette lettre est déjà partie, ou va partir : il n’y a rien à renvoyer."


class SendAgain(ActPage):
    """Renvoyer la lettre. Never what it says: some carry a sign-in link."""

    route, address = "support:send_again", "lettres/<uuid:pk>/renvoyer/"
    title, label = "Renvoyer la lettre", "Renvoyer"
    submit = "Renvoyer la lettre"
    what_happens = "Si l’adresse est fausse, la lettre échoue de nouveau : appelez alors la personne."

    def subject(self) -> Any:
        return queries.letter(self.pk)

    def refused(self) -> HttpResponse | None:
        if self.it.failure and not self.it.sent_at:
            return None
        return self.sent_away(NOTHING_TO_SEND)

    def facts(self) -> list[Fact]:
        return [
            Fact("Objet", self.it.subject),
            Fact("Destinataire", self.it.to_email),
            Fact("Écrite le", said(self.it.created_at)),
            Fact("Essais", french.number(self.it.attempts)),
            Fact("Dernier échec", reason(self.it.failure)),
        ]

    def effects(self) -> list[str]:
        return ["La lettre repart dans la minute, telle qu’elle a été écrite.", "Ses essais recommencent à zéro."]

    def perform(self, answers: dict[str, Any]) -> str:
        actions.send_again(letter_id=self.pk, by=self.by)
        return "La lettre repart dans la minute. Si elle échoue encore, elle revient dans cette liste."

    def back(self) -> str:
        return reverse("support:letters")

    def crumbs(self) -> list[tuple[str, str]]:
        return crumbs(("Lettres non arrivées", "support:letters"))
