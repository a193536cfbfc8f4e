"""The colour of every state of the scheme, in one place. A state that is not here is neutral: colour never carries the meaning alone."""

from __future__ import annotations

TONES: dict[str, str] = {
    # someone is expected to act
    **dict.fromkeys(
        [
            "filed",
            "under_review",
            "complement_requested",
            "prefect_opinion",
            "on_agenda",
            "proposed",
            "requested",
            "to_sign",
            "due",
            "reminded",
            "to_complete",
            "submitted",
            "open",
            "in_progress",
            "enrolled",
            "booked",
            "declared",
            "ending",
        ],
        "info",
    ),
    # done, in good order
    **dict.fromkeys(
        [
            "awarded",
            "eligible",
            "accepted",
            "signed",
            "in_force",
            "filled",
            "paid",
            "certified",
            "validated",
            "published",
            "active",
            "verified",
            "honoured",
            "held_workshop",
            "reconciled",
            "settled",
            "collected",
            "completed",
            "applied",
        ],
        "success",
    ),
    # new or on its way
    **dict.fromkeys(
        ["ordered", "sent", "invited", "selected", "convened", "reserved", "agreed", "deferred", "waiting_list", "planned"], "new"
    ),
    # attention
    **dict.fromkeys(["held", "suspended", "overdue", "under_appeal", "paused", "vacant", "reduced", "interrupted"], "warning"),
    # ended badly
    **dict.fromkeys(
        [
            "refused",
            "refused_final",
            "inadmissible",
            "rejected",
            "terminated",
            "cancelled",
            "failed",
            "no_show",
            "closed_incomplete",
            "returned",
            "declined",
            "written_off",
            "withdrawn",
        ],
        "error",
    ),
}


def tone(status: str) -> str:
    """The DSFR badge tone of a status code."""
    return TONES.get(str(status), "neutral")
