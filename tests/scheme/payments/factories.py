"""An agreement in force with its money, posts and schedule; orders and batches brought to any status by the acts themselves."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from uuid import UUID, uuid4

from django.db.backends.postgresql.psycopg_any import DateRange

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.documents import actions as documents
from lucette.foundation.documents import queries as stored
from lucette.foundation.organizations.models import Organization
from lucette.foundation.organizations.rules import test_iban as made_up_iban
from lucette.foundation.parameters.models import ParameterDecision
from lucette.kernel import clock
from lucette.kernel.actor import SYSTEM
from lucette.scheme.agreements.models import Agreement, AgreementLine
from lucette.scheme.applications.models import Application
from lucette.scheme.calls.models import Call, GrantScale, Parameter
from lucette.scheme.committee.models import AgendaLine, Award, Session
from lucette.scheme.fund import actions as fund
from lucette.scheme.fund.models import Endowment
from lucette.scheme.payments import actions
from lucette.scheme.payments.adapters import LocalBank, Receipt, answers
from lucette.scheme.payments.adapters.answers import Fate
from lucette.scheme.payments.models import Batch, ConditionOverride, Instalment, InstalmentLine, Order, TreasuryAccount
from lucette.scheme.payments.rules import SECOND_SIGNER
from lucette.scheme.posts.models import Attachment, Post
from tests.foundation.accounts.factories import actor
from tests.foundation.organizations.factories import BankDetailsFactory, OrganizationFactory
from tests.scheme.committee.factories import ALWAYS, PARAMETERS
from tests.scheme.fund.factories import notified

REQUESTER, CERTIFIER, OFFICER, ACCOUNTANT = HANDS = [
    actor(role) for role in (RoleName.REQUESTER, RoleName.CERTIFIER, RoleName.AUTHORISING_OFFICER, RoleName.ACCOUNTANT)
]
SECOND_OFFICER = actor(RoleName.AUTHORISING_OFFICER)
NUMBERS = itertools.count(1)
IN_FORCE = dt.date(2021, 3, 1)
POST_CENTS = (1_000_000, 1_500_000, 2_500_000)  # instalments of one post: at signature, then after 6 and 12 months


def endowment(grants: int = 100_000_000, training: int = 10_000_000, cash: int = 50_000_000, management: int = 5_000_000) -> Endowment:
    """An open endowment with cash, held on its own account."""
    it = notified(grants=grants, training=training, management=management, cash=cash)
    actions.open_treasury_account(
        endowment_id=it.pk, holder="Caisse des Dépôts", iban=made_up_iban(next(NUMBERS)), bic="CDCGFRPP075", town="Paris", by=ACCOUNTANT
    )
    return it


def award(of: Endowment, organization: Organization, posts: int, unit_cents: int) -> Award:
    n, now = next(NUMBERS), clock.now()
    call = Call.objects.create(code=f"appel-paye-{n}", title="Appel", text="…", employer="public", endowment=of, opens_on=IN_FORCE)
    for code, value in PARAMETERS.items():
        Parameter.objects.create(call=call, code=code, value=value, unit="", label=code, validity=ALWAYS, source="essai")
    scale = GrantScale.objects.create(
        call=call, employer="public", zone="metro", cents=unit_cents, months=24, validity=DateRange(IN_FORCE, None), source="essai"
    )
    application = Application.objects.create(
        number=f"C-{n}", call=call, organization=organization, department_code="19", region_code="75", posts_asked=posts,
        contact_email=f"contact{n}@example.fr", filed_at=now, filed_by=uuid4(), rules_on=now.date(), commitments_accepted=True,
        status="agreed", decided_at=now, posts_granted=posts, answer_due_on=IN_FORCE,
    )  # fmt: skip
    session = Session.objects.create(number=f"S-{n}", held_on=IN_FORCE, endowment=of)
    line = AgendaLine.objects.create(session=session, application=application, position=1, decision="granted", posts=posts)
    return Award.objects.create(
        number=f"A-{n}", application=application, line=line, session=session, organization=organization, endowment=of, scale=scale,
        posts=posts, unit_cents=unit_cents, amount_cents=unit_cents * posts, months=24, recruit_by=dt.date(2021, 9, 1),
    )  # fmt: skip


def agreement(
    of: Endowment | None = None, posts: int = 2, post_cents: Sequence[int] = POST_CENTS, organization: Organization | None = None
) -> Agreement:
    """An agreement in force, its money committed and its posts attached; the host has active bank details."""
    of = of or endowment()
    organization = organization or OrganizationFactory()
    details = organization.bank_details.filter(status="active").first() or BankDetailsFactory(organization=organization, active=True)
    given = award(of, organization, posts, sum(post_cents))
    document = documents.store(
        kind="agreement", title="Convention", filename="c.pdf", content=b"%PDF-", content_type="application/pdf", subject=given, by=SYSTEM
    )
    it = Agreement.objects.create(
        number=f"CONV-2021-{next(NUMBERS)}", award=given, organization=organization, department_code="19", region_code="75", endowment=of,
        status="in_force", posts=posts, unit_cents=sum(post_cents), amount_cents=sum(post_cents) * posts, months=24, bank_details=details,
        document=document, asked_by=uuid4(), generated_by=uuid4(), generated_at=clock.now(), in_force_on=IN_FORCE,
        ends_on=dt.date(2023, 2, 28),
    )  # fmt: skip
    for n, cents in enumerate(post_cents, 1):
        AgreementLine.objects.create(
            agreement=it, number=n, cents=cents * posts, post_cents=cents, months_after=6 * (n - 1),
            condition="agreement_signed" if n == 1 else "month_reached",
        )  # fmt: skip
    for _ in range(posts):
        post = Post.objects.create(number=f"P-{next(NUMBERS)}", endowment=of, award=given, unit_cents=sum(post_cents))
        Attachment.objects.create(post=post, organization=organization, agreement=it, period=DateRange(IN_FORCE, None), agreed_on=IN_FORCE)
    fund.reserve(endowment_id=of.pk, award_id=given.pk, cents=it.amount_cents, posts=posts, by=SYSTEM)
    fund.commit(
        endowment_id=of.pk, award_id=given.pk, agreement_id=it.pk, lines={n: c * posts for n, c in enumerate(post_cents, 1)}, posts=posts,
        released_cents=0, released_posts=0, by=SYSTEM,
    )  # fmt: skip
    return it


def schedule(**changes: object) -> list[Instalment]:
    return actions.open_schedule(agreement_id=agreement(**changes).pk, by=SYSTEM)  # type: ignore[arg-type]


def contract(post: Post, starts_on: dt.date = IN_FORCE, ends_on: dt.date | None = None) -> UUID:
    """A live contract on a post; returns the hire's id."""
    hire_id = uuid4()
    actions.record_contract(post_id=post.pk, hire_id=hire_id, starts_on=starts_on, ends_on=ends_on, by=SYSTEM)
    return hire_id


