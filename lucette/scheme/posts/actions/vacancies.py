"""A vacant post comes to the end of the time allowed: its host and the Banque des Territoires are told, once. Nothing is done for them."""

from __future__ import annotations

from django.db import transaction

from lucette.foundation.journal import actions as journal
from lucette.kernel.actor import Actor
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.posts import letters, policies, queries
from lucette.scheme.posts.models import Post, VacancyAlert
from lucette.scheme.posts.rules import Vacancy


@transaction.atomic
def alert_vacancies(*, by: Actor) -> int:
    """Write about the posts vacant near their limit, or at it, that nobody was told of yet at this stage. Returns how many posts.

    Raises Forbidden.
    """
    policies.check_can_watch(by)
    near = {it.id: it for it in queries.vacant(by) if it.stage}
    held = {it.pk: it for it in Post.objects.filter(pk__in=near).select_for_update(of=("self",)).order_by("pk")}
    told = set(VacancyAlert.objects.filter(post__in=held).values_list("post_id", "since", "stage"))
    new = [
        (Vacancy(it.number, it.host, it.host_id, it.vacant_since, it.vacant_until, it.stage), held[it.id])
        for it in near.values()
        if it.vacant_since and it.vacant_until and it.stage and (it.id, it.vacant_since, it.stage.value) not in told
    ]
    if not new:
        return 0
    VacancyAlert.objects.bulk_create(VacancyAlert(post=post, since=it.since, stage=it.stage, limit=it.until) for it, post in new)
    facts = [(post, {"stage": it.stage.value, "limit": it.until.isoformat()}) for it, post in new]
    journal.record_many("post.vacancy_told", subjects=facts, by=by)
    urgent = near[new[0][1].pk].agreement_id
    letters.vacancies(new, Agreement.objects.known(urgent) if urgent else None)
    return len(new)
