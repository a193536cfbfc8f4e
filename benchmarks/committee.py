"""A session of 400 files closes (awards, posts, money, answers, minutes, signed decisions), against each file by its own acts with its
letter of award typeset at once. Two sessions alike, in the same endowment; the letters of the first wait for the worker."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from itertools import cycle
from typing import Any

from django.db import transaction
from django.test.utils import override_settings

from benchmarks.database import analyze
from benchmarks.measure import Measure, timed
from lucette.foundation.documents.adapters import typeset
from lucette.foundation.notifications.models import Letter
from lucette.foundation.territories.models import Commune
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM
from lucette.scheme.applications import actions as applications
from lucette.scheme.applications.models import Application
from lucette.scheme.calls.models import Call
from lucette.scheme.committee import queries
from lucette.scheme.committee.actions.closing import ACTS
from lucette.scheme.committee.enums import Decision
from lucette.scheme.committee.models import AgendaLine, Award, Session
from lucette.scheme.fund import actions as fund
from lucette.scheme.posts import actions as posts
from lucette.scheme.posts.models import Post
from lucette.stories.close_session import close_session, file_award_letters
from tests.scheme.committee import factories as make

SIZE = int(os.environ.get("LUCETTE_BENCH_FILES", "400"))
CAPACITY = "directrice générale"
DECISIONS = (Decision.GRANTED,) * 7 + (Decision.REFUSED, Decision.DEFERRED, Decision.WAITING)


def sitting(call: Call) -> Session:
    """Its minutes signed; seven files in ten granted, of as many communes."""
    session: Session = make.SessionFactory(endowment=call.endowment, signed=True)
    communes = Commune.objects.filter(parent=None).order_by("code")[: SIZE * 80 : 80]
    for commune, decision in zip(communes, cycle(DECISIONS), strict=False):
        granted, reason = decision == Decision.GRANTED, "Offre suffisante." if decision in (Decision.REFUSED, Decision.DEFERRED) else ""
        host = {"organization__commune": commune, "posts_asked": 2}
        make.line(session, call, decision=decision, posts=2 * granted, reason=reason, **host)
    return session


def plain(session: Session) -> None:
    """One file after the other."""
    typeset("minutes", asdict(queries.minutes(session.pk)))
    typeset("decisions", asdict(queries.decisions(session.pk, "Essai", CAPACITY)))
    with transaction.atomic():
        for line in queries.agenda(session):
            act = getattr(applications, ACTS[Decision(line.decision)])
            said: dict[str, Any] = {"application_id": line.application_id, "by": make.DIRECTOR}
            match line.decision:
                case Decision.GRANTED:
                    act(posts=line.posts, reason="", **said)
                    give(line, session)
                case Decision.WAITING:
                    act(rank=line.position, **said)
                case _:
                    act(reason=line.reason, **said)
    file_award_letters(session_id=session.pk, by=make.DIRECTOR)


def give(line: AgendaLine, session: Session) -> None:
    scale, terms = queries.terms(line, queries.Scales(session))
    award = Award.objects.create(
        number=f"A-essai-{line.position}",
        application=line.application,
        line=line,
        session=session,
        organization=line.application.organization,
        endowment=session.endowment,
        scale=scale,
        posts=terms.posts,
        unit_cents=terms.unit.cents,
        amount_cents=terms.amount.cents,
        months=terms.months,
        recruit_by=terms.recruit_by,
    )
    fund.reserve(endowment_id=award.endowment_id, award_id=award.pk, cents=award.amount_cents, posts=award.posts, by=make.DIRECTOR)
    posts.create_for_award(award_id=award.pk, by=make.DIRECTOR)


def given(session: Session) -> list[Counter[tuple[Any, ...]]]:
    """What it left: awards, posts, where the files stand, what their hosts read. Numbers and ids apart."""
    files = list(AgendaLine.objects.filter(session=session).values_list("application_id", flat=True))
    rows: Sequence[Any] = (
        Award.objects.filter(session=session).values_list("posts", "unit_cents", "amount_cents", "months", "recruit_by"),
        Post.objects.filter(award__session=session).values_list("unit_cents"),
        Application.objects.filter(pk__in=files).values_list("status", "posts_granted", "decision_reason"),
        Letter.objects.filter(about_id__in=files).values_list("kind", "to_email"),
    )
    return [Counter(found) for found in rows]


def measure() -> Measure:
    """Equality: the same awards, posts, answers and letters, and every invariant of the fund. Says what the worker's letters cost too."""
    with acting(SYSTEM):
        call = make.CallFactory(endowment=make.endowment(posts=4 * SIZE))
        first, second = sitting(call), sitting(call)
    for table in ("committee_agendaline", "applications_application", "organizations_organization"):
        analyze(table)
    with tempfile.TemporaryDirectory() as folder, override_settings(MEDIA_ROOT=folder), acting(make.DIRECTOR):
        before = time.process_time()
        ours_ms, _ = timed(lambda: close_session(session_id=first.pk, capacity=CAPACITY, by=make.DIRECTOR))
        spent = (time.process_time() - before) * 1000
        plain_ms, _ = timed(lambda: plain(second))
        left_ms, letters = timed(lambda: file_award_letters(session_id=first.pk, by=make.DIRECTOR))
        equal = given(first) == given(second) and all(it.ok for it in queries.checks(first.endowment_id))
    print(f"  temps de processeur de la clôture, serveur de données à part : {spent:.0f} ms", file=sys.stderr)
    print(f"  ensuite, {len(letters)} lettres d’attribution par l’ouvrier : {left_ms:.0f} ms", file=sys.stderr)
    return Measure("séance close", SIZE, ours_ms, plain_ms, equal, "chaque dossier par ses propres actes, lettre composée aussitôt")
