"""Structures of the scheme and the bank details that they declare."""

from lucette.foundation.organizations.models.bank import BankDetails, CallBack
from lucette.foundation.organizations.models.organization import Delegation, Merge, Organization, OrganizationQuerySet

__all__ = ["BankDetails", "CallBack", "Delegation", "Merge", "Organization", "OrganizationQuerySet"]
