"""Remember an act."""
from __future__ import annotations

from typing import Any

from django.db import models

from lucette.foundation.journal.models import Entry
from lucette.kernel import clock
from lucette.kernel.actor import Actor


def record(act: str, *, subject: models.Model, by: Actor, reason: str = "", **facts: Any) -> Entry:
    """Write one row, in the transaction of the act. `act` is `room.past_participle`; `facts` are JSON values without personal data."""
    return Entry.objects.create(
        at=clock.now(), actor_id=by.pk, role=by.role, scope=str(by.scope), act=act,
        subject_type=subject._meta.label_lower, subject_id=str(subject.pk), reason=reason, facts=facts,
    )
