"""What the host does: open, type, file, withdraw, decline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models, transaction

from lucette.foundation.journal import actions as journal
from lucette.foundation.organizations.models import Organization
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid, RuleBroken
from lucette.kernel.french import plural
from lucette.kernel.records import next_number
from lucette.scheme.applications import letters, policies, queries
from lucette.scheme.applications.actions.contact import check_contact
from lucette.scheme.applications.enums import LIVE
from lucette.scheme.applications.enums import ApplicationStatus as S
from lucette.scheme.applications.models import Application
from lucette.scheme.applications.rules import IMPORT_CODES, answer_due
from lucette.scheme.calls import policies as calls_policies
from lucette.scheme.calls import queries as calls
from lucette.scheme.calls.models import Call

EDITABLE = frozenset(
    {
        "post_kind",
        "posts_asked",
        "contact_name",
        "contact_function",
        "contact_email",
        "contact_phone",
        "publics",
        "places_planned",
        "existing_offer",
        "france_services",
        "motivation",
        "start_on",
        "candidate_identified",
        "commitments_accepted",
        "derogation_asked",
    }
)
DECIDED = (S.AWARDED, S.AGREED)


@transaction.atomic
def open(  # noqa: A001
    *,
    call_id: UUID,
    organization_id: UUID,
    by: Actor,
    additional: bool = False,
    source: str = "",
    not_taken_over: Sequence[str] = (),
) -> Application:
    """A draft for this organization and call. `additional`: more posts for a host that has a live application already.

    The importer takes over past awards, outside the window of the call; it alone gives `source` and `not_taken_over` (codes of
    rules.IMPORT_CODES). Raises Forbidden, NotFound, RuleBroken (call not open, organization closed, application live already).
    """
    organization = Organization.objects.visible_to(by).lock(organization_id)
    policies.check_can_prepare(by)
    call = calls.call(call_id, by)
    if source or not_taken_over:
        policies.check_can_lack(by)
    if unknown := set(not_taken_over) - IMPORT_CODES:
        raise ValueError(f"unknown codes of not_taken_over: {sorted(unknown)}")
    if call.renewal:
        raise RuleBroken("application.renewal", "Cet appel renouvelle une convention : demandez-le depuis la page de la convention.")
    if not policies.imports(by):
        check_may_apply(call, organization)
        _check_additional(call, organization, additional)
    elif not additional:
        _check_single(call, organization)
    application = Application.objects.create(
        number=next_number("applications_number", "C", clock.today()),
        call=call,
        organization=organization,
        additional=additional,
        department_code=organization.commune.department_id,
        region_code=organization.commune.region_id,
        source=source,
        not_taken_over=list(not_taken_over),
        status_since=clock.now(),
        status_by=by.pk,
    )
    journal.record("application.opened", subject=application, by=by, number=application.number, additional=additional)
    return application


def check_may_apply(call: Call, organization: Organization) -> None:
    """The call takes applications today, and the host is open. Raises RuleBroken."""
    calls_policies.check_takes_applications(call, clock.today())
    if organization.closed_on and organization.closed_on <= clock.today():
        raise RuleBroken("application.organization_closed", "Cet établissement est fermé : il ne peut pas accueillir de conseiller.")


def _live(call: Call, organization: Organization, additional: bool) -> models.QuerySet[Application]:
    return Application.objects.filter(call=call, organization=organization, additional=additional, renews=None, status__in=LIVE)


def _check_single(call: Call, organization: Organization) -> None:
    if live := _live(call, organization, False).first():
        raise RuleBroken(
            "application.live",
            f"Cette structure a déjà la candidature {live.number} pour cet appel : reprenez-la, "
            "ou demandez des postes supplémentaires une fois qu’elle est retenue.",
        )


def _check_additional(call: Call, organization: Organization, additional: bool) -> None:
    if not additional:
        return _check_single(call, organization)
    if not _live(call, organization, False).filter(status__in=DECIDED).exists():
        raise RuleBroken(
            "application.no_first", "Des postes supplémentaires se demandent une fois la première candidature retenue pour cet appel."
        )
    if other := _live(call, organization, True).exclude(status__in=DECIDED).first():
        raise RuleBroken("application.additional_live", f"La demande de postes supplémentaires {other.number} est déjà en cours.")
    return None


@transaction.atomic
def save(*, application_id: UUID, by: Actor, **fields: Any) -> Application:
    """Keep what was typed in a draft, complete or not; each value takes its field's type. Fields: EDITABLE.

    Raises Forbidden, NotFound, WrongState, Invalid (a value that its field cannot hold), TypeError (a field that is not the host's).
    """
    application = Application.objects.visible_to(by).lock(application_id)
    policies.check_can_prepare(by)
    application.check_act("save")
    if unknown := set(fields) - EDITABLE:
        raise TypeError(f"not fields of a draft: {sorted(unknown)}")
    changes = _typed(fields)
    check_kept(application, changes.get("posts_asked", 1))
    changed = {name: value for name, value in changes.items() if getattr(application, name) != value}
    if changed:
        application.move_to(S.DRAFT, act="save", on=clock.now(), by=by, **changed)
        journal.record("application.saved", subject=application, by=by, fields=sorted(changed))
    if "contact_email" in changed:
        check_contact(application, by)
    return application


def check_kept(it: Application, posts: int) -> None:
    """A renewal adds no post to those of its agreement. Raises Invalid (posts_asked)."""
    if it.renews_posts is not None and posts > it.renews_posts:
        sentence = f"La convention porte {plural(it.renews_posts, 'poste')} : n’en demandez pas plus."
        raise Invalid("application.renewed_posts", sentence, {"posts_asked": sentence})


def _typed(fields: dict[str, Any]) -> dict[str, Any]:
    """Each value as its field stores it. Raises Invalid naming every one that cannot be stored."""
    typed, problems = {}, {}
    for name, value in fields.items():
        field: models.Field = Application._meta.get_field(name)  # type: ignore[assignment]
        try:
            value = value.strip() if isinstance(value, str) else value
            it: Any = None if field.null and value == "" else field.to_python(value)
            if isinstance(field, ArrayField):
                field.validate(it, None)
            if isinstance(field, models.PositiveSmallIntegerField) and not 1 <= it <= 32_767:
                raise ValidationError("Demandez au moins un poste.")
            if field.max_length and len(it) > field.max_length:
                raise ValidationError(f"Ce texte compte {len(it)} caractères : {field.max_length} au plus.")
            typed[name] = it
        except (ValidationError, TypeError) as refusal:
            problems[name] = " ".join(refusal.messages) if isinstance(refusal, ValidationError) else "Cette valeur n’est pas lisible."
    if problems:
        raise Invalid("application.unreadable", "Certaines réponses ne peuvent pas être enregistrées : corrigez-les.", problems)
    return typed


@transaction.atomic
def hand_over(*, application_id: UUID, by: Actor) -> list[str]:
    """A complete draft goes to those who may file it: each receives a letter that leads to it. Returns their names.

    Raises Forbidden, NotFound, WrongState, Invalid whose `fields` name everything that is missing, RuleBroken (nobody may file it).
    """
    application = Application.objects.visible_to(by).lock(application_id)
    policies.check_can_hand_over(by, application.organization_id, clock.today())
    application.check_act("hand_over")
    _check_complete(queries.problems(application))
    filers = queries.filers(application.organization_id)
    if not filers:
        raise RuleBroken("application.nobody_files", "Personne ne représente encore votre structure : invitez d’abord cette personne.")
    application.move_to(S.DRAFT, act="hand_over", on=clock.now(), by=by, handed_over_at=clock.now())
    journal.record(
        "application.handed_over", subject=application, by=by, number=application.number, to=[str(it.person_id) for it in filers]
    )
    letters.to_file(application, filers, by.name)
    return [it.name for it in filers]


def _check_complete(problems: dict[str, str]) -> None:
    if problems:
        raise Invalid("application.incomplete", "La candidature n’est pas complète : il reste des réponses à donner.", problems)


@transaction.atomic
def file(*, application_id: UUID, by: Actor) -> Application:
    """File a complete draft: the clock of the answer starts, the rules of the day become its own, a receipt leaves.

    The importer may lack what `not_taken_over` names. Raises Forbidden, NotFound, WrongState, RuleBroken (call not open, organization
    closed), Invalid whose `fields` name everything that is missing.
    """
    application = Application.objects.visible_to(by).lock(application_id)
    policies.check_can_file(by, application.organization_id, clock.today())
    application.check_act("file")
    call, organization = application.call, application.organization
    if not policies.imports(by):
        check_may_apply(call, organization)
    today = clock.today()
    _check_complete(queries.problems(application, excused=application.not_taken_over if policies.imports(by) else ()))
    due = answer_due(today, calls.silence(call.pk, organization.legal_category, today).months)
    filed: dict[str, Any] = {"filed_at": clock.now(), "filed_by": by.pk, "rules_on": today, "answer_due_on": due}
    filed["filed_capacity"] = policies.capacity_to_file(by, application.organization_id, today)
    application.move_to(S.FILED, act="file", on=clock.now(), by=by, **filed)
    journal.record(
        "application.filed",
        subject=application,
        by=by,
        number=application.number,
        answer_due_on=due.isoformat(),
        posts=application.posts_asked,
    )
    letters.receipt(application, due)
    return application


@transaction.atomic
def withdraw(*, application_id: UUID, by: Actor) -> Application:
    """The host gives up before any decision; its secretary may drop a draft. Raises Forbidden, NotFound, WrongState."""
    application = Application.objects.visible_to(by).lock(application_id)
    if application.status == S.DRAFT:
        policies.check_can_prepare(by)
    else:
        policies.check_can_file(by, application.organization_id, clock.today())
    was_draft = application.status == S.DRAFT
    application.move_to(S.WITHDRAWN, act="withdraw", on=clock.now(), by=by)
    journal.record("application.withdrawn", subject=application, by=by, number=application.number)
    if not was_draft:
        letters.withdrawn(application)
    return application


@transaction.atomic
def decline(*, application_id: UUID, by: Actor) -> Application:
    """The host declines its award before any agreement; the story stories.decline_award gives posts and money back.

    Raises Forbidden, NotFound, WrongState.
    """
    application = Application.objects.visible_to(by).lock(application_id)
    policies.check_can_file(by, application.organization_id, clock.today())
    application.move_to(S.DECLINED, act="decline", on=clock.now(), by=by)
    journal.record("application.declined", subject=application, by=by, number=application.number, posts=application.posts_granted)
    letters.declined(application)
    return application


def tell_drafts(*, call_ids: Sequence[UUID], reason: str) -> int:
    """Write to the host of every open draft of these calls that it can no longer be filed. Returns how many drafts."""
    drafts = list(Application.objects.filter(call_id__in=call_ids, status=S.DRAFT).in_order())
    for draft in drafts:
        letters.intake_closed(draft, reason)
    return len(drafts)
