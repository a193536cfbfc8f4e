"""The bank statement, read in three steps: give the file, see what it would do, confirm; then explain what is left (acts/lines.py)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lucette.kernel import clock, french
from lucette.scheme.fund import queries as fund
from lucette.scheme.payments import actions
from lucette.scheme.payments import queries as payments
from lucette.scheme.payments.enums import BANK_LINE, BATCH, ORDER
from lucette.web.caisse import tables
from lucette.web.caisse.acts.bank_files import KEPT, GiveFile, XmlFile, content_of
from lucette.web.caisse.pages import breadcrumb
from lucette.web.design.elements import Fact
from lucette.web.design.forms import Form
from lucette.web.design.parts import Effect
from lucette.web.gate.acts import ActPage
from lucette.web.gate.request import Request

STEPS = 3


class StatementForm(Form):
    """The file that the bank gives."""

    file = XmlFile(
        label="Fichier du relevé", help_text="Un relevé (camt.053) ou un avis (camt.054) de la banque, extension .xml, 20 Mo au plus."
    )


class GiveStatement(GiveFile):
    """Lire un relevé de la banque: the file."""

    route, address = "caisse:give_statement", "releves/lire/<uuid:pk>/"
    title = "Lire un relevé de la banque"
    submit = "Voir ce que dit le relevé"
    form_class, steps = StatementForm, STEPS
    what_happens = "Rien n’est écrit à cette étape : vous verrez d’abord ce que le relevé contient."

    def subject(self) -> Any:
        return fund.known_endowment(self.pk, self.by)

    def back(self) -> str:
        return reverse("caisse:statements")

    def facts(self) -> list[Fact]:
        return [Fact("Dotation", self.it.title)]

    def crumbs(self) -> list[tuple[str, str]]:
        return breadcrumb(self.by, ("Relevés bancaires", "caisse:statements"))

    def perform(self, answers: dict[str, Any]) -> str:
        content = content_of(answers["file"], "statement")
        self.notice = b"camt.054" in content[:4000]
        if self.notice:
            return told(actions.read_notice(endowment_id=self.pk, content=content, by=self.by))
        self.kept = actions.keep_statement(endowment_id=self.pk, content=content, by=self.by)
        return KEPT

    def done(self) -> str:
        return self.back() if self.notice else reverse("caisse:read_statement", args=[self.kept.pk])


def told(it: actions.NoticeResult) -> str:
    """What a notice said: it explains returns, it never counts twice."""
    if not it.told:
        return "Cet avis n’annonce aucun retour nouveau : rien n’a changé."
    many = french.plural(it.told, "retour annoncé", "retours annoncés")
    return f"L’avis est lu : {many}, {french.plural(it.explained, 'ligne expliquée', 'lignes expliquées')}."


class ReadStatement(ActPage):
    """What the statement would do, then do it."""

    route, address = "caisse:read_statement", "releves/lecture/<uuid:pk>/"
    also = ((BANK_LINE, "read"), (ORDER, "execute"), (ORDER, "give_back"), (BATCH, "reconcile"))
    title = "Ce que dit le relevé"
    submit = "Enregistrer ce relevé"
    template_name = "caisse/statement_tried.html"

    def subject(self) -> payments.StatementGiven:
        return payments.statement_given(self.pk, self.by)

    def back(self) -> str:
        return reverse("caisse:statements")

    def facts(self) -> list[Fact]:
        tried = self.it.tried
        facts = [
            Fact("Dotation", self.it.endowment.title),
            Fact("Relevé", french.enumeration(tried.statements) if tried.statements else ""),
        ]
        return [fact for fact in [*facts, Fact("Solde final", str(tried.closing or ""))] if fact.value]

    def effects(self) -> list[Effect]:
        tried = self.it.tried
        lines = [
            (tried.matched, "ligne rapprochée", "lignes rapprochées", ""),
            (tried.waiting, "ligne restera à expliquer", "lignes resteront à expliquer", "warning"),
            (tried.already_known, "ligne déjà connue, laissée de côté", "lignes déjà connues, laissées de côté", ""),
        ]
        told = [Effect(french.number(count), french.word(count, one, many), tone) for count, one, many, tone in lines if count]
        paid = [Effect(str(tried.executed), "constatés comme payés")] if tried.executed.cents else []
        back = [Effect(str(tried.returned), "revenus : ils attendront un autre compte", "warning")] if tried.returned.cents else []
        return [*told, *paid, *back] or [Effect("", "ce relevé ne porte aucun mouvement")]

    def more(self) -> dict[str, Any]:
        return {
            "movements": tables.movements_tried(self.it.tried.movements[:200]),
            "step": 2,
            "steps": STEPS,
            "step_label": "Vérifier ce qu’il dit",
            "next_label": "Expliquer les lignes qui restent",
        }

    def crumbs(self) -> list[tuple[str, str]]:
        return breadcrumb(self.by, ("Relevés bancaires", "caisse:statements"))

    def perform(self, answers: dict[str, Any]) -> str:
        self.result = actions.read_statement(endowment_id=self.it.endowment.pk, content=self.it.content, by=self.by)
        if not self.result.matched and not self.result.unmatched and self.result.already_known:
            return "Ce relevé était déjà lu : rien n’a changé."
        left = french.plural(self.result.unmatched, "ligne reste à expliquer", "lignes restent à expliquer")
        return f"Relevé enregistré : {french.plural(self.result.matched, 'ligne rapprochée', 'lignes rapprochées')}, {left}."

    def done(self) -> str:
        return reverse("caisse:lines") if self.result.unmatched else self.back()


@never_cache
@require_safe
def demonstration_bank(request: Request, pk: UUID) -> HttpResponse:
    """The statement by which the stand-in bank answers to the batches sent on this endowment. Raises NotFound, RuleBroken."""
    endowment = fund.known_endowment(pk, request.actor)
    today = clock.today()
    response = HttpResponse(payments.answer_of_local_bank(endowment.pk, today), content_type="application/xml")
    response["Content-Disposition"] = content_disposition_header(True, f"releve-{today:%Y-%m-%d}.xml") or "attachment"
    return response
