"""Appels à manifestation d'intérêt: window, who may answer, grant scale, instalments: the rules in force, as dated data.

Enters: a published text and its rules. Leaves: the rules that apply to a file on a date.
Decides: the ANCT.
"""
