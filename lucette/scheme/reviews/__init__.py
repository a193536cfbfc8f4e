"""Instruction: eligibility, completeness, the prefect's opinion.

Enters: a filed application. Leaves: an explained eligibility and an opinion.
Decides: the ANCT instructor and the prefect.
"""
