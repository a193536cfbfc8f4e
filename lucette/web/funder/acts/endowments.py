"""From the tripartite agreement to the cash: prepare, sign, notify, open the account, receive."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.urls import reverse

from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid
from lucette.kernel.money import Money
from lucette.kernel.workflow import Workflow
from lucette.scheme.fund import actions, queries
from lucette.scheme.fund.enums import ENDOWMENT, EndowmentStatus, EnvelopeCode, Party
from lucette.scheme.payments import actions as payments
from lucette.scheme.payments import queries as bank
from lucette.stories.receive_tranche import receive_tranche
from lucette.web.design.elements import Fact
from lucette.web.design.fields import Day, Euros
from lucette.web.design.forms import Form
from lucette.web.design.parts import Effect
from lucette.web.funder.pages import crumbs
from lucette.web.gate.acts import ActPage
from lucette.web.gate.endowments import party_of


class EndowmentForm(Form):
    """The authority, the posts, and how the money is split."""

    title = forms.CharField(label="Intitulé de la dotation", max_length=200)
    code = forms.SlugField(
        label="Code", max_length=40, help_text="Court et sans espace : il nomme la dotation dans les adresses. Exemple : fr-2021"
    )
    authority = Euros(label="Autorisation, en euros")
    posts = forms.IntegerField(label="Nombre de postes", min_value=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for envelope in EnvelopeCode:
            self.fields[f"envelope_{envelope}"] = Euros(label=f"Enveloppe « {envelope.label} »", zero=True, required=False, help_text="")
        self.order_fields(["title", "code", "authority", "posts"])


class PrepareEndowment(ActPage):
    """Préparer une dotation."""

    route, address = "funder:prepare", "dotations/preparer/"
    also = ((ENDOWMENT, "prepare"),)
    title = label = "Préparer une dotation"
    lead = "La somme des enveloppes doit être égale à l’autorisation, au centime près."
    form_class = EndowmentForm
    what_happens = "La dotation attendra ensuite trois signatures : DGCL, ANCT, Caisse des Dépôts."

    def initial(self) -> dict[str, Any]:
        """The data that comes with the product, until it is used."""
        shipped = queries.shipped_endowment()
        if queries.endowment(shipped.code):
            return {}
        split = {f"envelope_{code}": typed(cents) for code, cents in shipped.split.items()}
        return {"title": shipped.title, "code": shipped.code, "authority": typed(shipped.authority_cents), "posts": shipped.posts} | split

    def back(self) -> str:
        return reverse("funder:endowments")

    def crumbs(self) -> list[tuple[str, str]]:
        return crumbs(self.by, ("Les dotations", "funder:endowments"))

    def perform(self, answers: dict[str, Any]) -> str:
        split = {str(code): answers[f"envelope_{code}"].cents for code in EnvelopeCode}
        authority: Money = answers["authority"]
        if (left := authority.cents - sum(split.values())) != 0:
            words = f"Il reste {Money(left)} à répartir." if left > 0 else f"Les enveloppes dépassent l’autorisation de {Money(-left)}."
            raise Invalid("fund.endowment_invalid", words, {"authority": words})
        self.made = actions.prepare_endowment(
            code=answers["code"], title=answers["title"], authority_cents=authority.cents, posts=answers["posts"], split=split, by=self.by
        )
        return f"« {self.made.title} » est préparée : elle attend trois signatures."

    def done(self) -> str:
        return reverse("funder:endowment", args=[self.made.pk])


def typed(cents: int) -> str:
    """An amount as one types it: `175 000 000,00`."""
    return str(Money(cents)).replace("\u00a0", " ").replace("\u202f", " ").removesuffix("€").strip()


class OnEndowment(ActPage):
    """An act on one endowment."""

    workflow: ClassVar[Workflow | None] = ENDOWMENT

    def subject(self) -> queries.EndowmentPage:
        return queries.endowment_page(self.pk, self.by)

    def back(self) -> str:
        return reverse("funder:endowment", args=[self.pk])

    def facts(self) -> list[Fact]:
        it = self.it.endowment
        return [
            Fact("Dotation", it.title),
            Fact("Autorisation", str(Money(it.authority_cents))),
            Fact("Postes", french.number(it.posts)),
        ]

    def crumbs(self) -> list[tuple[str, str]]:
        return [*crumbs(self.by, ("Les dotations", "funder:endowments")), (self.it.endowment.title, self.back())]


class SignEndowment(OnEndowment):
    """Signer la dotation, pour la partie que l’on représente."""

    route, address, act = "funder:sign", "dotations/<uuid:pk>/signer/", "sign"
    title = "Signer la convention tripartite"
    submit = label = "Signer la convention tripartite"

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return it.awaits(party_of(by)) and not it.signed_by(by.pk)

    def facts(self) -> list[Fact]:
        envelopes = [Fact(f"Enveloppe « {it.label} »", str(Money(it.share_cents))) for it in self.it.endowment.envelopes.all()]
        return [*super().facts(), *envelopes, Fact("Vous signez pour", Party(party_of(self.by)).label)]

    def effects(self) -> list[Effect]:
        left = len(self.it.expected) - 1
        if left <= 0:
            return [Effect("3", "signatures réunies : la DGCL pourra notifier la dotation")]
        return [Effect(french.number(left), french.word(left, "signature manquera encore", "signatures manqueront encore"))]

    def perform(self, answers: dict[str, Any]) -> str:
        it = actions.sign_tripartite(endowment_id=self.pk, party=party_of(self.by), by=self.by)
        end = "les trois signatures sont réunies." if it.status == EndowmentStatus.SIGNED else "d’autres signatures sont attendues."
        return f"Vous avez signé « {it.title} » : {end}"


class NotifyEndowment(OnEndowment):
    """Notifier la dotation."""

    route, address, act = "funder:notify", "dotations/<uuid:pk>/notifier/", "notify"
    what_happens = "La Caisse des Dépôts pourra ensuite enregistrer les tranches versées."

    def effects(self) -> list[Effect]:
        it = self.it.endowment
        shares = [Effect(str(Money(e.share_cents)), f"dans l’enveloppe « {e.label} »") for e in it.envelopes.all() if e.share_cents]
        return [
            Effect(str(Money(it.authority_cents)), "ouverts à l’attribution"),
            Effect(french.number(it.posts), french.word(it.posts, "poste ouvert à l’attribution", "postes ouverts à l’attribution")),
            *shares,
            Effect("3", "livres de comptes ouverts : crédits, postes, trésorerie", "error"),
        ]

    def perform(self, answers: dict[str, Any]) -> str:
        it = actions.notify(endowment_id=self.pk, by=self.by)
        return f"« {it.title} » est notifiée : {Money(it.authority_cents)} et {french.plural(it.posts, 'poste')} sont ouverts."


class OpenedEndowment(OnEndowment):
    """An act of the Caisse des Dépôts on a notified endowment; it changes no status."""

    workflow = None

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return bool(it.status == EndowmentStatus.NOTIFIED)


class AccountForm(Form):
    """The bank account on which an endowment is held."""

    not_kept = frozenset({"iban"})
    holder = forms.CharField(label="Titulaire du compte", max_length=140)
    iban = forms.CharField(
        label="Numéro de compte (IBAN)",
        max_length=42,
        help_text="Il commence par FR.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    bic = forms.CharField(label="Code de la banque (BIC)", max_length=11, min_length=8)
    town = forms.CharField(label="Ville", max_length=35, required=False)
    profile = forms.ChoiceField(label="Règles de la banque pour les fichiers de virements", widget=forms.RadioSelect, initial="sepa")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["profile"]
        field.choices = bank.bank_profiles()

    def clean_iban(self) -> str:
        return "".join(self.cleaned_data["iban"].split()).upper()

    def clean_bic(self) -> str:
        return str(self.cleaned_data["bic"]).upper()


class OpenAccount(OpenedEndowment):
    """Déclarer le compte bancaire de la dotation."""

    route, address = "funder:open_account", "dotations/<uuid:pk>/compte/"
    title = label = "Déclarer le compte bancaire"
    form_class = AccountForm
    what_happens = "Les virements partiront de ce compte ; ses relevés y seront lus."

    def initial(self) -> dict[str, Any]:
        return {"holder": "Caisse des Dépôts", "town": "Paris", "profile": "sepa"}

    def perform(self, answers: dict[str, Any]) -> str:
        payments.open_treasury_account(endowment_id=self.pk, **answers, by=self.by)
        return f"Le compte bancaire de « {self.it.endowment.title} » est déclaré."


class TrancheForm(Form):
    amount = Euros(label="Montant reçu")
    bank_reference = forms.CharField(label="Référence de la banque", max_length=80)
    received_on = Day(label="Jour de la réception")


class ReceiveTranche(OpenedEndowment):
    """Enregistrer une tranche reçue."""

    route, address = "funder:receive", "dotations/<uuid:pk>/tranche/"
    title = label = "Enregistrer une tranche reçue"
    form_class = TrancheForm
    lead = "Une tranche est de l’argent reçu : elle n’ouvre ni crédit ni poste de plus."

    def initial(self) -> dict[str, Any]:
        return {"received_on": clock.today()}

    def facts(self) -> list[Fact]:
        return [*super().facts(), Fact("Libre en trésorerie", str(Money(queries.free_cash_cents(self.pk))))]

    def perform(self, answers: dict[str, Any]) -> str:
        it = receive_tranche(
            endowment_id=self.pk,
            cents=answers["amount"].cents,
            bank_reference=answers["bank_reference"],
            on=answers["received_on"],
            by=self.by,
        )
        return f"La tranche de {Money(it.cents)} est enregistrée."


ON_ENDOWMENT = (SignEndowment, NotifyEndowment, ReceiveTranche)
