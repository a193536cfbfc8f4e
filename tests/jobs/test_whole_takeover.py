"""The whole published file, through the real acts: every post that it awards is in the house, or its row is set apart with a reason."""

from __future__ import annotations

import csv
import io
import os
from collections import Counter
from pathlib import Path
from uuid import UUID

import pytest

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.journal.models import Entry
from lucette.jobs import setting
from lucette.jobs.awards import takeover
from lucette.jobs.cast import do
from lucette.jobs.checks import all_checks
from lucette.kernel.actor import Actor
from lucette.scheme.applications.models import Application
from lucette.scheme.committee.models import Award, Session
from lucette.scheme.fund import queries as fund
from lucette.scheme.posts.models import Post
from lucette.scheme.reviews import actions as reviews
from lucette.scheme.reviews.models import Review
from tests.foundation.accounts.factories import actor

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.field,
    pytest.mark.skipif("LUCETTE_WHOLE_FILE" not in os.environ, reason="minutes long: played by make campaigns"),
]
ROWS, POSTS = 1_450, 2_138
TAKE = reviews.take


def with_its_opinion(*, application_id: UUID, by: Actor) -> Review:
    """The file is taken, then the prefecture of its département gives an opinion: the source publishes none, this one is made up."""
    taken = TAKE(application_id=application_id, by=by)
    department = Application.objects.values_list("department_code", flat=True).get(pk=application_id)
    prefecture = actor(RoleName.PREFECTURE, "department", department)
    do(prefecture, reviews.give_opinion, application_id=application_id, favourable=True, comment="Avis inventé pour rejouer le dossier.")
    return taken


def test_every_published_post_is_awarded_or_set_apart(
    field_data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Filed, opinion, session of its date, award: each by the act of the house."""
    monkeypatch.setattr(reviews, "take", with_its_opinion)
    content = (field_data / "cnfs_coselec_2021.csv").read_bytes()
    outcome = takeover.take_over(content, *setting.ready(), lambda *_: None)
    published, refused = outcome.published, outcome.refused
    apart = sum(it.posts for it in published.rejected) + sum(award.posts for award, _ in refused)
    assert (published.read, published.posts_read) == (ROWS, POSTS)
    assert outcome.posts == POSTS - apart == Post.objects.count() == sum(Award.objects.values_list("posts", flat=True))
    assert all(it.reason and it.text for it in published.rejected) and all(why for _, why in refused)
    assert len(list(csv.reader(io.StringIO(outcome.rejects())))) == 1 + len(published.rejected) + sum(len(it.rows) for it, _ in refused)
    dates = set(Session.objects.values_list("held_on", flat=True))
    assert dates == set(published.sessions) and set(Session.objects.values_list("status", flat=True)) == {"published"}
    assert Application.objects.filter(status="awarded").count() == outcome.imported == Award.objects.count()
    acts = Counter(Entry.objects.filter(subject_type="applications.application").values_list("act", flat=True))
    walked = ("filed", "take", "opinion_given", "put_on_agenda", "award")
    assert {acts[f"application.{act}"] for act in walked} == {outcome.imported}
    assert not [check for check in all_checks() if not check.ok]
    assert sum(it.reserved_posts for it in fund.reserved().values()) == outcome.posts
    with capsys.disabled():
        print("\n" + "\n".join(outcome.lines()), f"\n{apart} postes dans les lignes mises à part")
