"""Take the published awards over, one session at a time, through the real acts. What the file lacks is said, never invented."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from uuid import UUID

from django.db import transaction

from lucette.foundation.accounts import actions as accounts
from lucette.foundation.accounts import queries as people
from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.organizations import actions as organizations
from lucette.foundation.organizations import queries as register
from lucette.foundation.territories import queries as territories
from lucette.jobs.awards.rows import Published, PublishedAward, read
from lucette.kernel import clock, french
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM, Actor, Scope
from lucette.kernel.errors import Refusal
from lucette.kernel.money import Money
from lucette.scheme.applications import actions as applications
from lucette.scheme.committee import actions as committee
from lucette.scheme.committee import queries as sessions
from lucette.scheme.reviews import actions as reviews
from lucette.stories.close_session import close_session

LACKING = ("opinion", "contact", "need", "motivation", "start_on", "commitments", "pieces")
TRAINING = Money(480_500)  # published money includes 4,805 € of training a post (domain.md §5)
Tell = Callable[[str, int, int], None]


@dataclass
class Outcome:
    """What one run did: counts of the file, of what was taken over, and the difference of money with the calls' scale."""

    published: Published
    imported: int = 0
    posts: int = 0
    known: int = 0
    refused: list[tuple[PublishedAward, str]] = field(default_factory=list)
    difference_cents: int = 0
    different: int = 0

    @property
    def reasons(self) -> Counter[str]:
        """Rows set apart, by reason: those of the file, then those that a rule of the scheme refused."""
        return (
            self.published.reasons
            + Counter({why: 0 for _, why in self.refused})
            + Counter(why for award, why in self.refused for _ in award.rows)
        )

    def lines(self) -> list[str]:
        """What the command prints, in French."""
        published = self.published
        found = [
            f"{french.number(published.read)} lignes lues, {french.plural(published.posts_read, 'poste lu', 'postes lus')}",
            f"{french.plural(self.imported, 'attribution reprise', 'attributions reprises')}, {french.plural(self.posts, 'poste')}",
            f"{french.plural(published.merged, 'ligne fondue', 'lignes fondues')} dans une autre de la même séance",
            f"{french.plural(self.known, 'attribution déjà reprise', 'attributions déjà reprises')} lors d’un passage précédent",
        ]
        found += [
            f"{french.plural(count, 'ligne rejetée', 'lignes rejetées')} : {reason}" for reason, count in sorted(self.reasons.items())
        ]
        if self.different:
            amount = Money(abs(self.difference_cents))
            found.append(
                f"{french.plural(self.different, 'attribution')} dont le montant publié diffère du barème de l’appel "
                f"({amount} de {'moins' if self.difference_cents < 0 else 'plus'}) : le barème est gardé"
            )
        return found

    def rejects(self) -> str:
        """The reject file: line, reason, original text."""
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(["ligne", "motif", "texte d’origine"])
        writer.writerows([it.line, it.reason, it.text] for it in self.published.rejected)
        writer.writerows([row.line, why, f"{row.name}, {row.siret}"] for award, why in self.refused for row in award.rows)
        return text.getvalue()


def take_over(content: bytes, endowment_id: UUID, call_ids: dict[str, UUID], tell: Tell) -> Outcome:
    """Take over every session of the file that is not there yet, each in one transaction. `call_ids`: employer → call.

    A second run changes nothing: a session is known by the date and by the file's fingerprint. Raises Invalid (not this file).
    """
    published = read(content, territories.present_codes())
    outcome = Outcome(published)
    hands = importers()
    print_of_file = hashlib.sha256(content).hexdigest()[:12]
    done, whole = 0, len(published.awards)
    for held_on, awards in published.sessions.items():
        number = f"COSELEC du {held_on:%d/%m/%Y}"
        with clock.at(held_on), acting(hands[0]):
            if any(it.number == number for it in sessions.sessions(hands[0], endowment_id)):
                outcome.known += len(awards)
            else:
                source = f"résultats publiés, empreinte {print_of_file}"
                following = partial(_progress, tell, number, done, whole)
                _session(outcome, number, source, held_on, awards, endowment_id, call_ids, hands, following)
        done += len(awards)
        tell(number, done, whole)
    return outcome


