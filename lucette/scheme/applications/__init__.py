"""Candidatures of host structures: draft → filed → decided.

Enters: what a host asks. Leaves: a filed application with its legal dates.
Decides: the host until filed; then reviews and committee.
"""
