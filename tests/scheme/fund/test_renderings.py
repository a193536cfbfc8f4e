"""The accounts of a year, held against the raw postings; who renders, who approves, what is closed then."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import defaultdict
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from lucette.foundation.accounts.enums import RoleName
from lucette.kernel import clock
from lucette.kernel.actor import SYSTEM, Actor, Scope
from lucette.kernel.errors import Forbidden, Invalid, NotFound, RuleBroken, WrongState
from lucette.scheme.fund import actions, policies, queries
from lucette.scheme.fund.enums import RENDERING, EventKind
from lucette.scheme.fund.models import Endowment, Rendering
from lucette.scheme.fund.rules import fec, rendered
from tests.scheme.fund.factories import (
    ACCOUNTANT,
    CERTIFIER,
    DELEGATE,
    DIRECTOR,
    FUNDER,
    agreement,
    asked_back,
    certified,
    notified,
    paid_out,
    payment,
    recovery,
)
from tests.states import assert_edge, edges

pytestmark = pytest.mark.django_db

NEXT_YEAR = dt.date(2022, 2, 1)
MOTIVE = "Les comptes sont complets et exacts."
PDF = b"%PDF-1.7"


def year_of_money() -> Endowment:
    """2021 with something of each sort: paid, certified then corrected, reduced, asked back, collected, interest."""
    it = notified(grants=1_000_00, cash=800_00)
    host = uuid4()
    first = payment(it, agreement(it, {1: 200_00, 2: 100_00}), {1: 200_00}, host)
    paid_out(first)
    asked_back(first, 50_00)
    actions.collect_recovery(recovery=recovery(first), key="collection:1:1", cents=20_00, on=dt.date(2021, 5, 1), by=ACCOUNTANT)
    actions.write_off_recovery(recovery=recovery(first), key="writing_off:1:1", cents=5_00, reason="Décision du 1er juin", by=DELEGATE)
    second = payment(it, agreement(it, {1: 150_00}), {1: 150_00})
    key = certified(second, 2)
    actions.correct(event_key=f"{key}:{EventKind.LIQUIDATED}", reason="wrong_amount", by=DELEGATE)
    third = payment(it, agreement(it, {1: 70_00}), {1: 70_00})
    certified(third, 3)
    actions.cancel_certification(payment=third, key="order:3:1", reason="Poste vacant", by=CERTIFIER)
    actions.receive_interest(endowment_id=it.pk, cents=3_33, key="interest:i1:1", on=dt.date(2021, 12, 31), by=ACCOUNTANT)
    return it


def prepared_accounts(it: Endowment | None = None, year: int = 2021) -> Rendering:
    it = it or year_of_money()
    with clock.at(dt.date(year + 1, 2, 1)):
        return actions.prepare_rendering(endowment_id=it.pk, year=year, pieces={"order:1": "OP-2021-00001"}, by=ACCOUNTANT)


def submitted_accounts(**changes: Any) -> Rendering:
    it = prepared_accounts(**changes)
    with clock.at(dt.date(it.year + 1, 2, 2)):
        return actions.submit_rendering(rendering_id=it.pk, pdf=PDF, by=DELEGATE)


def approved_accounts(**changes: Any) -> Rendering:
    it = submitted_accounts(**changes)
    with clock.at(dt.date(it.year + 1, 2, 3)):
        return actions.approve_rendering(rendering_id=it.pk, decision=MOTIVE, pdf=PDF, by=FUNDER)


def sql(statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()


RAW = """
SELECT e.kind, coalesce(x.kind, ''), d.code, c.code, p.amount FROM ledger_posting p
  JOIN ledger_event e ON e.id = p.event_id LEFT JOIN ledger_event x ON x.id = e.corrects_id
  JOIN ledger_account d ON d.id = p.debit_id JOIN ledger_account c ON c.id = p.credit_id
  JOIN ledger_book b ON b.id = p.book_id
 WHERE b.code = %s AND e.business_date BETWEEN %s AND %s
