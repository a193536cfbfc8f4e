"""What hosts and advisers are told: a fixed number of queries, however many they are."""

from __future__ import annotations

from lucette.foundation.accounts.queries import holders
from lucette.foundation.notifications import actions as notifications
from lucette.kernel import french
from lucette.kernel.clock import PARIS
from lucette.scheme.network.enums import WRITTEN_TO, Audience, PublicationKind
from lucette.scheme.network.models import Publication


def published(it: Publication) -> int:
    """Returns how many letters were written."""
    parts = [f"Bonjour,\n\nL’animation nationale du réseau vous propose : « {it.title} ».", when(it), it.summary, it.link]
    subject = "Un événement du réseau" if it.kind == PublicationKind.EVENT else "Une ressource pour le réseau"
    return to_audience("publication.published", it, f"{subject} : {it.title}", "\n\n".join(filter(None, parts)), "Ouvrir mon espace")


def withdrawn(it: Publication) -> int:
    """Returns how many letters were written."""
    body = "\n\n".join(filter(None, [f"Bonjour,\n\nNous avons retiré « {it.title} ». N’en tenez plus compte.", when(it)]))
    return to_audience("publication.withdrawn", it, f"Retiré : {it.title}", body, "Ouvrir mon espace")


def to_audience(kind: str, it: Publication, subject: str, body: str, label: str) -> int:
    """One letter to each person of the audience, once whatever her roles."""
    people = {holder.email: holder.person_id for role in WRITTEN_TO[Audience(it.audience)] for holder in holders(role)}
    return notifications.write_many(kind, people.items(), subject, body, it, action_label=label)


def when(it: Publication) -> str:
    """« Le 12 mars 2021 à 14 h 00, à Tulle. »"""
    if it.starts_at is None:
        return ""
    moment = it.starts_at.astimezone(PARIS)
    return f"Le {french.date(moment.date())} à {moment:%H h %M}{f', {it.venue}' if it.venue else ''}."
