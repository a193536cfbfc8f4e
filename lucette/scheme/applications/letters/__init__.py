"""Letters to the host about its application: to the person to contact; to its representatives as well until she confirms her address."""

from lucette.scheme.applications.letters.after import (
    appeal_receipt,
    appeal_rejected,
    appeal_upheld,
    lapse_announced,
    lapse_dropped,
    lapsed,
    recruit_reminded,
)
from lucette.scheme.applications.letters.decisions import answered, awarded, closed_incomplete, deferred, inadmissible, refused, waiting
from lucette.scheme.applications.letters.filing import confirm_contact, declined, intake_closed, receipt, to_file, withdrawn
from lucette.scheme.applications.letters.readers import HELLO, SEE, Text, addressed, drawn, readers, send
from lucette.scheme.applications.letters.rectified import rectified

__all__ = [
    "HELLO",
    "SEE",
    "Text",
    "addressed",
    "answered",
    "appeal_receipt",
    "appeal_rejected",
    "appeal_upheld",
    "awarded",
    "closed_incomplete",
    "confirm_contact",
    "declined",
    "deferred",
    "drawn",
    "inadmissible",
    "intake_closed",
    "lapse_announced",
    "lapse_dropped",
    "lapsed",
    "readers",
    "receipt",
    "recruit_reminded",
    "rectified",
    "refused",
    "send",
    "to_file",
    "waiting",
    "withdrawn",
]
