"""Payments: what is owed for each post, and each payment through four hands to the bank and back.

Enters: an agreement in force with its posts, live contracts (told by recruitment), services ordered, bank statements.
Leaves: orders paid, files of transfers, the fund's events 9 to 14 and 23.
Decides: the requester and the certifier of the Banque des Territoires, the authorising officer and the accountant of the directorate.
"""
