"""Funded posts: one row for life; reserved, agreed, filled, vacant.

Enters: an award. Leaves: where each post is and who holds it.
Decides: nobody; the status derives from dated attachments and assignments.
"""
