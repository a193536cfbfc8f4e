"""What an endowment may spend, once it is notified: an amendment, posts reopened by decision, sums collected and used again."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django import forms

from lucette.kernel import french
from lucette.kernel.errors import Invalid
from lucette.kernel.money import Money
from lucette.scheme.agreements import queries as agreements
from lucette.scheme.fund import actions, queries
from lucette.scheme.fund.enums import EnvelopeCode
from lucette.scheme.payments import queries as payments
from lucette.stories.reopen_posts import reopen_posts
from lucette.web.design.fields import Counter, Euros, Reason
from lucette.web.design.forms import Form
from lucette.web.design.parts import Effect
from lucette.web.funder.acts.endowments import OpenedEndowment
from lucette.web.gate.choosing import Choosing
from lucette.web.gate.previews import PreviewedAct

MORE, LESS = "augmenter", "reduire"


class AmendmentForm(Form):
    """Which amendment, which way, how much in each envelope, how many posts, why."""

    asked_by = {"shares": "posts"}

    reference = forms.CharField(label="Référence de l’avenant", max_length=80, help_text="Celle de l’avenant signé par les trois parties.")
    way = forms.ChoiceField(
        label="Cet avenant",
        widget=forms.RadioSelect,
        choices=[(MORE, "augmente la dotation"), (LESS, "réduit la dotation, dans la limite de ce qui est disponible")],
    )
    posts = Counter(label="Nombre de postes", most=100_000, help_text="0 si le nombre de postes ne change pas.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for envelope in EnvelopeCode:
            self.fields[f"envelope_{envelope}"] = Euros(label=f"Enveloppe « {envelope.label} »", zero=True, required=False, help_text="")
        self.fields["reason"] = Reason(label="Motif")


class AmendAuthority(PreviewedAct, OpenedEndowment):
    """Notifier un avenant à la dotation."""

    route, address = "funder:amend", "dotations/<uuid:pk>/avenant/"
    title = label = "Notifier un avenant"
    submit = "Notifier cet avenant"
    lead = "Un avenant à la convention tripartite change les crédits et les postes notifiés."
    form_class = AmendmentForm

    def change(self, answers: dict[str, Any]) -> tuple[dict[str, int], int]:
        """Cents of each envelope, and posts: all added, or all taken."""
        sign = 1 if answers["way"] == MORE else -1
        shares = {str(it): sign * answers[f"envelope_{it}"].cents for it in EnvelopeCode if answers.get(f"envelope_{it}")}
        return {code: cents for code, cents in shares.items() if cents}, sign * answers["posts"]

    def effects(self) -> list[Effect]:
        if not self.answers:
            return []
        shares, posts = self.change(self.answers)
        position = queries.position(self.pk)
        after = [(it.label, it.available_cents + shares[it.code]) for it in position.envelopes if it.code in shares]
        left = position.posts.available + posts
        return [
            Effect(str(Money(position.authority_cents + sum(shares.values()))), "notifiés au total, après cet avenant"),
            Effect(french.number(position.authority_posts + posts), "postes notifiés au total"),
            Effect(french.number(left), "postes disponibles", "error" if left < 0 else ""),
            *(Effect(str(Money(cents)), f"disponibles dans « {label} »", "error" if cents < 0 else "") for label, cents in after),
        ]

    def perform(self, answers: dict[str, Any]) -> str:
        shares, posts = self.change(answers)
        told = {"reference": answers["reference"], "reason": answers["reason"]}
        it = actions.amend_authority(endowment_id=self.pk, shares=shares, posts=posts, by=self.by, **told)
        return f"L’avenant {it.reference} est notifié : les livres et les deux quotas sont à jour."


class ReopenForm(Form):
    """Of which agreement, how many posts, by which decision."""

    asked_by = {"posts": "posts"}

    agreement = forms.ChoiceField(label="Convention dont les postes sont terminés", widget=forms.RadioSelect)
    posts = Counter(label="Nombre de postes à rouvrir", most=100_000)
    reason = Reason(label="Décision", help_text="Sa date et son auteur, par exemple une instruction. 200 caractères au plus.")

    def __init__(self, *args: Any, found: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["agreement"]
        field.choices = [(str(it.pk), told(it, posts)) for it, posts in found]


def told(it: Any, posts: int) -> str:
    return f"{it.number} – {it.organization.name} – {french.plural(posts, 'poste terminé', 'postes terminés')}"


class ReopenPosts(Choosing, PreviewedAct, OpenedEndowment):
    """Rouvrir des postes terminés."""

    route, address = "funder:reopen_posts", "dotations/<uuid:pk>/rouvrir-des-postes/"
    title = label = "Rouvrir des postes terminés"
    submit = "Rouvrir ces postes"
    lead = "Un poste terminé avec sa convention peut être attribué de nouveau, par décision. L’argent, lui, ne bouge pas."
    form_class = ReopenForm

    nothing = "Aucun poste n’est terminé sur cette dotation : il n’y a rien à rouvrir."

    def waiting(self) -> list[Any]:
        return agreements.with_ended_posts(self.pk, self.by)

    def effects(self) -> list[Effect]:
        if not self.answers:
            return []
        left = queries.position(self.pk).posts.available + self.answers["posts"]
        return [Effect(french.number(left), "postes disponibles pour de nouvelles attributions")]

    def perform(self, answers: dict[str, Any]) -> str:
        if not answers["posts"]:
            raise Invalid("fund.reopening_invalid", "Dites combien de postes rouvrir.", {"posts": "Écrivez un nombre supérieur à zéro."})
        key, agreement = f"reopening:{uuid4()}:1", UUID(answers["agreement"])
        reopen_posts(
            endowment_id=self.pk, agreement_id=agreement, posts_reopened=answers["posts"], reason=answers["reason"], key=key, by=self.by
        )
        return f"{french.plural(answers['posts'], 'poste est rouvert', 'postes sont rouverts')} à l’attribution."


class ReuseForm(Form):
    """Which sum, how much of it."""

    source = forms.ChoiceField(label="Somme reversée par une structure", widget=forms.RadioSelect)
    amount = Euros(label="Montant à rendre disponible")

    def __init__(self, *args: Any, found: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["source"]
        field.choices = [(it.word, f"{it.agreement.number}, versement {it.number} – {Money(it.cents)}") for it in found]


class ReuseCollected(Choosing, PreviewedAct, OpenedEndowment):
    """Rendre disponible une somme reversée."""

    route, address = "funder:reuse_collected", "dotations/<uuid:pk>/reemployer/"
    title = label = "Rendre disponible une somme reversée"
    submit = "Rendre cette somme disponible"
    lead = "Ce qu’une structure a reversé peut servir à d’autres, ou être restitué à l’État par la Caisse des Dépôts."
    form_class = ReuseForm

    nothing = "Aucune somme reversée par une structure n’attend d’être employée."

    def waiting(self) -> list[Any]:
        return payments.collected_lines(self.pk, self.by)

    def effects(self) -> list[Effect]:
        if not self.answers:
            return []
        grants = next(it for it in queries.position(self.pk).envelopes if it.code == EnvelopeCode.GRANTS)
        return [Effect(str(Money(grants.available_cents + self.answers["amount"].cents)), f"disponibles dans « {grants.label} »")]

    def perform(self, answers: dict[str, Any]) -> str:
        agreement, _, number = answers["source"].partition("/")
        cents: int = answers["amount"].cents
        key, subject = f"reuse:{uuid4()}:1", f"agreement/{agreement}"
        actions.reuse_collected(endowment_id=self.pk, subject=subject, number=int(number), cents=cents, key=key, by=self.by)
        return f"{Money(cents)} sont de nouveau disponibles."


ON_AUTHORITY = (AmendAuthority, ReuseCollected, ReopenPosts)
