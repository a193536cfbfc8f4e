from __future__ import annotations

import datetime as dt

import pytest

from lucette.foundation.notifications.models import Letter
from lucette.kernel.acting import acting
from lucette.kernel.errors import Forbidden, Invalid, NotFound, RuleBroken
from lucette.scheme.recruitment import actions
from lucette.scheme.recruitment.enums import HireStatus
from tests.foundation.organizations.factories import OrganizationFactory
from tests.scheme.recruitment.factories import CERTIFIER, ENDS, STARTS, WAGE, HireFactory, commune, herself, host, post
from tests.states import count_rows, stored

pytestmark = pytest.mark.django_db


def declare(hire, by=None, **more):
    contract = {"kind": "cdd", "starts_on": STARTS, "ends_on": ENDS, "monthly_gross_cents": WAGE} | more
    return actions.declare_contract(hire_id=hire.pk, by=by or host(hire.organization), **contract)


def test_a_host_files_the_contract_and_the_candidate_is_told():
    hire = HireFactory(selected=True)
    by = host(hire.organization)
    with acting(by):
        hire = declare(hire, by)
    assert (hire.status, hire.monthly_gross_cents, hire.ends_on) == (HireStatus.DECLARED, WAGE, ENDS)
    letter = Letter.objects.about(hire).get()
    assert "- Période : du 15 mars 2021 au 14 septembre 2022" in letter.body
    assert "- Salaire : 2\u202f000,00\u00a0€ bruts par mois" in letter.body


def test_the_minimum_wage_of_the_first_day_is_enough_and_a_cent_less_is_not():
    hire = HireFactory(selected=True)
    by = host(hire.organization)
    rows, row = count_rows(), stored(hire)
    with pytest.raises(Invalid) as refusal:
        declare(hire, by, monthly_gross_cents=1_554_57)
    sentence = refusal.value.fields["monthly_gross_cents"]
    assert sentence.startswith("Le salaire brut mensuel (1\u202f554,57\u00a0€) est inférieur au salaire minimum du 15 mars 2021")
    assert (count_rows(), stored(hire)) == (rows, row)
    assert declare(hire, by, monthly_gross_cents=1_554_58)


def test_mayotte_has_its_own_minimum_wage():
    hire = HireFactory(selected=True, post=post(organization=OrganizationFactory(commune=commune("97608"))))
    assert declare(hire, monthly_gross_cents=1_173_93).status == HireStatus.DECLARED


def test_a_contract_before_the_agreement_or_without_end_is_refused_by_field():
    hire = HireFactory(selected=True)
    with pytest.raises(Invalid) as refusal:
        declare(hire, starts_on=dt.date(2021, 2, 1), ends_on=None)
    assert set(refusal.value.fields) == {"starts_on", "ends_on"}


def test_no_contract_before_the_agreement_is_signed():
    hire = HireFactory(selected=True, post=post(agreed=False))
    with pytest.raises(RuleBroken, match="pas encore signée"):
        declare(hire)


def test_a_new_contract_begins_after_the_end_of_the_one_before():
    before = HireFactory(ended=True)
    hire = HireFactory(selected=True, post=before.post)
    by = host(hire.organization)
    with pytest.raises(Invalid) as refusal:
        declare(hire, by, starts_on=dt.date(2021, 3, 20))
    assert "au plus tôt le 21 mars 2021" in refusal.value.fields["starts_on"]
    assert declare(hire, by, starts_on=dt.date(2021, 3, 21))


def test_only_the_host_of_the_post_files_a_contract():
    hire = HireFactory(selected=True)
    for wrong in (herself(hire.candidate), CERTIFIER):
        with pytest.raises(Forbidden):
            declare(hire, wrong)
    with pytest.raises(NotFound):
        declare(hire, host(OrganizationFactory()))
