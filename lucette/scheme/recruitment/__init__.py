"""Pool of candidates, invitations, hires.

Enters: a candidate, an open post. Leaves: an adviser with a contract.
Decides: the host; the Banque des Territoires validates.
"""
