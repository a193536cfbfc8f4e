"""A whole session: followed line by line, then invoiced."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any, NamedTuple

from django.contrib import messages
from django.db import transaction
from django.urls import reverse

from lucette.foundation.drafts import actions as drafts
from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid, Refusal
from lucette.kernel.money import Money
from lucette.scheme.trainings import actions, queries
from lucette.scheme.trainings.enums import BEST_PIX_SCORE, ENROLMENT, LIVE, OWED, EnrolmentStatus
from lucette.scheme.trainings.rules import session_cents
from lucette.web.design.elements import Fact
from lucette.web.design.fields import LineNumber, LineText, Tick
from lucette.web.design.forms import Form
from lucette.web.design.parts import Effect
from lucette.web.gate.acts import ActPage
from lucette.web.training.acts.enrolments import HOME


class OnSession(ActPage):
    """An act on a whole session."""

    def subject(self) -> Any:
        return queries.session(self.pk, self.by)

    @cached_property
    def enrolments(self) -> list[queries.EnrolmentLine]:
        return queries.enrolments(self.by, self.pk)

    def back(self) -> str:
        return reverse("training:session", args=[self.pk])

    def crumbs(self) -> list[tuple[str, str]]:
        return [(HOME[0], reverse(HOME[1])), ("Sessions", reverse("training:sessions")), (self.it.title, self.back())]


class Line(NamedTuple):
    """One enrolment in the table of a session: who, where she is, what is asked."""

    name: str
    organization: str
    status: str
    fields: list[Any]


class FollowForm(Form):
    """One line an enrolment: present, followed to the end, or the certificate."""

    def __init__(self, *args: Any, enrolments: Iterable[queries.EnrolmentLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = [it for it in enrolments if it.status in WORDS]
        for it in self.asked:
            if it.status == EnrolmentStatus.COMPLETED:
                number = LineText(label="Numéro du certificat Pix", max_length=40, required=False)
                self.fields[f"number_{it.id}"] = number
                score = LineNumber(label="Score Pix", required=False, min_value=0, max_value=BEST_PIX_SCORE)
                self.fields[f"score_{it.id}"] = score
            else:
                self.fields[f"tick_{it.id}"] = Tick(label=WORDS[EnrolmentStatus(it.status)], required=False)

    def lines(self) -> list[Line]:
        return [Line(it.adviser_name, it.organization_name, it.status_label, [self[name] for name in self.names(it)]) for it in self.asked]

    def names(self, it: queries.EnrolmentLine) -> list[str]:
        return [name for name in self.fields if name.endswith(str(it.id))]


WORDS = {
    EnrolmentStatus.ENROLLED: "Présent le premier jour",
    EnrolmentStatus.IN_PROGRESS: "A suivi toute la formation",
    EnrolmentStatus.COMPLETED: "Certificat Pix",
}


class Follow(OnSession):
    """Suivre les inscrits : the whole session on one page, each line taken or refused by itself."""

    route, address = "training:follow", "sessions/<uuid:pk>/suivi/"
    label = title = "Suivre les inscrits"
    submit = "Enregistrer le suivi"
    lead = "Cochez les personnes concernées, ou recopiez leur certificat. Les autres lignes ne changent pas."
    form_class = FollowForm
    template_name = "training/follow.html"
    also = ((ENROLMENT, "start"), (ENROLMENT, "complete"), (ENROLMENT, "certify"))

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return it.invoiced_at is None and bool(it.starts_on <= clock.today())

    def form_arguments(self) -> dict[str, Any]:
        return {"enrolments": self.enrolments}

    def form(self, *typed: Any) -> Any:
        self.bound: Any = super().form(*typed)
        return self.bound

    def more(self) -> dict[str, Any]:
        return {"lines": self.bound.lines()}

    def perform(self, answers: dict[str, Any]) -> str:
        self.failed: dict[str, tuple[queries.EnrolmentLine, str]] = {}
        taken = sum(self.taken(it, answers) for it in self.bound.asked)
        if not taken and self.failed:
            raise Invalid("training.follow", "Rien n’est enregistré.", {name: told for name, (_, told) in self.failed.items()})
        if not taken:
            raise Invalid("training.nobody", "Cochez au moins une personne, ou recopiez un certificat.")
        left = f" {french.plural(len(self.failed), 'ligne reste', 'lignes restent')} à corriger." if self.failed else ""
        return f"{french.plural(taken, 'ligne enregistrée', 'lignes enregistrées')}.{left}"

    def taken(self, it: queries.EnrolmentLine, answers: dict[str, Any]) -> bool:
        """Was this line taken? A refusal is kept beside its first field, and undoes nothing of the others."""
        told = {name: answers[name] for name in self.bound.names(it)}
        if all(answer in (None, "", False) for answer in told.values()):
            return False
        try:
            with transaction.atomic():
                self.play(it, *told.values())
        except Refusal as refusal:
            said = " ".join(refusal.fields.values()) if isinstance(refusal, Invalid) and refusal.fields else refusal.sentence
            self.failed[next(iter(told))] = (it, said)
            return False
        return True

    def play(self, it: queries.EnrolmentLine, first: Any, score: int | None = None) -> None:
        match it.status:
            case EnrolmentStatus.ENROLLED:
                actions.start(enrolment_id=it.id, by=self.by)
            case EnrolmentStatus.IN_PROGRESS:
                actions.complete(enrolment_id=it.id, by=self.by)
            case _ if score is None:
                raise Invalid("training.score", "Donnez aussi le score Pix.", {"pix_score": "Donnez aussi le score Pix."})
            case _:
                actions.certify(enrolment_id=it.id, certificate_number=first, pix_score=score, by=self.by)

    def done(self) -> str:
        """The lines refused come back, with what was typed and why."""
        if not self.failed:
            return self.back()
        for it, told in self.failed.values():
            messages.error(self.request, f"{it.adviser_name} : {told}")
        names = [name for it, _ in self.failed.values() for name in self.bound.names(it)]
        typed = {name: self.request.POST.getlist(name) for name in names}
        drafts.keep(address=self.request.path, typed=typed, by=self.by)
        return self.request.path


class Invoice(OnSession):
    """Facturer la session."""

    route, address = "training:invoice", "sessions/<uuid:pk>/facturer/"
    label = title = "Facturer la session"
    submit = "Facturer cette somme"
    what_happens = "La facture part à la Banque des Territoires. Le paiement passe ensuite par quatre personnes différentes."
    danger = False

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return it.invoiced_at is None and bool(it.ends_on <= clock.today())

    def facts(self) -> list[Fact]:
        return [Fact("Session", self.it.title), Fact("Prix d’une place", str(Money(self.it.seat_cents)))]

    def effects(self) -> list[Effect]:
        followed = sum(it.status in OWED for it in self.enrolments)
        pending = sum(it.status in LIVE and it.status not in OWED for it in self.enrolments)
        told = [
            Effect(str(Money(session_cents(self.it.seat_cents, followed))), "commandés sur l’enveloppe de formation"),
            Effect(french.number(followed), french.word(followed, "place suivie", "places suivies")),
        ]
        if pending:
            waits = french.word(pending, "inscription est encore en cours", "inscriptions sont encore en cours")
            told.append(Effect(french.number(pending), f"{waits} : terminez-les d’abord", "warning"))
        return told

    def perform(self, answers: dict[str, Any]) -> str:
        bill = actions.invoice_session(session_id=self.pk, by=self.by)
        return f"La session est facturée : {Money(bill.cents)}, facture {bill.number}."


ON_SESSION = (Follow, Invoice)
