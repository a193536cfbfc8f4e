"""Keep what is typed, forget it once sent, take a form once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.db import transaction

from lucette.foundation.drafts.models import Draft, Submission
from lucette.foundation.drafts.rules import KEPT_DAYS, MOST_CHARACTERS, keepable, size
from lucette.kernel import clock
from lucette.kernel.actor import NOBODY, Actor


@transaction.atomic
def keep(
    *,
    address: str,
    typed: Mapping[str, Sequence[str]],
    by: Actor,
    not_kept: Collection[str] = (),
    token: UUID | None = None,
    emptied: bool = False,
) -> dt.datetime | None:
    """Keep what this person typed in the form at this address, in place of what was kept before.

    `token`: the mark of the form; once it was sent, what comes late is no longer kept. `emptied`: she may have taken everything away,
    and finds it so. Returns when; None when there is nothing to keep (nobody signed in, nothing typed, too much, already sent).
    """
    fields = keepable(typed, not_kept)
    if by.pk == NOBODY.pk or not (size(fields) or (emptied and size(typed) <= MOST_CHARACTERS)):
        return None
    if token and Submission.objects.filter(token=token, person_id=by.pk).exists():
        return None
    kept, _ = Draft.objects.update_or_create(person_id=by.pk, address=address[:300], defaults={"fields": fields, "saved_at": clock.now()})
    return kept.saved_at


@transaction.atomic
def forget(*, address: str, by: Actor) -> int:
    """Forget what this person typed in this form: it was sent, or she starts again. Returns how many entries."""
    return Draft.objects.filter(person_id=by.pk, address=address).delete()[0]


@transaction.atomic
def take_once(*, token: UUID, by: Actor) -> bool:
    """Is this the first time that this form is taken? The second sender waits for the first, then hears that it is done.

    The mark is written in the transaction of the act: refused, it is undone with it, and the form may be sent again.
    """
    marked = Submission.objects.bulk_create([Submission(token=token, person_id=by.pk)], ignore_conflicts=True)
    return Submission.objects.filter(pk=marked[0].pk).exists()


@transaction.atomic
def forget_old(*, before: dt.datetime | None = None) -> int:
    """Remove the entries and marks older than KEPT_DAYS. Returns how many rows."""
    limit = before or clock.now() - dt.timedelta(days=KEPT_DAYS)
    return Draft.objects.filter(saved_at__lt=limit).delete()[0] + Submission.objects.filter(created_at__lt=limit).delete()[0]
