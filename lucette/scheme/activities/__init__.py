"""Workshops and accompaniments, anonymous.

Enters: what an adviser did, with whom as a distribution. Leaves: counted help.
Decides: the adviser.
"""