SECOND = dt.date(2021, 9, 1)


def held(of: Endowment | None = None) -> InstalmentLine:
    """A line of the second instalment, held on its due date: its post was vacant. The clock is left where it was."""
    second = schedule(posts=1, of=of)[1]
    actions.hold_missed(on=SECOND, by=SYSTEM)
    return second.lines.get()


def asked(line: InstalmentLine | None = None) -> ConditionOverride:
    """An override asked by the requester on a held line, on its due date."""
    with clock.at(SECOND):
        return actions.ask_override(line_id=(line or held()).pk, motive="recrutement retardé par la crue", by=REQUESTER)


def requested(instalment: Instalment | None = None) -> Order:
    return actions.request(instalment_id=(instalment or schedule()[0]).pk, by=REQUESTER)


def certified(**changes: object) -> Order:
    return actions.certify(order_id=requested(**changes).pk, by=CERTIFIER)  # type: ignore[arg-type]


def to_countersign(threshold_cents: int = 1, **changes: object) -> Order:
    """Signed by a first officer, the threshold being `threshold_cents`."""
    second_signer_from(threshold_cents)
    return actions.order(order_id=certified(**changes).pk, by=OFFICER)


def second_signer_from(cents: int) -> None:
    ParameterDecision.objects.create(code=SECOND_SIGNER, value=cents, since=clock.today(), reason="essai", decided_by=uuid4())


def ordered(**changes: object) -> Order:
    return actions.order(order_id=certified(**changes).pk, by=OFFICER)


def accepted(**changes: object) -> Order:
    return actions.take_in_charge(order_id=ordered(**changes).pk, by=ACCOUNTANT)


def frozen(*orders: Order) -> Batch:
    orders = orders or (accepted(),)
    return actions.freeze_batch(
        endowment_id=orders[0].endowment_id, order_ids=[it.pk for it in orders], execution_on=clock.today(), by=ACCOUNTANT
    )


def sent(*orders: Order) -> Batch:
    return actions.send_batch(batch_id=frozen(*orders).pk, by=ACCOUNTANT)


def bank_of(endowment_id: UUID, balance: int = 50_000_000) -> LocalBank:
    """The stand-in that holds the account of an endowment, before its first statement."""
    return LocalBank(TreasuryAccount.objects.get(endowment_id=endowment_id).iban, balance)


def executed(batch: Batch, *more: Receipt, bank: LocalBank | None = None) -> actions.StatementResult:
    """The bank executes a batch, and says `more`; its statement is read."""
    bank = bank or bank_of(batch.endowment_id)
    content = bank.execute([stored.content(batch.document_id)], more, on=IN_FORCE)
    return actions.read_statement(endowment_id=batch.endowment_id, content=content, by=ACCOUNTANT)


def gives_back(order: Order, cents: int | None = None, reference: str = "RET-1", reason: str = "AC04") -> Receipt:
    """What the bank says when it gives an order back, or a part of it."""
    return Receipt(order.cents if cents is None else cents, reference, "RETOUR", order.pk.hex, reason)


def returned(batch: Batch | None = None, cents: int | None = None) -> Order:
    """An order executed, then given back by the bank, in one statement."""
    batch = batch or sent()
    order = batch.orders.get()
    executed(batch, gives_back(order, cents))
    return Order.objects.get(pk=order.pk)


def answer_to(batch: Batch, *fates: Fate, name: str = "REP-1", status: str = "") -> bytes:
    """The bank's answer to a batch (pain.002): accepted, but for the transfers told."""
    return answers.report(name, IN_FORCE, batch.message_id, status or ("PART" if fates else "ACSP"), "", fates)


def silent(order: Order) -> Order:
    """An order sent long ago, of which nobody hears: it is in inquiry."""
    actions.open_inquiries(on=clock.today() + dt.timedelta(days=30), by=SYSTEM)
    return Order.objects.get(pk=order.pk)


def answered(order: Order, *, received: bool) -> Order:
    """The written answer of the bank about an order is recorded."""
    letter = {"content": b"Lettre", "filename": "lettre.txt", "content_type": "text/plain"}
    return actions.answer_inquiry(order_id=order.pk, received=received, reason="courrier de la banque", by=ACCOUNTANT, **letter)
