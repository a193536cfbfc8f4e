"""Conventions: asked from the award letter, generated, signed by host then Caisse des Dépôts.

Enters: an award. Leaves: a signed agreement, money and posts committed.
Decides: the host and the Caisse des Dépôts.
"""
