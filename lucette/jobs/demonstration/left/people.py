"""Invitations to answer, a candidate to choose, a workshop and an appointment today, a person to call back, reports at each step."""

from __future__ import annotations

import datetime as dt

from lucette.jobs.cast import do
from lucette.jobs.demonstration.story import Filled, Story
from lucette.kernel.acting import acting
from lucette.kernel.actor import NOBODY, SYSTEM
from lucette.kernel.clock import PARIS
from lucette.scheme.activities import actions as activities
from lucette.scheme.appointments import actions as appointments
from lucette.scheme.posts import queries as posts
from lucette.scheme.recruitment import actions as recruitment
from lucette.scheme.recruitment import queries as pool
from lucette.scheme.reports import actions as reports
from lucette.stories import host_report

INVITED = ("invited", "accepted", "invited")  # what becomes of each invitation


def plan(story: Story) -> None:
    story.plan(story.ends - dt.timedelta(3), leave_days)
    story.plan(story.ends - dt.timedelta(1), leave_invitations)
    story.plan(story.ends - dt.timedelta(1), leave_reports)


def leave_invitations(story: Story) -> None:
    """Hosts with a post to fill invite the first candidate of their pool; one of them has accepted."""
    wanted = list(INVITED)
    for host in story.hosts.values():
        if not wanted:
            return
        with acting(SYSTEM):
            free = posts.open_posts(host.organization_id)
            near = pool.pool(free[0].pk, by=host.representative)[:1] if free else []
        for card in near:
            hire = do(host.secretary, recruitment.invite, post_id=free[0].pk, candidate_id=card.candidate_id)
            if wanted.pop(0) == "accepted":
                do(story.candidates[card.candidate_id], recruitment.accept, hire_id=hire.pk)


def in_post(story: Story) -> list[Filled]:
    """Advisers who have a place to receive in."""
    return [filled for filled in story.advisers if filled.place_id]


def leave_days(story: Story) -> None:
    """An adviser's last day: a workshop and an appointment in the morning, another workshop to come, somebody to call back."""
    for filled in in_post(story)[:2]:
        place = {"hire_id": filled.hire_id, "place_id": filled.place_id}
        for days, hour, title in ((0, 8, "Premiers pas avec son smartphone"), (3, 14, "Reconnaître un faux message")):
            starts_at = dt.datetime.combine(story.ends + dt.timedelta(days), dt.time(hour, 30), PARIS)
            planned = {"title": title, "theme": "smartphone", "starts_at": starts_at, "minutes": 90, "seats": 8}
            workshop = do(filled.adviser, activities.plan_workshop, **place, **planned)
            for _ in range(4):
                do(NOBODY, activities.register, workshop_id=workshop.pk)
        ten = dt.datetime.combine(story.ends, dt.time(10, 30), PARIS)
        asked = {"first_name": "Lucette", "phone": "0639980001", "need": "sante"}
        do(NOBODY, appointments.book, **place, starts_at=ten, minutes=60, booked_by="citizen", **asked)
        host = {"organization_id": filled.host.organization_id, "hire_id": filled.hire_id}
        do(filled.host.secretary, appointments.refer, **host, **asked)


def leave_reports(story: Story) -> None:
    """Reports asked of four hosts: to prepare, to sign by the adviser, to send, and one more sent."""
    unheard = {filled.agreement_id: filled for filled in in_post(story) if filled.agreement_id not in story.reported}
    for steps, filled in enumerate(list(unheard.values())[:4]):
        story.reported.add(filled.agreement_id)
        period = {"starts_on": filled.starts_on, "ends_on": story.day - dt.timedelta(1)}
        asked = do(story.cast["requester"], reports.ask_host_report, agreement_id=filled.agreement_id, **period)
        if steps > 0:
            do(filled.host.secretary, host_report.prefill, report_id=asked.pk)
        if steps > 1:
            do(filled.adviser, reports.sign, report_id=asked.pk, words="Les ateliers sont pleins deux semaines à l’avance.")
        if steps > 2:
            do(filled.host.representative, reports.submit, report_id=asked.pk, words="La commune est très satisfaite.")
