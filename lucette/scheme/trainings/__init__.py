"""Training bodies, sessions, enrolment, Pix certification.

Enters: a hired adviser. Leaves: a certified adviser and the body's invoice.
Decides: the training body certifies.
"""
