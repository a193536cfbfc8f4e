"""Comité de sélection: sessions, agenda, decisions, awards, minutes.

Enters: reviewed applications. Leaves: awards, with money and posts reserved.
Decides: the committee advises, the ANCT's director general signs.
"""
