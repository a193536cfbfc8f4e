"""Accounts and what stands on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.db.models import BooleanField, Q
from django.db.models.expressions import RawSQL

from lucette.foundation.ledger.models import Account, Balance
from lucette.foundation.ledger.queries.rows import rows


def accounts(codes: set[tuple[str, str]]) -> dict[tuple[str, str], Account]:
    """The accounts that exist among (book code, account code)."""
    found = Account.objects.select_related("book").filter(
        book__code__in={book for book, _ in codes},
        code__in={code for _, code in codes},
    )
    return {(account.book.code, account.code): account for account in found}


def balance(book: str, code: str) -> int:
    """Amount on the account's normal side (cents or posts); 0 when it was never opened."""
    return Balance.objects.filter(account__book__code=book, account__code=code).values_list("amount", flat=True).first() or 0


def balances(book: str, prefix: str = "") -> dict[str, int]:
    """Account code → amount, for every account of the book whose code starts with `prefix`."""
    rows = Balance.objects.filter(account__book__code=book, account__code__startswith=prefix)
    return dict(rows.order_by("account_id").values_list("account__code", "amount"))


def balances_in(books: Collection[str], codes: Collection[str]) -> dict[tuple[str, str], int]:
    """(book, account) → amount, for the accounts of these codes in these books; those never opened are absent."""
    rows = Balance.objects.filter(account__book__code__in=books, account__code__in=codes)
    return {(book, code): amount for book, code, amount in rows.values_list("account__book__code", "account__code", "amount")}


def balances_holding(book: str, prefix: str, part: str) -> dict[str, int]:
    """Account code → amount, for the accounts of the book whose code starts with `prefix` and holds `part`."""
    rows = Balance.objects.filter(account__book__code=book, account__code__startswith=prefix, account__code__contains=part)
    return dict(rows.order_by("account_id").values_list("account__code", "amount"))


def every_balance(prefix: str) -> dict[str, int]:
    """Account code → amount, for the accounts of this prefix in any book, zeros left out."""
    rows = Balance.objects.filter(account__code__startswith=prefix).exclude(amount=0)
    return dict(rows.order_by("account_id").values_list("account__code", "amount"))


def balances_by_prefix(wanted: Collection[tuple[str, str]]) -> dict[tuple[str, str], dict[str, int]]:
    """(book, prefix) → what `balances` answers for it; one query for all."""
    asked = Q(pk=None)
    for book, prefix in wanted:
        asked |= Q(account__book__code=book, account__code__startswith=prefix)
    rows = Balance.objects.filter(asked).order_by("account_id").values_list("account__book__code", "account__code", "amount")
    found: dict[tuple[str, str], dict[str, int]] = {pair: {} for pair in wanted}
    for of, code, amount in rows:
        for book, prefix in wanted:
            if of == book and code.startswith(prefix):
                found[book, prefix][code] = amount
    return found


def totals(books: list[str]) -> dict[str, dict[str, int]]:
    """Book code → first word of its account codes → sum of amounts. Absent words read 0."""
    found: dict[str, dict[str, int]] = {book: defaultdict(int) for book in books}
    for book, word, amount in rows(
        "SELECT k.code, split_part(a.code, '/', 1), sum(b.amount)::bigint FROM ledger_balance b "
        "JOIN ledger_account a ON a.id = b.account_id JOIN ledger_book k ON k.id = a.book_id WHERE k.code = ANY(%s) GROUP BY 1, 2",
        [books],
    ):
        found[book][word] = amount
    return found


def balances_under(prefixes: list[str]) -> list[tuple[str, str, int]]:
    """(unit of the book, account code, amount) of the accounts with one of these codes or under them, in every book."""
    wanted = Q()
    for prefix in prefixes:
        wanted |= Q(account__code=prefix) | Q(account__code__startswith=f"{prefix}/")
    # the books as an array: PostgreSQL then looks each up in the index of (book, code), as a join would not
    in_any_book = RawSQL("ledger_account.book_id = ANY (ARRAY(SELECT id FROM ledger_book))", [], BooleanField())
    found = Balance.objects.filter(in_any_book, wanted).order_by("account_id")
    return list(found.values_list("account__book__unit", "account__code", "amount"))
