"""The fund at a glance: two bars, which quota binds first, and where every part leads."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from lucette.insight.steering.rules import Forecast
from lucette.kernel import french
from lucette.kernel.money import Money
from lucette.scheme.fund.queries import Position
from lucette.web.design.elements import Column, Segment, StackedBar, Table

MONEY = Column("Montant", number=True)


@dataclass(frozen=True, slots=True)
class Quota:
    """One of the two limits: how many more posts it allows. `binds`: it stops first."""

    label: str
    possible: str
    sentence: str
    binds: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """What the template draws. `headline` says in one sentence what the reader must remember."""

    headline: str
    euros: StackedBar
    posts: StackedBar
    quotas: tuple[Quota, ...] = ()


def picture(it: Position, forecast: Forecast | None, fund: str = "") -> Picture:
    """The two bars of an endowment; `forecast` once a call says what a post costs. `fund`: where its tables are, when on another page."""
    sentence = f"{Money(it.available)} et {french.plural(it.posts.available, 'poste')} sont disponibles."
    return Picture(forecast.sentence if forecast else sentence, euros(it, fund), posts(it, fund), quotas(forecast) if forecast else ())


def quotas(it: Forecast) -> tuple[Quota, ...]:
    """The two limits side by side, in posts."""
    limits = [
        ("Par l’argent", it.posts_by_money, f"L’enveloppe des subventions paie encore ce nombre de postes, à {it.unit} chacun.", "money"),
        ("Par les postes", it.posts_by_posts, "Postes notifiés qui ne sont ni réservés ni conventionnés.", "posts"),
    ]
    return tuple(
        Quota(label, french.plural(count, "poste"), sentence, it.binds in (code, "both")) for label, count, sentence, code in limits
    )


def euros(it: Position, fund: str) -> StackedBar:
    """Where each euro of the authority is; each part opens the list of what it holds."""
    agreements, orders = reverse("caisse:agreements"), reverse("caisse:orders")
    parts = [
        ("Disponible", it.available, f"{fund}#enveloppes"),
        ("Réservé", it.reserved, f"{agreements}?etat=a-signer"),
        ("Engagé", it.committed, f"{agreements}?etat=in_force"),
        ("Liquidé", it.liquidated, f"{orders}?etat=certified"),
        ("Ordonnancé", it.ordered, f"{orders}?etat=ordonnances"),
        ("Payé", it.paid, f"{orders}?etat=executed"),
        ("Reversé", it.recovered + it.restituted, f"{fund}#tresorerie"),
    ]
    return StackedBar("Les euros", [Segment(label, cents, tone, url) for tone, (label, cents, url) in enumerate(parts, start=1)])


def posts(it: Position, fund: str) -> StackedBar:
    """Where each post is."""
    agreements = reverse("caisse:agreements")
    parts = [
        ("Disponibles", it.posts.available, 1, f"{fund}#enveloppes"),
        ("Réservés", it.posts.reserved, 2, f"{agreements}?etat=a-signer"),
        ("À pourvoir", it.posts.agreed, 3, f"{agreements}?etat=in_force"),
        ("Pourvus", it.posts.filled, 6, f"{agreements}?etat=in_force"),
        ("Vacants", it.posts.vacant, 5, f"{agreements}?etat=in_force"),
        ("Terminés", it.posts.ended, 4, f"{agreements}?etat=in_force"),
    ]
    return StackedBar("Les postes", [Segment(label, count, tone, url) for label, count, tone, url in parts], money=False)


def envelopes(it: Position) -> Table:
    """The split of the authority and what each envelope still holds."""
    heads = ["Enveloppe", Column("Notifié", True), Column("Après virements", True), Column("Utilisé", True), Column("Disponible", True)]
    rows = [
        [e.label, *(Money(cents) for cents in (e.share_cents, e.allotted_cents, e.used_cents, e.available_cents))] for e in it.envelopes
    ]
    total = [
        sum(cents)
        for cents in zip(*((e.share_cents, e.allotted_cents, e.used_cents, e.available_cents) for e in it.envelopes), strict=True)
    ]
    return Table(
        "Les enveloppes",
        heads,
        [[row[0], *map(str, row[1:])] for row in rows],
        total=["Total", *(str(Money(cents)) for cents in total)] if total else (),
        empty="La répartition de la dotation apparaîtra ici dès qu’elle sera préparée.",
    )


def treasury(it: Position) -> Table:
    """What is in the bank, and what of it is already promised."""
    lines = [
        ("En banque", it.cash.bank, "Tranches reçues, moins ce que la banque a exécuté."),
        ("Libre pour de nouveaux ordres", it.cash.free, "En banque, moins ce qui est ordonnancé et ce qui reste à expliquer."),
        ("Dû aux structures", it.cash.payable, "Certifié, pas encore envoyé à la banque."),
        ("Dû aux prestataires", it.cash.payable_supplier, "Formations et animation certifiées, pas encore envoyées."),
        ("En route", it.cash.in_flight, "Envoyé à la banque, pas encore exécuté."),
        ("À recouvrer", it.cash.receivable, "Demandé en retour à des structures."),
        ("Recettes à expliquer", it.cash.suspense_receipts, "Crédits du relevé qui ne sont pas encore reconnus."),
        ("Dépenses à expliquer", it.cash.suspense_expenses, "Débits du relevé qui ne sont pas encore reconnus."),
    ]
    return Table("La trésorerie", ["Compte", "Ce que c’est", MONEY], [[label, what, str(Money(cents))] for label, cents, what in lines])
