"""Every act on an application: from every status, by whom, with which letter; what is refused writes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.models import Person, Role
from lucette.foundation.journal import queries as journal
from lucette.foundation.notifications import queries as notifications
from lucette.foundation.organizations.models import Delegation
from lucette.kernel import clock
from lucette.kernel.actor import SYSTEM, Actor, Scope
from lucette.kernel.errors import Forbidden, Invalid, NotFound, RuleBroken
from lucette.scheme.applications import actions, queries
from lucette.scheme.applications.enums import APPLICATION
from lucette.scheme.applications.enums import ApplicationStatus as S
from lucette.scheme.applications.models import Application, LapseNotice
from lucette.scheme.calls.models import Call, Parameter
from lucette.stories.close_intake import close_intake
from tests.foundation.organizations.factories import OrganizationFactory
from tests.scheme.applications.factories import COMPLETE, ApplicationFactory
from tests.scheme.calls.factories import CallFactory
from tests.states import assert_edge, count_rows, edges

pytestmark = pytest.mark.django_db
DIRECTOR, INSTRUCTOR, CAISSE, IMPORTER, FUNDER = (
    Actor(uuid4(), role, Scope())
    for role in (RoleName.AGENCY_DIRECTOR, RoleName.INSTRUCTOR, RoleName.CAISSE_DELEGATE, RoleName.IMPORTER, RoleName.FUNDER)
)


def host(it: Application, role: RoleName = RoleName.HOST_REPRESENTATIVE) -> Actor:
    return Actor(uuid4(), role, Scope("organization", str(it.organization_id)))


PERFORM: dict[str, Callable[[Application], Application]] = {
    "save": lambda it: actions.save(application_id=it.pk, posts_asked=2, by=host(it)),
    "hand_over": lambda it: handed_over(it, by=host(it, RoleName.HOST_SECRETARY)),
    "file": lambda it: actions.file(application_id=it.pk, by=host(it)),
    "take": lambda it: actions.take(application_id=it.pk, by=INSTRUCTOR),
    "ask_completion": lambda it: actions.ask_completion(application_id=it.pk, by=INSTRUCTOR),
    "complete": lambda it: actions.complete(application_id=it.pk, suspended_days=3, by=host(it)),
    "close_incomplete": lambda it: actions.close_incomplete(application_id=it.pk, by=SYSTEM),
    "declare_inadmissible": lambda it: actions.declare_inadmissible(application_id=it.pk, reason="Non éligible.", by=INSTRUCTOR),
    "put_on_agenda": lambda it: actions.put_on_agenda(application_id=it.pk, by=INSTRUCTOR),
    "take_off_agenda": lambda it: actions.take_off_agenda(application_id=it.pk, rank=None, by=INSTRUCTOR),
    "award": lambda it: actions.award(application_id=it.pk, posts=1, reason="", by=DIRECTOR),
    "refuse": lambda it: actions.refuse(application_id=it.pk, reason="Offre suffisante.", by=DIRECTOR),
    "defer": lambda it: actions.defer(application_id=it.pk, reason="À préciser.", by=DIRECTOR),
    "wait": lambda it: actions.wait(application_id=it.pk, rank=3, by=DIRECTOR),
    "decline": lambda it: actions.decline(application_id=it.pk, by=host(it)),
    "rectify": lambda it: rectified(it),
    "agree": lambda it: actions.agree(application_id=it.pk, by=CAISSE),
    "withdraw": lambda it: actions.withdraw(application_id=it.pk, by=host(it)),
    "announce_lapse": lambda it: announced(noticed(it, closed_at=clock.now())),
    "answer_lapse": lambda it: answered(noticed(it, answer="", answered_by=None, answered_at=None)),
    "drop_lapse": lambda it: actions.drop_lapse(application_id=noticed(it).pk, reason="Recrutement proche.", by=INSTRUCTOR),
    "lapse": lambda it: actions.lapse(application_id=noticed(it).pk, reason="Aucun recrutement.", by=INSTRUCTOR),
    "record_silence": lambda it: silent(it),
    "appeal": lambda it: actions.appeal(application_id=it.pk, by=host(it)),
    "uphold_appeal": lambda it: actions.uphold_appeal(application_id=it.pk, reason="Un fait nouveau.", by=INSTRUCTOR),
    "reject_appeal": lambda it: actions.reject_appeal(application_id=it.pk, reason="Rien de nouveau.", by=INSTRUCTOR),
}
LETTERS = {
    "hand_over": "to_file",
    "file": "receipt",
    "withdraw": "withdrawn",
    "decline": "declined",
    "award": "awarded",
    "refuse": "refused",
    "defer": "deferred",
    "wait": "waiting",
    "declare_inadmissible": "inadmissible",
    "close_incomplete": "closed_incomplete",
    "appeal": "appeal_receipt",
    "announce_lapse": "lapse_announced",
    "drop_lapse": "lapse_dropped",
    "lapse": "lapsed",
    "rectify": "rectified",
    "uphold_appeal": "appeal_upheld",
    "reject_appeal": "appeal_rejected",
}


def rectified(it: Application, by: Actor | None = None) -> Application:
    [done] = actions.rectify(answers=[actions.Answer(it.pk, "refuse", reason="Non.", correction="Erreur.")], by=by or DIRECTOR)
    return done


def silent(it: Application, by: Actor | None = None) -> Application:
    """The day after its answer was due."""
    with clock.at(dt.date(2021, 5, 2)):
        return actions.record_silence(application_id=it.pk, by=by or SYSTEM)


def announced(it: Application) -> Application:
    actions.announce_lapse(application_id=it.pk, ground="other", reason="Retrait.", by=INSTRUCTOR)
    return it


def answered(it: Application) -> Application:
    actions.answer_lapse(application_id=it.pk, answer="Nous recrutons.", by=host(it))
    return it


def noticed(it: Application, **changes: object) -> Application:
    """The withdrawal of its award, announced when it was made, and answered: otherwise told by `changes`."""
    if changes:
        LapseNotice.objects.filter(application=it).update(**changes)
    return it


def made(status: str) -> Application:
    if status != S.DRAFT:
        it = ApplicationFactory(**{status: True})
        if status == S.AWARDED:
            given = {"answer": "Nous recrutons.", "answered_by": uuid4(), "answered_at": clock.now()}
            LapseNotice.objects.create(
                application=it, ground="other", reason="Retrait.", announced_by=uuid4(), due_on=clock.today(), **given
            )
        return it
    it = ApplicationFactory(complete=True)
    represented(it)
    return it


def represented(it: Application, email: str = "mairie@example.fr") -> Person:
    person, _ = Person.objects.get_or_create(email=email, defaults={"first_name": "Anne", "last_name": "Maire"})
    scope = {"scope_kind": "organization", "scope_code": str(it.organization_id)}
    Role.objects.create(person=person, name=RoleName.HOST_REPRESENTATIVE, **scope)
    return person


def give_pieces(it: Application, by: Actor) -> None:
    content = b"%PDF-1.7\n%%EOF\n"
    actions.give_piece(application_id=it.pk, code="signatory", filename="acte.pdf", content=content, by=by)


def handed_over(it: Application, by: Actor) -> Application:
    actions.hand_over(application_id=it.pk, by=by)
    it.refresh_from_db()
    return it


@pytest.mark.parametrize(("status", "act"), edges(APPLICATION, without={"opine"}))
def test_every_status_with_every_act(status: str, act: str) -> None:
    assert_edge(APPLICATION, status, act, make=made, perform=PERFORM)


@pytest.mark.parametrize("act", PERFORM)
def test_an_act_is_journaled_and_told(act: str) -> None:
    source = next(s for s in reversed(APPLICATION.by_act[act].sources))
    it = PERFORM[act](made(source))
    assert len(journal.history(it)) == 1
    kinds = [letter.kind for letter in notifications.letters_about(it)]
    assert kinds == ([f"application.{LETTERS[act]}"] if act in LETTERS else [])
    for letter in notifications.letters_about(it):
        assert letter.to_email == "mairie@example.fr"
        assert "Martin" not in letter.subject + letter.body


@pytest.mark.parametrize("act", PERFORM)
def test_another_organization_finds_nothing_and_a_funder_may_do_nothing(act: str, monkeypatch: pytest.MonkeyPatch) -> None:
    source = APPLICATION.by_act[act].sources[0]
    it, before = made(source), None
    stranger = host(ApplicationFactory())
    for person, refusal in ((FUNDER, Forbidden), (stranger, NotFound)):
        for name in ("DIRECTOR", "INSTRUCTOR", "CAISSE", "SYSTEM"):
            monkeypatch.setitem(globals(), name, person)
        monkeypatch.setitem(globals(), "host", lambda *_, person=person: person)
        before = count_rows()
        with pytest.raises(refusal):
            PERFORM[act](it)
        assert count_rows() == before


def test_a_secretary_prepares_and_the_representative_files() -> None:
    it = made(S.DRAFT)
    secretary = host(it, RoleName.HOST_SECRETARY)
    actions.save(application_id=it.pk, posts_asked=3, by=secretary)
    with pytest.raises(Forbidden, match="légal"):
        actions.file(application_id=it.pk, by=secretary)
    filed = actions.file(application_id=it.pk, by=host(it))
    assert (filed.posts_asked, filed.answer_due_on) == (3, dt.date(2021, 5, 1))
    body = notifications.letters_about(filed)[0].body
    assert "1ᵉʳ mars 2021" in body and "1ᵉʳ mai 2021" in body


def test_a_secretary_with_a_delegation_files_and_her_quality_is_kept() -> None:
    it = made(S.DRAFT)
    secretary = host(it, RoleName.HOST_SECRETARY)
    given = {"organization": it.organization, "person_id": secretary.pk, "capacity": "adjointe au maire", "basis": "Délibération du 2 mars"}
    Delegation.objects.create(**given, since=clock.today() - dt.timedelta(days=9), until=clock.today() - dt.timedelta(days=1))
    with pytest.raises(Forbidden, match="légal"):
        actions.file(application_id=it.pk, by=secretary)
    Delegation.objects.create(**given, since=clock.today(), until=clock.today())
    with pytest.raises(Forbidden, match="vous-même"):
        actions.hand_over(application_id=it.pk, by=secretary)
    assert actions.file(application_id=it.pk, by=secretary).filed_capacity == "adjointe au maire"
    assert actions.file(application_id=(other := made(S.DRAFT)).pk, by=host(other)).filed_capacity == "représentante ou représentant légal"


def test_the_rules_of_a_file_are_those_of_the_day_it_was_filed() -> None:
    it = made(S.DRAFT)
    filed = actions.file(application_id=it.pk, by=host(it))
    assert filed.rules_on == clock.today()
    later = clock.today() + dt.timedelta(days=30)
    Parameter.objects.filter(call=it.call, code="months_to_recruit").update(validity=DateRange(it.call.opens_on, later))
    new = {"code": "months_to_recruit", "value": 12, "unit": "mois", "label": "Délai", "source": "Avenant à l’appel"}
    Parameter.objects.create(call=it.call, validity=DateRange(later, None), **new)
    assert queries.RecruitBy(later).of(filed) == dt.date(2021, 6, 30)
    assert queries.RecruitBy(later).of(ApplicationFactory(call=it.call)) == dt.date(2022, 3, 31)


def test_a_file_is_handed_over_complete_to_everybody_who_may_file_it() -> None:
    it = ApplicationFactory()
    secretary = host(it, RoleName.HOST_SECRETARY)
    with pytest.raises(Invalid) as refusal:
        actions.hand_over(application_id=it.pk, by=secretary)
    assert "motivation" in refusal.value.fields
    actions.save(application_id=it.pk, by=secretary, **COMPLETE)
    give_pieces(it, secretary)
    with pytest.raises(RuleBroken, match="invitez"):
        actions.hand_over(application_id=it.pk, by=secretary)
    represented(it, "maire@example.fr")
    delegate = Person.objects.create(email="adjointe@example.fr", first_name="Lise", last_name="Adjointe")
    Role.objects.create(person=delegate, name=RoleName.HOST_SECRETARY, scope_kind="organization", scope_code=str(it.organization_id))
    Delegation.objects.create(organization=it.organization, person_id=delegate.pk, capacity="adjointe", basis="Arrêté", since=clock.today())
    assert actions.hand_over(application_id=it.pk, by=secretary) == ["Anne Maire", "Lise Adjointe"]
    letters = [letter for letter in notifications.letters_about(it) if letter.kind == "application.to_file"]
    assert {letter.to_email for letter in letters} == {"maire@example.fr", "adjointe@example.fr"}
    assert [row.handed_over for row in queries.applications(secretary).rows] == [True]
    with pytest.raises(Forbidden):
        actions.hand_over(application_id=it.pk, by=host(it))


def test_a_draft_keeps_what_is_typed_even_incomplete_but_typed() -> None:
    it = ApplicationFactory()
    saved = actions.save(application_id=it.pk, start_on="2021-04-01", contact_email="pas une adresse", posts_asked="2", by=host(it))
    assert (saved.start_on, saved.contact_email, saved.posts_asked) == (dt.date(2021, 4, 1), "pas une adresse", 2)
    assert journal.history(saved)[0].facts == {"fields": ["contact_email", "posts_asked", "start_on"]}
    actions.save(application_id=it.pk, start_on="", by=host(it))
    it.refresh_from_db()
    assert it.start_on is None
    with pytest.raises(Invalid) as refusal:
        actions.save(application_id=it.pk, start_on="demain", posts_asked="0", motivation="x" * 2501, contact_phone=None, by=host(it))
    assert set(refusal.value.fields) == {"start_on", "posts_asked", "motivation", "contact_phone"}
    with pytest.raises(TypeError):
        actions.save(application_id=it.pk, status="awarded", by=host(it))


def test_saving_the_same_thing_writes_nothing() -> None:
    it = ApplicationFactory(complete=True)
    before = count_rows()
    actions.save(application_id=it.pk, **COMPLETE, by=host(it))
    assert count_rows() == before


def test_everything_that_is_missing_is_named_at_once() -> None:
    it = ApplicationFactory(posts_asked=501, organization__siret="12345678901234", contact_email="x")
    before = count_rows()
    with pytest.raises(Invalid) as refusal:
        actions.file(application_id=it.pk, by=host(it))
    assert set(refusal.value.fields) == {
        "contact_name",
        "contact_email",
        "contact_phone",
        "motivation",
        "pieces",
        "places_planned",
        "posts_asked",
        "publics",
        "start_on",
        "commitments_accepted",
        "organization",
    }
    assert all(sentence.endswith(".") for sentence in refusal.value.fields.values())
    assert count_rows() == before


def test_the_importer_names_what_the_source_lacks() -> None:
    call, organization = CallFactory(closed=True), OrganizationFactory()
    with pytest.raises(Forbidden):
        actions.open(call_id=call.pk, organization_id=organization.pk, by=host(ApplicationFactory(organization=organization)), source="x")
    it = actions.open(
        call_id=call.pk,
        organization_id=organization.pk,
        by=IMPORTER,
        source="cnfs_coselec_2021.csv",
        not_taken_over=["contact", "motivation", "need", "pieces"],
    )
    with pytest.raises(Invalid) as refusal:
        actions.file(application_id=it.pk, by=IMPORTER)
    assert set(refusal.value.fields) == {"start_on", "commitments_accepted"}
    with pytest.raises(ValueError, match="unknown"):
        actions.open(call_id=call.pk, organization_id=OrganizationFactory().pk, by=IMPORTER, not_taken_over=["tout"])
    other = actions.open(
        call_id=call.pk,
        organization_id=OrganizationFactory().pk,
        by=IMPORTER,
        not_taken_over=["contact", "motivation", "need", "pieces", "start_on", "commitments"],
    )
    assert actions.file(application_id=other.pk, by=IMPORTER).status == S.FILED
    assert notifications.letters_about(other) == []


def opened(call: Call, it: Application, **more: bool) -> Application:
    return actions.open(call_id=call.pk, organization_id=it.organization_id, by=host(it), **more)


@pytest.mark.parametrize("status", ["published", "paused", "closed"])
def test_nothing_is_opened_nor_filed_outside_an_open_call(status: str) -> None:
    call, it = CallFactory(**{status: True}), ApplicationFactory()
    draft = ApplicationFactory(call=call, complete=True)
    before = count_rows()
    with pytest.raises(RuleBroken):
        opened(call, it)
    with pytest.raises(RuleBroken):
        actions.file(application_id=draft.pk, by=host(draft))
    assert count_rows() == before


def test_a_closed_establishment_does_not_apply() -> None:
    it = ApplicationFactory(complete=True, organization__closed_on=dt.date(2021, 2, 1))
    with pytest.raises(RuleBroken, match="fermé"):
        opened(CallFactory(open=True), it)
    with pytest.raises(RuleBroken, match="fermé"):
        actions.file(application_id=it.pk, by=host(it))


def test_one_live_application_for_an_organization_and_a_call() -> None:
    it = ApplicationFactory()
    with pytest.raises(RuleBroken, match=it.number):
        opened(it.call, it)
    actions.withdraw(application_id=it.pk, by=host(it))
    again = opened(it.call, it)
    assert again.number.startswith("C-2021-") and again.department_code == "19" and again.status_by


def test_more_posts_are_asked_once_the_first_ones_are_awarded() -> None:
    it = ApplicationFactory(filed=True)
    with pytest.raises(RuleBroken, match="retenue"):
        opened(it.call, it, additional=True)
    awarded = ApplicationFactory(awarded=True)
    more = opened(awarded.call, awarded, additional=True)
    assert more.additional
    with pytest.raises(RuleBroken, match=more.number):
        opened(awarded.call, awarded, additional=True)


def test_an_award_tells_when_to_recruit_and_a_partial_one_gives_its_reason() -> None:
    whole, additional = ApplicationFactory(on_agenda=True), ApplicationFactory(on_agenda=True, additional=True)
    actions.award(application_id=whole.pk, posts=1, reason="", by=DIRECTOR)
    actions.award(application_id=additional.pk, posts=2, reason="", by=DIRECTOR)
    assert "1ᵉʳ juin 2021" in notifications.letters_about(whole)[0].body
    assert "1ᵉʳ septembre 2021" in notifications.letters_about(additional)[0].body
    partial = ApplicationFactory(on_agenda=True, posts_asked=3)
    for posts, field in ((0, "posts"), (2, "reason")):
        with pytest.raises(Invalid) as refusal:
            actions.award(application_id=partial.pk, posts=posts, reason=" ", by=DIRECTOR)
        assert field in refusal.value.fields
    actions.award(application_id=partial.pk, posts=2, reason="Équilibre entre départements.", by=DIRECTOR)
    body = notifications.letters_about(partial)[0].body
    assert "2 postes" in body and "sur 3 demandés" in body and "tribunal administratif" in body


@pytest.mark.parametrize("act", ["refuse", "defer"])
def test_a_decision_needs_its_reason(act: str) -> None:
    it = ApplicationFactory(on_agenda=True)
    with pytest.raises(Invalid):
        getattr(actions, act)(application_id=it.pk, reason="  ", by=DIRECTOR)


def test_a_refusal_tells_how_to_contest_it() -> None:
    it = PERFORM["refuse"](ApplicationFactory(on_agenda=True))
    body = notifications.letters_about(it)[0].body
    assert all(words in body for words in ("Offre suffisante.", "deux mois", "recours gracieux", "tribunal administratif", "1ᵉʳ mai 2021"))


def test_the_clock_of_the_answer_stops_while_the_host_completes() -> None:
    assert PERFORM["complete"](ApplicationFactory(incomplete=True)).answer_due_on == dt.date(2021, 5, 4)


def test_closing_the_intake_writes_to_open_drafts_only() -> None:
    draft = ApplicationFactory()
    filed = ApplicationFactory(call=draft.call, filed=True)
    person = Person.objects.create(email="maire@example.fr", first_name="Ada", last_name="M")
    Role.objects.create(
        person=person,
        name=RoleName.HOST_REPRESENTATIVE,
        scope_kind="organization",
        scope_code=str(draft.organization_id),
        since=dt.date(2021, 1, 1),
    )
    close_intake(endowment_id=draft.call.endowment_id, reason="4 000 conseillers recrutés.", by=SYSTEM)
    close_intake(endowment_id=draft.call.endowment_id, reason="4 000 conseillers recrutés.", by=SYSTEM)
    (letter,) = notifications.letters_about(draft)
    assert (letter.to_email, "4 000 conseillers" in letter.body) == ("maire@example.fr", True)
    assert notifications.letters_about(filed) == []
    with pytest.raises(RuleBroken, match="clos"):
        actions.file(application_id=draft.pk, by=host(draft))


def test_the_road_of_an_application_is_told() -> None:
    it = made(S.DRAFT)
    actions.file(application_id=it.pk, by=host(it))
    detail = queries.application(it.pk, by=host(it))
    assert [step.state for step in detail.timeline] == ["done", "done", "now", "to_come", "to_come"]
    assert (detail.timeline[1].since, detail.timeline[2].expected) == (dt.date(2021, 3, 1), dt.date(2021, 5, 1))
    assert (detail.next.ball, detail.ball) == ("agency", "L’ANCT")
    assert "1ᵉʳ mai 2021" in detail.next.sentence
    assert detail.acts == ["take", "record_silence", "withdraw"]
    with pytest.raises(NotFound):
        queries.application(it.pk, by=host(ApplicationFactory()))


@pytest.mark.parametrize("status", S.values)
def test_every_status_tells_its_next_step(status: str) -> None:
    detail = queries.application(made(status).pk, by=SYSTEM)
    assert detail.next.sentence.endswith(".")
    assert detail.timeline


def test_lists_go_on_after_the_last_row_shown() -> None:
    call = CallFactory(open=True)
    made_ = [ApplicationFactory(call=call, filed=True) for _ in range(5)]
    seen, after = [], ""
    while True:
        page = queries.applications(DIRECTOR, call_id=call.pk, after=after, limit=2)
        seen += [row.id for row in page.rows]
        if not (after := page.after):
            break
    assert sorted(seen) == sorted(it.pk for it in made_) and len(set(seen)) == 5
    one = made_[0]
    assert [row.id for row in queries.applications(DIRECTOR, search=one.number.lower()).rows] == [one.pk]
    assert one.pk in [row.id for row in queries.applications(DIRECTOR, search=one.organization.name.upper()).rows]
    assert [row.id for row in queries.applications(host(one)).rows] == [one.pk]
    assert queries.applications(Actor(uuid4(), RoleName.PREFECTURE, Scope("department", "75"))).rows == []
    assert queries.counts_by_status(DIRECTOR, call.pk) == {"filed": 5}
    with clock.at(dt.date(2021, 5, 2)):
        assert all(row.late for row in queries.applications(DIRECTOR, call_id=call.pk).rows)
