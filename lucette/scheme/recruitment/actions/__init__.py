"""The acts of recruitment: the candidate's, the host's invitations, the contract from its deposit to its end."""

from lucette.scheme.recruitment.actions.candidates import apply, withdraw
from lucette.scheme.recruitment.actions.contracts import declare_contract
from lucette.scheme.recruitment.actions.hosts import follow_posts
from lucette.scheme.recruitment.actions.invitations import accept, cancel, decline, invite, select
from lucette.scheme.recruitment.actions.validations import carry_on, record_end, validate

__all__ = [
    "accept",
    "apply",
    "cancel",
    "carry_on",
    "declare_contract",
    "decline",
    "follow_posts",
    "invite",
    "record_end",
    "select",
    "validate",
    "withdraw",
]
