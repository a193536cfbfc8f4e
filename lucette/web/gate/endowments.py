"""What an endowment asks of each party: sign, notify, confirm a move. Told on the dashboards of the three parties."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from lucette.kernel.actor import Actor
from lucette.kernel.money import Money
from lucette.scheme.fund import policies, queries
from lucette.scheme.fund.enums import EndowmentStatus, MoveStatus
from lucette.web.design.elements import Task


def party_of(by: Actor) -> str:
    """The party for which this person signs; "" for the others."""
    return next((str(party) for party, role in policies.SIGNATORIES.items() if role == by.role), "")


def endowment_tasks(by: Actor, pages: Sequence[queries.EndowmentPage] | None = None) -> list[Task]:
    """Endowments (`pages`, when they are read already) that wait for this person's signature or notification, moves that wait for her
    confirmation."""
    party = party_of(by)
    if not party:
        return []
    tasks = []
    for it in queries.endowment_pages(by) if pages is None else pages:
        page = reverse("funder:endowment", args=[it.endowment.pk])
        if it.awaits(party) and not it.signed_by(by.pk):
            tasks.append(Task(f"La convention tripartite de « {it.endowment.title} » attend votre signature.", "Voir la dotation", page))
        elif it.endowment.status == EndowmentStatus.SIGNED and policies.can_notify(by):
            told = f"« {it.endowment.title} » est signée par les trois parties : l’autorisation reste à notifier."
            tasks.append(Task(told, "Voir la dotation", page))
    moves, _ = queries.moves_page(by, [MoveStatus.REQUESTED])
    for move in moves:
        if move.requested_by != by.pk:
            told = f"Un virement de {Money(move.cents)} entre enveloppes attend d’être confirmé."
            tasks.append(Task(told, "Voir le virement", reverse("funder:move", args=[move.pk])))
    return tasks
