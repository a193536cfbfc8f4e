"""The prefect’s opinion."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from lucette.foundation.journal import actions as journal
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid
from lucette.scheme.applications.models import Application
from lucette.scheme.reviews import policies
from lucette.scheme.reviews.models import Opinion
from lucette.scheme.reviews.rules import comment_problem


@transaction.atomic
def give_opinion(*, application_id: UUID, favourable: bool, comment: str, by: Actor) -> Opinion:
    """The prefect's opinion, until the decision; it replaces the former one, which is kept.

    Raises Forbidden, NotFound (another territory), WrongState, Invalid (comment: 10 to 1,000 characters).
    """
    application = Application.objects.visible_to(by).lock(application_id)
    policies.check_can_opine(by)
    application.check_act("opine")
    policies.check_not_barred(by, application_id)
    if problem := comment_problem(comment):
        raise Invalid("opinion.comment", problem, {"comment": problem})
    replaced = Opinion.objects.filter(application=application, replaced_at=None).update(replaced_at=clock.now())
    opinion = Opinion.objects.create(
        application=application, favourable=favourable, comment=comment.strip(), given_by=by.pk, given_at=clock.now()
    )
    journal.record("application.opinion_given", subject=application, by=by, favourable=favourable, replaces=bool(replaced))
    return opinion
