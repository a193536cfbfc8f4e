"""Register an organization, delegate its signature; declare, check, hold and use its bank details."""

from lucette.foundation.organizations.actions.checks import call_back, check_payee, verify_bank_details
from lucette.foundation.organizations.actions.declaration import (
    confirm_bank_details,
    declare_bank_details,
    withdraw_bank_details,
)
from lucette.foundation.organizations.actions.delegations import delegate, end_delegation
from lucette.foundation.organizations.actions.holding import (
    hold_bank_details,
    refuse_bank_details,
    release_bank_details,
)
from lucette.foundation.organizations.actions.merging import keep_moved, merge, undo_merge
from lucette.foundation.organizations.actions.registration import CORRECTABLE, correct, register, unregister
from lucette.foundation.organizations.actions.use import activate_bank_details

__all__ = [
    "CORRECTABLE",
    "activate_bank_details",
    "call_back",
    "check_payee",
    "confirm_bank_details",
    "correct",
    "declare_bank_details",
    "delegate",
    "end_delegation",
    "hold_bank_details",
    "keep_moved",
    "merge",
    "refuse_bank_details",
    "register",
    "release_bank_details",
    "undo_merge",
    "unregister",
    "verify_bank_details",
    "withdraw_bank_details",
]