def _progress(tell: Tell, number: str, base: int, whole: int, count: int) -> None:
    tell(number, base + count, whole)


def importers() -> tuple[Actor, Actor]:
    """The two named hands of the import: one stands for the minutes, the other for the decisions."""
    found = []
    with acting(SYSTEM):
        for last_name in ("des procès-verbaux publiés", "des décisions publiées"):
            address = f"reprise-{french.folded(last_name).replace(' ', '-')}@example.fr"
            person = accounts.register_person(email=address, first_name="Reprise", last_name=last_name, fictional=True, by=SYSTEM)
            held = accounts.grant_role(person_id=person.pk, name=RoleName.IMPORTER, scope=Scope(), by=SYSTEM)
            found.append(people.actor(person.pk, held.pk))
    return found[0], found[1]


@transaction.atomic
def _session(
    outcome: Outcome,
    number: str,
    source: str,
    held_on: dt.date,
    awards: tuple[PublishedAward, ...],
    endowment_id: UUID,
    call_ids: dict[str, UUID],
    hands: tuple[Actor, Actor],
    tell: Callable[[int], None],
) -> None:
    first, second = hands
    session = committee.prepare(number=number, held_on=held_on, endowment_id=endowment_id, members=[], quorum=0, source=source, by=first)
    taken: list[tuple[UUID, PublishedAward]] = []
    for count, award in enumerate(awards, 1):
        try:
            with transaction.atomic():
                taken.append((_application(award, session.pk, call_ids[award.employer], first), award))
        except Refusal as refusal:
            outcome.refused.append((award, refusal.sentence))
        tell(count)
    committee.convene(session_id=session.pk, by=first)
    committee.open(session_id=session.pk, present=[], by=first)
    for application_id, award in taken:
        committee.decide(session_id=session.pk, application_id=application_id, decision="granted", posts=award.posts, reason="", by=first)
        outcome.imported, outcome.posts = outcome.imported + 1, outcome.posts + award.posts
    committee.sign_minutes(session_id=session.pk, by=first)
    close_session(session_id=session.pk, capacity="non repris : le fichier publié ne nomme pas le signataire", by=second)
    committee.publish(session_id=session.pk, by=second)
    _compare(outcome, dict(taken), session.pk, first)


def _application(award: PublishedAward, session_id: UUID, call_id: UUID, by: Actor) -> UUID:
    """Register the host, file its application as far as the file tells, and put it on the agenda."""
    row = award.first
    company = register.company(row.siret)
    organization = organizations.register(
        siret=row.siret,
        name=row.name,
        commune_code=row.commune,
        legal_category=company.legal_category if company else "",
        employer=award.employer,
        address=row.address,
        source=award.source,
        by=by,
    )
    application = applications.open(
        call_id=call_id, organization_id=organization.pk, additional=award.additional, source=award.source, not_taken_over=LACKING, by=by
    )
    applications.save(application_id=application.pk, posts_asked=award.posts, by=by)
    applications.file(application_id=application.pk, by=by)
    reviews.take(application_id=application.pk, by=by)
    committee.add_to_agenda(session_id=session_id, application_id=application.pk, by=by)
    return application.pk


def _compare(outcome: Outcome, taken: dict[UUID, PublishedAward], session_id: UUID, by: Actor) -> None:
    """Published money (less training) against the call's scale: counted, the scale is kept."""
    for made in sessions.awards_of_session(session_id, by):
        published = taken[made.application_id]
        difference = published.state_cents - published.posts * TRAINING.cents - made.amount_cents
        if difference:
            outcome.different += 1
            outcome.difference_cents += difference
