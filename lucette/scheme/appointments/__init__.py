"""Referrals of citizens, slots, bookings.

Enters: a citizen or who books for her. Leaves: an appointment honoured, and its activity.
Decides: the citizen and the adviser.
"""
