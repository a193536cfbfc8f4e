"""To the host: its agreement from the first page to the last; to the prefecture: what changes in its territory."""

from lucette.scheme.agreements.letters.agreements import cancelled, in_force, piece_refused, ready, remind, renewal_opens
from lucette.scheme.agreements.letters.amendments import amendment_applied, amendment_opinion_asked, amendment_refused, posts_returned
from lucette.scheme.agreements.letters.ends import (
    end_asked,
    end_proposed,
    notice_answered,
    notice_served,
    notice_withdrawn,
    resumed,
    settled,
    suspended,
    terminated,
)

__all__ = [
    "amendment_applied",
    "amendment_opinion_asked",
    "amendment_refused",
    "cancelled",
    "end_asked",
    "end_proposed",
    "in_force",
    "notice_answered",
    "notice_served",
    "notice_withdrawn",
    "piece_refused",
    "posts_returned",
    "ready",
    "remind",
    "renewal_opens",
    "resumed",
    "settled",
    "suspended",
    "terminated",
]
