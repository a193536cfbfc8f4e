"""Fourth chapter: training, places, help given, appointments, reports."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from lucette.jobs.cast import do
from lucette.jobs.demonstration.story import Filled, Story
from lucette.kernel import clock
from lucette.kernel.actor import NOBODY
from lucette.kernel.money import Money
from lucette.scheme.activities import actions as activities
from lucette.scheme.activities.rules import Draft
from lucette.scheme.appointments import actions as appointments
from lucette.scheme.network import actions as network
from lucette.scheme.places import actions as places
from lucette.scheme.reports import actions as reports
from lucette.scheme.trainings import actions as trainings
from lucette.stories import host_report, report_to_agency

SEAT = Money.euros(4_805)  # State's cost of one training (domain.md §5)
HOURS = [(day, dt.time(9), dt.time(12)) for day in range(5)] + [(day, dt.time(14), dt.time(17)) for day in range(4)]
THEMES = ("demarche en ligne", "smartphone", "courriel", "internet", "sante", "securite", "equipement informatique", "echanger", "budget")
AGES = ("plus60Ans", "plus60Ans", "plus60Ans", "de35a60Ans", "de35a60Ans", "de18a35Ans")
OCCUPATIONS = {"plus60Ans": "retraite", "de35a60Ans": "sansEmploi", "de18a35Ans": "enEmploi"}


def begin(story: Story, filled: Filled) -> None:
    """An adviser arrives: a place to receive, a seat in training, then days of help."""
    story.after(2, open_place, filled=filled)
    story.waiting.append(filled)
    story.after(45, give_help, filled=filled)
    if story.random.random() < 0.3:
        story.after(60, receive_a_citizen, filled=filled)
    story.after(182, report, filled=filled)


def open_place(story: Story, filled: Filled) -> None:
    host = filled.host
    kind = "association" if host.private else story.random.choice(("mairie", "bibliotheque", "france_services", "ccas", "tiers_lieu"))
    if host.organization_id in story.places:  # colleagues receive at the same address
        filled.place_id = story.places[host.organization_id]
        return
    place = do(
        host.secretary,
        places.open_place,
        organization_id=host.organization_id,
        name=f"Espace numérique – {host.name}"[:160],
        kind=kind,
        address="Place de la Mairie",
        commune_code=host.commune,
        access="rdv",
        phone="0199000001",
        hours=HOURS,
        latitude=host.latitude,
        longitude=host.longitude,
        step_free=(None, True, True, False, True)[len(host.name) % 5],
    )
    filled.place_id = story.places[host.organization_id] = place.pk


def open_training(story: Story) -> None:
    """Every month a session for those who arrived; each is enrolled, trained, certified; the body invoices."""
    seats = story.waiting[:30]
    story.waiting = story.waiting[30:]
    if not seats:
        return
    starts_on = story.day + dt.timedelta(10)
    session = do(
        story.cast["instructor"],
        trainings.open_session,
        body_id=story.body_id,
        endowment_id=story.endowment_id,
        title="Conseiller numérique : parcours de 350 heures",
        commune_code="75056",
        starts_on=starts_on,
        ends_on=starts_on + dt.timedelta(70),
        hours=350,
        seats=30,
        seat_cents=SEAT.cents,
    )
    enrolments = [do(filled.host.secretary, trainings.enrol, session_id=session.pk, hire_id=filled.hire_id).pk for filled in seats]
    story.plan(starts_on, start_training, enrolments=enrolments)
    story.plan(starts_on + dt.timedelta(70), end_training, session_id=session.pk, enrolments=enrolments)


def start_training(story: Story, enrolments: list[UUID]) -> None:
    for enrolment_id in enrolments:
        do(story.trainer, trainings.start, enrolment_id=enrolment_id)


def end_training(story: Story, session_id: UUID, enrolments: list[UUID]) -> None:
    for enrolment_id in enrolments:
        do(story.trainer, trainings.complete, enrolment_id=enrolment_id)
        if story.random.random() < 0.95:
            number = f"P-{story.random.randrange(16**8):08X}"
            score = 420 + story.random.randrange(400)
            do(story.trainer, trainings.certify, enrolment_id=enrolment_id, certificate_number=number, pix_score=score)
    do(story.trainer, trainings.invoice_session, session_id=session_id)


def give_help(story: Story, filled: Filled) -> None:
    """What an adviser did in the last two months: individual help, workshops; anonymous."""
    records = []
    for _ in range(story.random.randrange(18, 30)):
        held_on = max(filled.starts_on, story.day - dt.timedelta(story.random.randrange(60)))
        records.append(record(story, filled, held_on))
    do(filled.adviser, activities.record_many, records=records)
    story.after(60, give_help, filled=filled)


def record(story: Story, filled: Filled, held_on: dt.date) -> Draft:
    workshop = story.random.random() < 0.2
    people = story.random.randrange(3, 9) if workshop else 1
    ages: dict[str, int] = {}
    for _ in range(people):
        age = story.random.choice(AGES)
        ages[age] = ages.get(age, 0) + 1
    return Draft(
        hire_id=filled.hire_id,
        place_id=filled.place_id,
        kind="collectif" if workshop else "individuel",
        channel="rattachement",
        held_on=held_on,
        minutes=story.random.choice((60, 90, 120)) if workshop else story.random.choice((30, 45, 60)),
        themes=story.random.sample(THEMES, story.random.randrange(1, 4)),
        ages=ages,
        occupations={OCCUPATIONS[age]: count for age, count in ages.items()},
    )


def receive_a_citizen(story: Story, filled: Filled) -> None:
    """The town hall refers Mamie Lucette; the adviser receives her, and the activity is made from the appointment."""
    host = filled.host
    what = {"organization_id": host.organization_id, "hire_id": filled.hire_id}
    referral = do(host.secretary, appointments.refer, **what, first_name="Lucette", phone="0639980001", need="sante")
    monday = story.day + dt.timedelta(7 - story.day.weekday())
    starts_at = dt.datetime.combine(monday, dt.time(10), clock.PARIS)
    booked = do(
        filled.adviser, appointments.accept_referral, referral_id=referral.pk, starts_at=starts_at, minutes=60, place_id=filled.place_id
    )
    story.plan(monday, honour, filled=filled, appointment_id=booked.pk)
    relative = dt.datetime.combine(monday + dt.timedelta(1), dt.time(15), clock.PARIS)
    do(
        NOBODY,
        appointments.book,
        hire_id=filled.hire_id,
        place_id=filled.place_id,
        starts_at=relative,
        minutes=30,
        first_name="Lucette",
        phone="0639980001",
        need="smartphone",
        booked_by="relative",
    )


def honour(story: Story, filled: Filled, appointment_id: UUID) -> None:
    do(filled.adviser, appointments.honour, appointment_id=appointment_id, minutes=50, age_band="plus60Ans", occupation="retraite")


def report(story: Story, filled: Filled) -> None:
    """Host and adviser report on six months to the Caisse des Dépôts, once an agreement."""
    if filled.agreement_id in story.reported:
        return
    story.reported.add(filled.agreement_id)
    period = {"starts_on": filled.starts_on, "ends_on": story.day - dt.timedelta(1)}
    asked = do(story.cast["requester"], reports.ask_host_report, agreement_id=filled.agreement_id, **period)
    do(filled.host.secretary, host_report.prefill, report_id=asked.pk)
    do(filled.adviser, reports.sign, report_id=asked.pk, words="Les habitants reviennent, et viennent avec leurs voisins.")
    do(filled.host.representative, reports.submit, report_id=asked.pk, words="Le conseiller a trouvé sa place dans la commune.")
    if story.random.random() < 0.9:
        do(story.cast["certifier"], reports.accept, report_id=asked.pk)


def report_to_anct(story: Story, starts_on: dt.date, ends_on: dt.date, steps: int = 3) -> None:
    """The Caisse des Dépôts reports to the ANCT: figures frozen, then (as many `steps`) signed, sent, acknowledged."""
    delegate = story.cast["caisse_delegate"]
    frozen = do(story.cast["certifier"], report_to_agency.freeze, endowment_id=story.endowment_id, starts_on=starts_on, ends_on=ends_on)
    after = ((delegate, report_to_agency.sign), (delegate, reports.send_agency_report), (story.cast["instructor"], reports.acknowledge))
    for who, act in after[:steps]:
        do(who, act, report_id=frozen.pk)


def publish(story: Story) -> None:
    """The national animation publishes a resource for everyone, and an event that costs."""
    animator = story.cast["animator"]
    kit = do(
        animator,
        network.draft,
        kind="resource",
        title="Bien démarrer : le guide du conseiller numérique",
        summary="Un guide de vingt pages : préparer un atelier, accueillir, orienter, rendre compte.",
        audience="everyone",
        link="https://ressources.example.fr/bien-demarrer",
    )
    do(animator, network.publish, publication_id=kit.pk)
    event = do(
        animator,
        network.draft,
        kind="event",
        title="Rencontre nationale des conseillers numériques",
        summary="Une journée d’échanges de pratiques, à Paris et à distance.",
        audience="everyone",
        starts_at=clock.now() + dt.timedelta(60),
        venue="Paris",
        supplier_id=story.producer_id,
        endowment_id=story.endowment_id,
        cost_cents=Money.euros(48_000).cents,
    )
    do(animator, network.publish, publication_id=event.pk)
