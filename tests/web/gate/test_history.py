"""The journal told in French."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import lucette
from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.journal import actions as journal
from lucette.kernel.actor import SYSTEM, Actor
from lucette.web.gate.history import LABELS, events
from tests.foundation.accounts.factories import PersonFactory
from tests.foundation.organizations.factories import OrganizationFactory

ACT = re.compile(r'(?:record|remember)\(\s*"([a-z_]+\.[a-z_]+)"')


def test_every_act_of_the_journal_has_its_words() -> None:
    code = "\n".join(path.read_text() for path in Path(lucette.__file__).parent.rglob("*.py"))
    assert set(ACT.findall(code)) - set(LABELS) == set()


@pytest.mark.django_db
def test_history_says_what_when_and_who_newest_first_without_what_is_hidden() -> None:
    subject, person = OrganizationFactory(), PersonFactory(first_name="Ève", last_name="Martin")
    journal.record("organization.registered", subject=subject, by=SYSTEM)
    journal.record("agreement.cancelled", subject=subject, by=Actor(person.pk, RoleName.REQUESTER), reason="renoncement")
    journal.record("application.opinion_given", subject=subject, by=SYSTEM)
    told = events(subject, hidden={"application.opinion_given"})
    assert [it.sentence for it in told] == ["Convention annulée : renoncement", "Structure enregistrée"]
    assert [it.who for it in told] == ["Ève Martin, Banque des Territoires, demande de versement", "Lucette, d’elle-même"]
