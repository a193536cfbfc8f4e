"""Letters of payments."""

from lucette.scheme.payments.letters.bank import returned, under_inquiry
from lucette.scheme.payments.letters.lines import held, line_cancelled, line_reduced, override_answered, override_asked
from lucette.scheme.payments.letters.orders import certification_taken_back, declined, executed, sent_back, to_countersign
from lucette.scheme.payments.letters.recoveries import (
    recovery_answered,
    recovery_collected,
    recovery_given_up,
    recovery_issued,
    recovery_notified,
    recovery_reminded,
    recovery_replied,
)

__all__ = [
    "certification_taken_back",
    "declined",
    "executed",
    "held",
    "line_cancelled",
    "line_reduced",
    "override_answered",
    "override_asked",
    "recovery_answered",
    "recovery_collected",
    "recovery_given_up",
    "recovery_issued",
    "recovery_notified",
    "recovery_reminded",
    "recovery_replied",
    "returned",
    "sent_back",
    "to_countersign",
    "under_inquiry",
]
