"""Compte rendu: host and adviser → Caisse des Dépôts → ANCT.

Enters: facts of a period. Leaves: figures frozen, signed, sent.
Decides: the host, then the Caisse des Dépôts.
"""
