"""What a simulation rests on: an open endowment with its cash, suppliers to pay, the people of each hand."""

from __future__ import annotations

import random
from dataclasses import dataclass
from uuid import UUID, uuid4

from lucette.foundation.accounts import queries as people
from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.organizations import actions as organizations
from lucette.foundation.organizations import queries as register
from lucette.foundation.organizations.rules import siret_for
from lucette.foundation.parameters import queries as parameters
from lucette.jobs import setting
from lucette.jobs.cast import SEED, Cast, do
from lucette.jobs.demonstration.hosts import fictional_siren, give_bank_details, people_of
from lucette.kernel import clock
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM, Actor
from lucette.scheme.fund import actions as fund
from lucette.scheme.fund import queries as funds
from lucette.scheme.fund.enums import EnvelopeCode
from lucette.scheme.payments import actions as payments
from lucette.scheme.payments.enums import Nature
from lucette.scheme.payments.rules import SECOND_SIGNER

SUPPLIERS = 12
CASH_CENTS = 1_000_000_000
FIRST_SUPPLIER = 70_000  # index of the made-up SIREN, beyond those of the demonstration
HANDS = (RoleName.REQUESTER, RoleName.CERTIFIER, RoleName.AUTHORISING_OFFICER, RoleName.ACCOUNTANT, RoleName.FUNDER)


@dataclass(frozen=True, slots=True)
class Crew:
    """Who acts: people by role, oldest first."""

    by_role: dict[str, list[Actor]]

    def one(self, role: RoleName, rank: int = 0) -> Actor:
        return self.by_role[role][rank]

    @property
    def officers(self) -> list[Actor]:
        return self.by_role[RoleName.AUTHORISING_OFFICER]


def crew() -> Crew:
    """The people of the hands, as the base knows them."""
    with acting(SYSTEM):
        return Crew({role: [people.actor(it.person_id) for it in people.holders(role)] for role in HANDS})


def endowment_id() -> UUID:
    """The endowment of the simulation. Raises LookupError before `open_setting`."""
    with acting(SYSTEM):
        found = funds.endowment(funds.shipped_endowment().code)
    if found is None:
        raise LookupError("no endowment yet")
    return found.pk


def open_setting() -> None:
    """The shipped endowment, a second authorising officer, suppliers with their accounts. What is there already is left as it is."""
    endowment, _ = setting.ready()
    if len(crew().officers) > 1:
        return
    cast = Cast(random.Random(SEED + 1))  # noqa: S311 – a story, not a secret
    for rank in range(SUPPLIERS):
        with acting(SYSTEM):
            name = f"Prestataire {rank + 1} (fictif)"
            siret = siret_for(fictional_siren(FIRST_SUPPLIER + rank))
            it = organizations.register(
                siret=siret, name=name, commune_code="75056", legal_category="9220", source="simulation", fictional=True, by=SYSTEM
            )
            supplier = people_of(cast, it.pk, name, "private", "75056")
        give_bank_details(cast, supplier, 70_000 + rank)
    receive(endowment, CASH_CENTS)


def receive(endowment: UUID, cents: int) -> None:
    """Cash from the DGCL, today."""
    reference = f"DGCL-{uuid4().hex[:12]}"
    do(
        crew().one(RoleName.ACCOUNTANT),
        fund.receive_tranche,
        endowment_id=endowment,
        cents=cents,
        bank_reference=reference,
        on=clock.today(),
    )


def widen(endowment: UUID, cents: int) -> None:
    """More authority for training, from which the services are paid."""
    fact = {"reference": f"AV-{uuid4().hex[:12]}", "shares": {EnvelopeCode.TRAINING: cents}, "posts": 0, "reason": "autres commandes"}
    do(crew().one(RoleName.FUNDER), fund.amend_authority, endowment_id=endowment, **fact)


def suppliers() -> list[UUID]:
    """Those that `open_setting` registered."""
    numbers = [siret_for(fictional_siren(FIRST_SUPPLIER + rank)) for rank in range(SUPPLIERS)]
    with acting(SYSTEM):
        return [it.pk for it in register.by_siret(numbers, SYSTEM).values()]


def order_services(count: int, rng: random.Random) -> list[UUID]:
    """So many services ordered from the suppliers, for small amounts; about one in fifty asks for two authorising officers."""
    endowment, bodies, made = endowment_id(), suppliers(), []
    with acting(SYSTEM):
        for _ in range(count):
            large = rng.random() < 0.02
            invoice = payments.order_service(
                endowment_id=endowment,
                organization_id=rng.choice(bodies),
                envelope=EnvelopeCode.TRAINING,
                nature=Nature.TRAINING,
                label="Prestation simulée",
                cents=threshold() + rng.randrange(100) if large else rng.randrange(100, 50_000),
                service_id=uuid4(),
                by=SYSTEM,
            )
            made.append(invoice.pk)
    return made


def threshold() -> int:
    """From this many cents on, two officers sign."""
    return parameters.value(SECOND_SIGNER, clock.today())
