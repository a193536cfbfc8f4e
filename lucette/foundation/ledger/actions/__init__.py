"""The acts of the ledger: open books, write facts, close periods, seal, have the seals dated."""

from lucette.foundation.ledger.actions.closing import close_period
from lucette.foundation.ledger.actions.sealing import seal
from lucette.foundation.ledger.actions.stamping import stamp
from lucette.foundation.ledger.actions.writing import open_book, record, record_many
from lucette.foundation.ledger.rules import Fact, HeadingData, Line

__all__ = ["Fact", "HeadingData", "Line", "close_period", "open_book", "record", "record_many", "seal", "stamp"]
