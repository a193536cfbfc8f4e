"""The numbers of the house that a text or a decision may change: thresholds, delays, keeping times, each with its dates.

Enters: the shipped values with their source, and decisions to change one from a day on. Leaves: the value on a date.
Decides: the direction of the ANCT and the delegate of the Caisse des Dépôts, each for the numbers of its own duties.
"""
