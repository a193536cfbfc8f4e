"""Money asked back: the title and what the host says of it, what comes in, what is given up. Events 19, 20 and 22."""

from lucette.scheme.payments.actions.recoveries.closing import cancel, waive, write_off
from lucette.scheme.payments.actions.recoveries.collecting import fall_due, remind, remind_late, settle, settled_by_return
from lucette.scheme.payments.actions.recoveries.issuing import answer, issue, issue_computed, reply
from lucette.scheme.payments.actions.recoveries.notifying import notify
from lucette.scheme.payments.actions.recoveries.settlements import check_settlement, draw_sample

__all__ = [
    "answer",
    "cancel",
    "check_settlement",
    "draw_sample",
    "fall_due",
    "issue",
    "issue_computed",
    "notify",
    "remind",
    "remind_late",
    "reply",
    "settle",
    "settled_by_return",
    "waive",
    "write_off",
]
