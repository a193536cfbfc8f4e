"""Record help given: one activity, many, a workshop."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields, replace
from typing import Any
from uuid import UUID

from django.db import transaction

from lucette.foundation.journal import actions as journal
from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid, NotFound, RuleBroken
from lucette.scheme.activities import policies
from lucette.scheme.activities.enums import ActivityKind, ActivityStatus, Channel, RemovalReason, Theme, WorkshopStatus
from lucette.scheme.activities.models import Activity, Workshop
from lucette.scheme.activities.rules import MAX_MINUTES, MAX_PEOPLE, Contract, Draft, check_title, counted, problems
from lucette.scheme.places.models import Place
from lucette.scheme.recruitment.models import Hire

__all__ = [
    "Draft",
    "cancel_workshop",
    "correct",
    "hold_workshop",
    "plan_workshop",
    "record",
    "record_all",
    "record_many",
    "register",
    "remove",
    "remove_all",
]
CORRECTABLE = frozenset({"place_id", "kind", "channel", "held_on", "minutes", "themes", "ages", "occupations", "participants", "recurring"})


@transaction.atomic
def record(
    *,
    hire_id: UUID,
    place_id: UUID | None,
    kind: ActivityKind | str,
    channel: Channel | str,
    held_on: dt.date,
    minutes: int,
    themes: Collection[str],
    ages: Mapping[str, int],
    occupations: Mapping[str, int],
    by: Actor,
    participants: int | None = None,
    recurring: int = 0,
    workshop_id: UUID | None = None,
    appointment_id: UUID | None = None,
) -> Activity:
    """Enregistrer une activité: how many people, which themes, never who.

    `participants` None: as many as the distributions count. Raises NotFound, Forbidden, RuleBroken (not in post, place of another
    host), Invalid by field (domain.md §9).
    """
    draft = Draft(
        hire_id, place_id, kind, channel, held_on, minutes, themes, ages, occupations, participants, recurring, workshop_id, appointment_id
    )
    hire = _hire(hire_id, by)
    it = _checked(draft, hire, _place(place_id))
    it.save(force_insert=True)
    journal.record("activity.recorded", subject=it, by=by, kind=it.kind, held_on=held_on.isoformat(), participants=it.participants)
    return it


@transaction.atomic
def record_many(*, records: Iterable[Draft], by: Actor) -> int:
    """Many activities at once, all or none, each checked as by `record`; one journal entry. Returns how many. Raises as `record`."""
    return len(record_all(records=records, by=by))


@transaction.atomic
def record_all(*, records: Iterable[Draft], by: Actor) -> list[Activity]:
    """The same; returns the activities, in the order of the records."""
    policies.check_role_to_record(by)
    drafts = list(records)
    hires = {it.pk: it for it in Hire.objects.visible_to(by).select_related("candidate").filter(pk__in={d.hire_id for d in drafts})}
    places = {it.pk: it for it in Place.objects.filter(pk__in={d.place_id for d in drafts if d.place_id})}
    made = []
    for draft in drafts:
        hire, place = hires.get(draft.hire_id), places.get(draft.place_id) if draft.place_id else None
        if hire is None or (draft.place_id and place is None):
            raise NotFound
        policies.check_can_record(by, hire)
        made.append(_checked(draft, hire, place))
    Activity.objects.bulk_create(made, batch_size=2000)
    if made:
        people = sum(it.participants for it in made)
        journal.record("activity.many_recorded", subject=made[0], by=by, count=len(made), hires=len(hires), participants=people)
    return made


@transaction.atomic
def remove_all(*, activity_ids: Collection[UUID], reason: RemovalReason, by: Actor) -> int:
    """Many activities no longer count, all or none; those removed already stay so. One journal entry. Returns how many.

    Raises NotFound, Forbidden, RuleBroken (one of them was corrected since it was recorded).
    """
    policies.check_role_to_record(by)
    seen = Activity.objects.visible_to(by).select_related("hire__candidate").select_for_update(of=("self",)).filter(pk__in=activity_ids)
    found = list(seen.order_by("pk"))
    if len(found) != len(set(activity_ids)):
        raise NotFound
    live = [it for it in found if it.status == ActivityStatus.RECORDED]
    for hire in {it.hire for it in live}:
        policies.check_can_record(by, hire)
    if corrected := sum(it.status_since is not None for it in live):
        many = french.plural(corrected, "activité a été corrigée", "activités ont été corrigées")
        raise RuleBroken("activity.corrected_since", f"{many} depuis : supprimez-les une à une, ou laissez-les.")
    changes = {"status": ActivityStatus.REMOVED, "status_since": clock.now(), "status_by": by.pk, "removal_reason": reason}
    Activity.objects.filter(pk__in=[it.pk for it in live]).update(**changes)
    if live:
        journal.record("activity.many_removed", subject=live[0], by=by, count=len(live), reason=reason.value)
    return len(live)


@transaction.atomic
def correct(*, activity_id: UUID, by: Actor, **changes: Any) -> Activity:
    """Change what was entered; the journal keeps what it was. `changes`: the words of `record` named in CORRECTABLE.

    Raises NotFound, Forbidden, WrongState (removed), RuleBroken, Invalid by field.
    """
    it = Activity.objects.visible_to(by).select_related("hire__candidate").lock(activity_id)
    policies.check_can_record(by, it.hire)
    it.check_act("correct")
    if unknown := set(changes) - CORRECTABLE:
        raise Invalid("activity.field", "Cette information ne se corrige pas.", dict.fromkeys(unknown, "Ne se corrige pas."))
    draft = replace(
        Draft(**{f.name: getattr(it, f.name) for f in fields(Draft)}),
        **changes,
    )
    after = _checked(draft, it.hire, _place(draft.place_id))
    changed = {name for name in (*CORRECTABLE, "place_id") if getattr(it, name) != getattr(after, name)}
    if not changed:
        return it
    before = {name: _plain(getattr(it, name)) for name in sorted(changed)}
    it.move_to(ActivityStatus.RECORDED, act="correct", on=clock.now(), by=by, **{name: getattr(after, name) for name in changed})
    now = {name: _plain(getattr(it, name)) for name in sorted(changed)}
    journal.record("activity.corrected", subject=it, by=by, before=before, after=now)
    return it


@transaction.atomic
def remove(*, activity_id: UUID, reason: RemovalReason | str, by: Actor) -> Activity:
    """The activity no longer counts; its row stays. Raises NotFound, Forbidden, WrongState, Invalid (reason: a choice, never a text)."""
    it = Activity.objects.visible_to(by).select_related("hire__candidate").lock(activity_id)
    policies.check_can_record(by, it.hire)
    it.check_act("remove")
    if reason not in RemovalReason.values:
        raise Invalid("activity.reason", "Choisissez le motif dans la liste.", {"reason": "Choisissez le motif dans la liste."})
    it.move_to(ActivityStatus.REMOVED, act="remove", on=clock.now(), by=by, removal_reason=RemovalReason(reason))
    journal.record("activity.removed", subject=it, by=by, reason=RemovalReason(reason).value)
    return it


@transaction.atomic
def plan_workshop(
    *, hire_id: UUID, place_id: UUID, title: str, theme: Theme | str, starts_at: dt.datetime, minutes: int, seats: int, by: Actor
) -> Workshop:
    """A workshop to come, open to registration. Raises NotFound, Forbidden, RuleBroken, Invalid by field."""
    hire = _hire(hire_id, by)
    policies.check_in_post(hire)
    title = check_title(title)
    found = {}
    if theme not in Theme.values:
        found["theme"] = "Choisissez le thème dans la liste."
    if starts_at <= clock.now() or not _contract(hire).covers(starts_at.astimezone(clock.PARIS).date()):
        found["starts_at"] = "Un atelier se programme pour une date à venir, pendant votre contrat."
    if not 15 <= minutes <= MAX_MINUTES:
        found["minutes"] = "Un atelier dure d’un quart d’heure à dix heures."
    if not 1 <= seats <= MAX_PEOPLE:
        found["seats"] = "Un atelier compte de 1 à 100 places."
    if found:
        raise Invalid("workshop.invalid", "L’atelier est à corriger.", found)
    place = Place.objects.known(place_id)
    _check_place(place, hire, starts_at.astimezone(clock.PARIS).date())
    it = Workshop.objects.create(hire=hire, place=place, title=title, theme=Theme(theme), starts_at=starts_at, minutes=minutes, seats=seats)
    journal.record("workshop.planned", subject=it, by=by, seats=seats, starts_at=starts_at.isoformat())
    return it


@transaction.atomic
def register(*, workshop_id: UUID, by: Actor) -> Workshop:
    """One more person will come; the last seat makes it full. Anybody may register, and no name is asked.

    Raises NotFound, WrongState (full, held, cancelled), RuleBroken (it has begun).
    """
    it = Workshop.objects.lock(workshop_id)
    it.check_act("register")
    if it.starts_at <= clock.now():
        raise RuleBroken("workshop.begun", "Cet atelier a déjà commencé : choisissez-en un autre.")
    taken = it.registered + 1
    target = WorkshopStatus.FULL if taken == it.seats else WorkshopStatus.OPEN
    it.move_to(target, act="register", on=clock.now(), by=by, registered=taken)
    journal.record("workshop.registered", subject=it, by=by, registered=taken)
    return it


@transaction.atomic
def hold_workshop(
    *, workshop_id: UUID, ages: Mapping[str, int], occupations: Mapping[str, int], by: Actor, participants: int | None = None
) -> Activity:
    """The workshop took place: it becomes an activity. Raises NotFound, Forbidden, WrongState, RuleBroken, Invalid by field."""
    it = Workshop.objects.visible_to(by).select_related("hire__candidate").lock(workshop_id)
    policies.check_can_record(by, it.hire)
    it.check_act("hold")
    if it.starts_at > clock.now():
        raise RuleBroken("workshop.to_come", "Cet atelier n’a pas encore commencé : revenez après l’avoir tenu.")
    it.move_to(WorkshopStatus.HELD, act="hold", on=clock.now(), by=by)
    journal.record("workshop.held", subject=it, by=by, registered=it.registered)
    return record(
        hire_id=it.hire_id,
        place_id=it.place_id,
        kind=ActivityKind.WORKSHOP,
        channel=Channel.PLACE,
        held_on=it.starts_at.astimezone(clock.PARIS).date(),
        minutes=it.minutes,
        themes=[it.theme],
        ages=ages,
        occupations=occupations,
        participants=participants,
        workshop_id=it.pk,
        by=by,
    )


@transaction.atomic
def cancel_workshop(*, workshop_id: UUID, by: Actor) -> Workshop:
    """The workshop will not take place. Raises NotFound, Forbidden, WrongState."""
    it = Workshop.objects.visible_to(by).select_related("hire__candidate").lock(workshop_id)
    policies.check_can_cancel_workshop(by, it.hire)
    it.move_to(WorkshopStatus.CANCELLED, act="cancel", on=clock.now(), by=by)
    journal.record("workshop.cancelled", subject=it, by=by, registered=it.registered)
    return it


def _hire(hire_id: UUID, by: Actor) -> Hire:
    policies.check_role_to_record(by)
    hire = Hire.objects.visible_to(by).select_related("candidate").known(hire_id)
    policies.check_can_record(by, hire)
    return hire


def _place(place_id: UUID | None) -> Place | None:
    return Place.objects.known(place_id) if place_id else None


def _contract(hire: Hire) -> Contract:
    return Contract(hire.starts_on or dt.date.max, hire.ended_on or hire.ends_on)


def _check_place(place: Place | None, hire: Hire, day: dt.date) -> None:
    if place and (place.organization_id != hire.organization_id or not place.is_open(day)):
        raise RuleBroken("activity.place", "Ce lieu d’accueil n’est pas ouvert par votre structure à cette date : choisissez-en un autre.")


def _checked(draft: Draft, hire: Hire, place: Place | None) -> Activity:
    """The row of a draft, not yet stored."""
    policies.check_in_post(hire)
    if found := problems(draft, _contract(hire), clock.today()):
        raise Invalid("activity.invalid", "L’activité est à corriger.", found)
    _check_place(place, hire, draft.held_on)
    return Activity(
        hire=hire,
        organization_id=hire.organization_id,
        place=place,
        kind=draft.kind,
        channel=draft.channel,
        held_on=draft.held_on,
        minutes=draft.minutes,
        participants=draft.people,
        recurring=draft.recurring,
        themes=list(draft.themes),
        ages=counted(draft.ages),
        occupations=counted(draft.occupations),
        workshop_id=draft.workshop_id,
        appointment_id=draft.appointment_id,
    )


def _plain(value: Any) -> Any:
    """As the journal stores it."""
    return value if isinstance(value, int | str | list | dict | None) else str(value)