"""


def raw(it: Endowment, since: str = "2021-01-01", until: str = "2021-12-31") -> list[tuple[Any, ...]]:
    return sql(RAW, it.books.cash, since, until)


class TestFigures:
    def test_receipts_and_expenses_by_nature_are_those_of_the_raw_postings_side_by_side(self) -> None:
        it = year_of_money()
        figures = prepared_accounts(it).figures
        for table, word in (("expenses", "uses/"), ("receipts", "resources/")):
            expected: dict[Any, list[int]] = defaultdict(lambda: [0, 0, 0])
            for kind, corrected, debit, credit, amount in raw(it):
                for code, side in ((debit, 1), (credit, 2)):
                    if code.startswith(word):
                        expected[code, kind, corrected][0] += 1
                        expected[code, kind, corrected][side] += amount
            told = {(row["code"], row["kind"], row["corrected"]): [row["count"], row["debit"], row["credit"]] for row in figures[table]}
            assert told == dict(expected) and told

    def test_a_corrected_event_and_its_mirror_are_both_there_gross(self) -> None:
        rows = {(row["kind"], row["corrected"]): row for row in prepared_accounts().figures["expenses"]}
        assert rows["liquidated", ""]["debit"] == 200_00 + 150_00 + 70_00
        mirror = rows["corrected", "liquidated"]
        assert (mirror["debit"], mirror["credit"], mirror["operation"]) == (0, 150_00, "Correction : versement certifié")
        assert rows["certification_reduced", ""]["credit"] == 70_00

    def test_the_bank_is_told_by_nature_and_the_advance_is_what_is_left_on_it(self) -> None:
        it = year_of_money()
        figures = prepared_accounts(it).figures
        bank = {(row["code"], row["kind"]): (row["debit"], row["credit"]) for row in figures["treasury"]}
        assert bank["uses/grants_public", "executed"] == (0, 200_00), "a payment has the nature of its order"
        assert bank["resources/endowment", "tranche_received"] == (800_00, 0)
        assert bank["receivable", "recovery_collected"] == (20_00, 0)
        left = sum(row["received"] - row["spent"] for row in figures["advance"])
        assert left == queries.position(it.pk).cash.bank == 800_00 - 200_00 + 20_00 + 3_33

    def test_the_sums_to_recover_are_told_gross(self) -> None:
        (row,) = prepared_accounts().figures["receivables"]
        assert (row["asked"], row["settled"], row["given_up"], row["open"]) == (50_00, 20_00, 5_00, 25_00)

    def test_every_heading_closes_on_its_balance(self) -> None:
        it = year_of_money()
        figures = prepared_accounts(it).figures
        stored: dict[str, int] = defaultdict(int)
        for code, normal, amount in sql(
            "SELECT a.code, a.normal, b.amount FROM ledger_balance b JOIN ledger_account a ON a.id = b.account_id "
            "JOIN ledger_book k ON k.id = a.book_id WHERE k.code = %s",
            it.books.cash,
        ):
            heading = code if code.startswith(("uses/", "resources/")) else code.partition("/")[0]
            stored[heading] += amount if normal == "debit" else -amount
        assert {row["code"]: row["closing"] for row in figures["balances"]} == dict(stored)
        assert sum(row["debit"] for row in figures["balances"]) == sum(row["credit"] for row in figures["balances"])

    def test_the_figures_are_frozen_and_the_same_once_recomputed(self) -> None:
        it = prepared_accounts()
        stored = Rendering.objects.get(pk=it.pk)
        assert stored.figures == json.loads(json.dumps(it.figures))
        assert queries.digest(stored.figures, stored.names) == stored.sha256 == queries.recomputed(stored)
        assert queries.accounts_of(stored.endowment, 2021, stored.names, stored.figures["extent"]["last_posting"]) == stored.figures

    def test_the_year_after_opens_with_what_the_year_before_left(self) -> None:
        it = year_of_money()
        before = approved_accounts(it=it)
        with clock.at(dt.date(2022, 6, 1)):
            actions.receive_tranche(endowment_id=it.pk, cents=100_00, bank_reference="T2", on=dt.date(2022, 6, 1), by=ACCOUNTANT)
        after = prepared_accounts(it, 2022)
        left = {row["code"]: row["closing"] for row in before.figures["balances"] if row["closing"]}
        assert {row["code"]: row["opening"] for row in after.figures["balances"] if row["opening"]} == left
        lines = fec_of(after)
        assert lines[0]["JournalCode"] == "AN" and lines[0]["EcritureDate"] == "20220101"
        assert_unbroken(lines)
        (receipt,) = after.figures["receipts"]
        assert receipt["credit"] == 100_00, "nothing of the year before is counted twice"


def fec_of(it: Rendering) -> list[dict[str, str]]:
    head, *lines = b"".join(queries.fec_bytes(it)).decode().removesuffix("\r\n").split("\r\n")
    assert head.split("\t") == list(fec.COLUMNS) and len(fec.COLUMNS) == 18
    return [dict(zip(fec.COLUMNS, line.split("\t"), strict=True)) for line in lines]


def cents(shown: str) -> int:
    return int(shown.replace(",", ""))


def assert_unbroken(lines: list[dict[str, str]]) -> None:
    numbers = [int(line["EcritureNum"]) for line in lines]
    assert numbers == sorted(numbers) and set(numbers) == set(range(1, numbers[-1] + 1))
    by_entry: dict[int, int] = defaultdict(int)
    for line in lines:
        by_entry[int(line["EcritureNum"])] += cents(line["Debit"]) - cents(line["Credit"])
    assert set(by_entry.values()) == {0}, "each entry balances"


class TestExtract:
    def test_eighteen_columns_without_a_gap_debits_equal_to_credits_and_to_the_postings(self) -> None:
        it = year_of_money()
        rendering = prepared_accounts(it)
        lines = fec_of(rendering)
        assert_unbroken(lines)
        debit, credit = (sum(cents(line[side]) for line in lines) for side in ("Debit", "Credit"))
        assert debit == credit == sum(row[-1] for row in raw(it)) == rendering.figures["fec"]["debit"]
        assert len(lines) == 2 * len(raw(it)) == rendering.figures["fec"]["lines"]
        assert hashlib.sha256(b"".join(queries.fec_bytes(rendering))).hexdigest() == rendering.figures["fec"]["sha256"]
        assert all(line["CompteNum"] and line["CompteLib"] and line["PieceRef"] and line["EcritureLib"] for line in lines)
        assert {line["JournalCode"] for line in lines} == {"BQ", "EM", "RV", "OD"}
        assert any(line["PieceRef"] == "OP-2021-00001" for line in lines)

    def test_its_bytes_stay_the_same_when_something_is_written_later(self) -> None:
        it = year_of_money()
        rendering = prepared_accounts(it)
        before = b"".join(queries.fec_bytes(rendering))
        actions.receive_interest(endowment_id=it.pk, cents=1, key="interest:late:1", on=dt.date(2021, 12, 31), by=ACCOUNTANT)
        assert b"".join(queries.fec_bytes(rendering)) == before

    def test_a_text_never_breaks_a_column_or_a_line(self) -> None:
        assert fec.fit("a\tb|c\r\nd") == "a b c d"

    def test_the_list_of_operations_has_each_entry_once(self) -> None:
        rendering = prepared_accounts()
        found, rest = queries.operations(rendering, limit=1000)
        assert [it.number for it in found] == list(range(1, rendering.figures["fec"]["entries"] + 1)) and not rest
        first, after = queries.operations(rendering, limit=2)
        second, _ = queries.operations(rendering, after, 2)
        assert [*first, *second] == found[:4]


class TestTold:
    def test_the_spreadsheet_and_the_document_say_the_same_figures(self) -> None:
        it = prepared_accounts()
        sheet = rendered.spreadsheet(it.figures).decode("utf-8-sig")
        assert "Dépenses par nature;Subventions aux structures publiques : correction : versement certifié;En moins;150,00;euros" in sheet
        facts = rendered.facts(it.number, it.figures, NEXT_YEAR, it.sha256)
        assert {section["title"] for section in facts["sections"]} >= {"État de l’avance à la clôture", "Sommes à recouvrer à la clôture"}

    def test_an_empty_year_is_told_too(self) -> None:
        facts = rendered.facts("CA-1", prepared_accounts(notified()).figures, NEXT_YEAR, "0" * 64)
        assert any(section["text"].endswith(("Rien ne reste à recouvrer.", "Rien sur l’année.")) for section in facts["sections"])


HANDS = {
    "withdraw": ({RoleName.ACCOUNTANT, RoleName.CAISSE_DELEGATE}, "withdraw_rendering", {"reason": MOTIVE}),
    "submit": ({RoleName.CAISSE_DELEGATE}, "submit_rendering", {"pdf": PDF}),
    "approve": ({RoleName.FUNDER}, "approve_rendering", {"decision": MOTIVE, "pdf": PDF}),
    "send_back": ({RoleName.FUNDER}, "send_back_rendering", {"reason": MOTIVE}),
}
MAKE = {
    "prepared": prepared_accounts,
    "submitted": submitted_accounts,
    "approved": approved_accounts,
    "withdrawn": lambda: actions.withdraw_rendering(rendering_id=prepared_accounts().pk, reason=MOTIVE, by=ACCOUNTANT),
    "sent_back": lambda: actions.send_back_rendering(rendering_id=submitted_accounts().pk, reason=MOTIVE, by=FUNDER),
}


def do(act: str, it: Rendering, by: Actor) -> Rendering:
    _, name, more = HANDS[act]
    with clock.at(dt.date(2022, 3, 1)):
        done: Rendering = getattr(actions, name)(rendering_id=it.pk, by=by, **more)
    return done


class TestHands:
    @pytest.mark.parametrize(("status", "act"), edges(RENDERING))
    def test_every_edge(self, status: str, act: str) -> None:
        by = FUNDER if act in ("approve", "send_back") else DELEGATE
        assert_edge(RENDERING, status, act, lambda it: MAKE[it](), {act: lambda it: do(act, it, by)})

    @pytest.mark.parametrize("act", HANDS)
    def test_every_role_but_its_own_is_refused_and_nothing_is_written(self, act: str) -> None:
        it = MAKE["submitted" if act in ("approve", "send_back") else "prepared"]()
        for role in (*RoleName, SYSTEM.role):
            if role in HANDS[act][0]:
                continue
            with pytest.raises(Forbidden):
                do(act, it, Actor(uuid4(), role))
        with pytest.raises(NotFound):
            do(act, it, Actor(uuid4(), next(iter(HANDS[act][0])), Scope("department", "19")))
        assert Rendering.objects.get(pk=it.pk).status == it.status

    @pytest.mark.parametrize("role", [*RoleName, SYSTEM.role])
    def test_only_the_caisse_prepares(self, role: str) -> None:
        it = notified()
        by = Actor(uuid4(), role)
        assert policies.can_prepare_accounts(by) is (role in (RoleName.ACCOUNTANT, RoleName.CAISSE_DELEGATE))
        with clock.at(NEXT_YEAR):
            if policies.can_prepare_accounts(by):
                assert actions.prepare_rendering(endowment_id=it.pk, year=2021, pieces={}, by=by).number.startswith("CA-2022-")
            else:
                with pytest.raises(Forbidden):
                    actions.prepare_rendering(endowment_id=it.pk, year=2021, pieces={}, by=by)

    def test_three_different_people_whatever_their_roles_and_the_base_holds_it(self) -> None:
        it = prepared_accounts()
        same = Actor(ACCOUNTANT.pk, RoleName.CAISSE_DELEGATE)
        with pytest.raises(Forbidden):
            do("submit", it, same)
        assert not policies.can_submit_accounts(same, it.prepared_by) and policies.can_submit_accounts(DELEGATE, it.prepared_by)
        it = do("submit", it, DELEGATE)
        for hand in (ACCOUNTANT, DELEGATE):
            with pytest.raises(Forbidden):
                do("approve", it, Actor(hand.pk, RoleName.FUNDER))
            assert not policies.can_judge_accounts(Actor(hand.pk, RoleName.FUNDER), (it.prepared_by, it.submitted_by))
        with pytest.raises(IntegrityError), transaction.atomic():
            Rendering.objects.filter(pk=it.pk).update(submitted_by=it.prepared_by)

    def test_nobody_outside_the_national_roles_sees_them(self) -> None:
        it = prepared_accounts()
        with pytest.raises(NotFound):
            queries.rendering(it.pk, Actor(uuid4(), RoleName.PREFECTURE, Scope("department", "19")))
        assert queries.renderings_page(DIRECTOR)[0] == [it]


class TestYears:
    def test_a_year_is_rendered_once_over_in_order_and_once(self) -> None:
        it = year_of_money()
        for day, year in ((dt.date(2021, 12, 31), 2021), (NEXT_YEAR, 2020), (NEXT_YEAR, 2022), (dt.date(2023, 1, 2), 2022)):
            with clock.at(day), pytest.raises(RuleBroken):
                actions.prepare_rendering(endowment_id=it.pk, year=year, pieces={}, by=ACCOUNTANT)
        done = approved_accounts(it=it)
        with clock.at(NEXT_YEAR), pytest.raises(RuleBroken):
            actions.prepare_rendering(endowment_id=it.pk, year=2021, pieces={}, by=ACCOUNTANT)
        with pytest.raises(IntegrityError), transaction.atomic():
            days = {"starts_on": done.starts_on, "ends_on": done.ends_on}
            Rendering.objects.create(number="X", endowment=it, year=2021, **days, figures={}, sha256="", prepared_by=uuid4())

    def test_approving_closes_the_three_books_and_twice_is_impossible(self) -> None:
        it = year_of_money()
        done = approved_accounts(it=it)
        with pytest.raises(RuleBroken) as refusal:
            actions.receive_interest(endowment_id=it.pk, cents=1, key="interest:late:1", on=dt.date(2021, 12, 31), by=ACCOUNTANT)
        assert refusal.value.code == "ledger.period_closed"
        with pytest.raises(WrongState):
            do("approve", done, FUNDER)
        closed = sql(
            "SELECT count(*) FROM ledger_closedperiod c JOIN ledger_book b ON b.id = c.book_id WHERE b.code = ANY(%s)", it.books.all
        )
        assert closed == [(3,)] and queries.recomputed(done) == done.sha256

    @pytest.mark.parametrize(("act", "by", "make"), [("submit", DELEGATE, prepared_accounts), ("approve", FUNDER, submitted_accounts)])
    def test_what_comes_into_the_year_after_the_freezing_stops_the_act(self, act: str, by: Actor, make: Any) -> None:
        it = make()
        actions.receive_interest(endowment_id=it.endowment_id, cents=1, key="interest:late:1", on=dt.date(2021, 12, 31), by=ACCOUNTANT)
        with pytest.raises(RuleBroken) as refusal:
            do(act, it, by)
        assert refusal.value.code == "fund.rendering_stale"
        assert sql("SELECT count(*) FROM ledger_closedperiod") == [(0,)] and Rendering.objects.get(pk=it.pk).status == it.status

    def test_accounts_sent_back_with_a_reason_are_prepared_anew(self) -> None:
        it = year_of_money()
        first = submitted_accounts(it=it)
        with pytest.raises(Invalid):
            actions.send_back_rendering(rendering_id=first.pk, reason="non", by=FUNDER)
        back = do("send_back", first, FUNDER)
        assert back.reason == MOTIVE
        again = prepared_accounts(it)
        assert again.pk != first.pk and again.sha256 == first.sha256, "the same books give the same figures"

    def test_several_endowments_are_rendered_apart(self) -> None:
        one, other = year_of_money(), notified(cash=7_00)
        prepared_accounts(one)
        assert [row["credit"] for row in prepared_accounts(other).figures["receipts"]] == [7_00]


def test_accounts_not_prepared_are_late_once_the_delay_is_over() -> None:
    it = notified(cash=100_00)
    for day, late in ((dt.date(2022, 1, 30), []), (dt.date(2022, 2, 1), [it])):
        with clock.at(day):
            assert queries.to_prepare(ACCOUNTANT) == [(it, 2021)] and queries.late_to_prepare(ACCOUNTANT) == late
    with clock.at(NEXT_YEAR):
        actions.prepare_rendering(endowment_id=it.pk, year=2021, pieces={}, by=ACCOUNTANT)
        assert queries.late_to_prepare(ACCOUNTANT) == []
