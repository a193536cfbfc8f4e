"""A file of many lines comes in: read, matched, tried, then taken whole or not at all, and taken back whole.

Enters: a spreadsheet. Leaves: the same lines, handed to the room they belong to, which checks and writes them.
Decides: whoever brings the file; what its lines mean is said by a `Target`, given by the story (`stories.imports`).
"""
