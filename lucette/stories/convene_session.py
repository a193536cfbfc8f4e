"""A session is convened: its agenda is put in the order of the points of each territory, which anybody can work out again."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db import transaction

from lucette.foundation.territories import queries as territories
from lucette.insight.statistics import territory
from lucette.insight.statistics.priority import Score
from lucette.kernel.actor import Actor
from lucette.scheme.committee import actions as committee
from lucette.scheme.committee import queries
from lucette.scheme.committee.models import AgendaLine, Session


@transaction.atomic
def convene_session(*, session_id: UUID, by: Actor) -> Session:
    """Give each file of the agenda the points of its territory, the highest first (then the first filed), and convene (committee.convene).

    Raises as committee.convene.
    """
    lines = queries.agenda(queries.session(session_id, by))
    places = territories.communes({line.application.organization.commune_id for line in lines})
    files = territory.files(list(places.values()))
    scores = {line: files[line.application.organization.commune_id].score for line in lines}
    order = sorted(lines, key=lambda line: (-scores[line].points, _filed(line)))
    return committee.convene(session_id=session_id, by=by, territories={it.application_id: frozen(scores[it]) for it in order})


def _filed(line: AgendaLine) -> tuple[bool, Any, int]:
    filed_at = line.application.filed_at
    return filed_at is None, filed_at or 0, line.position


def frozen(score: Score) -> dict[str, Any]:
    """As the snapshot of the file keeps it."""
    return {"points": score.points, "most": score.most, "reasons": [asdict(it) for it in score.reasons]}
