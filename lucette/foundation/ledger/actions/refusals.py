"""What PostgreSQL refused, said in French."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, OperationalError

from lucette.foundation.ledger.models import Account
from lucette.kernel import french
from lucette.kernel.errors import RuleBroken, Unavailable
from lucette.kernel.money import Money


def told(refusal: IntegrityError) -> Exception:
    """The refusal of PostgreSQL in French, or the error itself when it is another one."""
    diagnosis = getattr(refusal.__cause__, "diag", None)
    said = SENTENCES.get(getattr(diagnosis, "constraint_name", None) or "")
    return said(getattr(diagnosis, "message_detail", None) or "") if said else refusal


def key_reused(key: str) -> RuleBroken:
    return RuleBroken("ledger.key_reused", f"Cette opération est déjà enregistrée avec un autre contenu ({key}). Rien n’a été écrit.")


def book_absent() -> RuleBroken:
    return RuleBroken("ledger.book_absent", "Ce fonds n’est pas encore ouvert : la dotation doit d’abord être notifiée.")


def busy(refusal: OperationalError) -> Exception:
    """A closing that waited too long for a writer; any other error stays itself."""
    if getattr(refusal.__cause__, "sqlstate", "") != "55P03":
        return refusal
    return Unavailable("ledger.busy", "Des écritures sont en cours. La période n’est pas close : recommencez dans un instant.")


def _insufficient(detail: str) -> RuleBroken:
    pk, had, needed = map(int, detail.split())
    account = Account.objects.select_related("book").filter(pk=pk).first()
    label, unit = (str(account), account.book.unit) if account else ("un compte à ouvrir", "cents")
    left, asked = (str(Money(n)) if unit == "cents" else french.plural(n, "poste") for n in (had, needed))
    return RuleBroken("ledger.insufficient", f"Il ne reste pas assez sur « {label} » : {left} pour {asked} à prendre. Rien n’a été écrit.")


def _period_closed(detail: str) -> RuleBroken:
    until, dated = (french.date(dt.date.fromisoformat(word)) for word in detail.split())
    return RuleBroken(
        "ledger.period_closed",
        f"Les comptes sont clos jusqu’au {until} : une opération datée du {dated} n’y entre plus. Datez-la d’un jour suivant. "
        "Rien n’a été écrit.",
    )


def _already_corrected(detail: str) -> RuleBroken:
    return RuleBroken("ledger.already_corrected", "Cette opération est déjà corrigée : une opération se corrige une seule fois.")


def _not_a_mirror(detail: str) -> RuleBroken:
    return RuleBroken(
        "ledger.not_a_mirror",
        "Une correction reprend exactement les écritures de l’opération corrigée, en sens inverse. Rien n’a été écrit.",
    )


SENTENCES = {
    "balance_never_below_zero": _insufficient,
    "period_is_closed": _period_closed,
    "one_correction_an_event": _already_corrected,
    "correction_is_a_mirror": _not_a_mirror,
}
