"""The colour of every state of the scheme, in one place; a test holds that none is missing. Colour never carries the meaning alone."""

from __future__ import annotations

STATES_OF = {
    # somebody is expected to act
    "info": "prefect_opinion given asked answered composed to_countersign filed issued under_review under_appeal incomplete on_agenda "
    "open ready "
    "signed_by_host booked declared "
    "requested due sent_back enrolled in_progress to_complete signed_by_adviser submitted available prepared read tried",
    # on its way
    "new": "waiting_list sent invited selected convened planned ordered frozen reserved confirmed running",
    # done, in good order
    "success": "applied approved "
    "awarded agreed notified in_force accepted signed paid certified executed reconciled validated published active "
    "upheld verified honoured held "
    "hired completed filled done matched collected acknowledged recorded merged",
    # attention
    "warning": "suspended on_hold paused interrupted vacant full unmatched reminded under_inquiry returned",
    # ended otherwise
    "error": "terminated refused refused_final rejected inadmissible closed_incomplete declined withdrawn cancelled cancelled_by_citizen "
    "cancelled_by_adviser no_show",
    # nothing to say
    "neutral": "waived written_off draft preparing released closed ended replaced removed undone dropped lapsed settled archived",
}
TONES: dict[str, str] = {status: tone for tone, statuses in STATES_OF.items() for status in statuses.split()}


def tone(status: str) -> str:
    """The DSFR badge tone of a status code; neutral for one that is not a state of the scheme."""
    return TONES.get(str(status), "neutral")


def of_line(status: str) -> str:
    """The code whose colour an instalment line takes: held, a workshop went well, but a line waits."""
    return "interrupted" if str(status) == "held" else str(status)
