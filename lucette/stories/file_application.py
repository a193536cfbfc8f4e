"""A host files: what the call asks of it is checked first, or a derogation asked."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from lucette.kernel.actor import Actor
from lucette.kernel.errors import RuleBroken
from lucette.scheme.applications import actions as applications
from lucette.scheme.applications.models import Application
from lucette.scheme.reviews import queries as reviews


@transaction.atomic
def file_application(*, application_id: UUID, by: Actor) -> Application:
    """File a complete draft (applications.file) that meets every condition of its call, or that asks for a derogation.

    Raises what applications.file raises, and RuleBroken (a condition is not met, no derogation is asked).
    """
    application = applications.file(application_id=application_id, by=by)
    found = reviews.eligibility(
        application.call_id, application.organization, posts=application.posts_asked, post_kind=application.post_kind, call=application.call
    )
    if found.failed and not application.derogation_asked:
        raise RuleBroken("application.not_eligible", f"{found.failed[0].text} Pour déposer, demandez une dérogation à l’ANCT.")
    return application
