"""What is owed, when, and each payment to the bank and back."""

from lucette.scheme.payments.models.bank import BankReport, BankStatement, ReturnNotice, StatementLine
from lucette.scheme.payments.models.batches import Batch, TreasuryAccount
from lucette.scheme.payments.models.invoices import Invoice
from lucette.scheme.payments.models.lines import ConditionOverride, InstalmentLine, LiveContract, MetCondition
from lucette.scheme.payments.models.orders import HANDS, Bordereau, Order, OrderHand
from lucette.scheme.payments.models.recoveries import Recovery, RecoveryLine, RecoveryReceipt, SettlementCheck, SettlementSample
from lucette.scheme.payments.models.schedule import Instalment

__all__ = [
    "HANDS",
    "BankReport",
    "BankStatement",
    "Batch",
    "Bordereau",
    "ConditionOverride",
    "Instalment",
    "InstalmentLine",
    "Invoice",
    "LiveContract",
    "MetCondition",
    "Order",
    "OrderHand",
    "Recovery",
    "RecoveryLine",
    "RecoveryReceipt",
    "ReturnNotice",
    "SettlementCheck",
    "SettlementSample",
    "StatementLine",
    "TreasuryAccount",
]
