"""The whole published file, through the real acts: every post that it awards is in the house, or its row is set apart with a reason."""

from __future__ import annotations

import csv
import io
import os
from collections import Counter
from pathlib import Path

import pytest

from lucette.foundation.journal.models import Entry
from lucette.jobs import setting
from lucette.jobs.awards import takeover
from lucette.jobs.checks import all_checks
from lucette.scheme.applications.models import Application
from lucette.scheme.committee.models import Award, Session
from lucette.scheme.fund import queries as fund
from lucette.scheme.posts.models import Post

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.field,
    pytest.mark.skipif("LUCETTE_WHOLE_FILE" not in os.environ, reason="minutes long: played by make campaigns"),
]
ROWS, POSTS = 1_450, 2_138


def test_every_published_post_is_awarded_or_set_apart(field_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
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
    assert {acts[f"application.{act}"] for act in ("filed", "take", "put_on_agenda", "award")} == {outcome.imported}
    assert not [check for check in all_checks() if not check.ok]
    assert sum(it.reserved_posts for it in fund.reserved().values()) == outcome.posts
    with capsys.disabled():
        print("\n" + "\n".join(outcome.lines()), f"\n{apart} postes dans les lignes mises à part")
