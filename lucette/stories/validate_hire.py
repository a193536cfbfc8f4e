"""A hire is validated; when that fills the last post of the endowment, the intake closes for good."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from lucette.kernel import french
from lucette.kernel.actor import SYSTEM, Actor
from lucette.scheme.fund.models import Endowment
from lucette.scheme.posts import queries as posts
from lucette.scheme.recruitment import actions as recruitment
from lucette.scheme.recruitment import queries as hires
from lucette.scheme.recruitment.models import Hire
from lucette.stories.close_intake import close_intake


@transaction.atomic
def validate_hire(*, hire_id: UUID, by: Actor) -> Hire:
    """Validate the contract, then close every call of the endowment once all its posts have been filled at least once (each counts
    once: a vacancy later reopens nothing). Raises as recruitment.validate.

    The endowment is held first, so that of the last two validations made together the second counts the first.
    """
    endowment_id = hires.hire(hire_id, by).post.endowment_id
    endowment = Endowment.objects.select_for_update(no_key=True).get(pk=endowment_id)
    hire = recruitment.validate(hire_id=hire_id, by=by)
    if posts.filled_once(endowment_id) >= endowment.posts:
        reason = f"L’objectif est atteint : {french.plural(endowment.posts, 'conseiller recruté', 'conseillers recrutés')}."
        close_intake(endowment_id=endowment_id, reason=reason, by=SYSTEM)
    return hire
