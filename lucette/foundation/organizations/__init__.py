"""Structures (SIRET or RIDET), legal category, delegations, bank details.

Enters: what an organization declares. Leaves: a known organization, verified bank details.
Decides: the organization; two people for its bank details.
"""
