"""Outbox: letters written in the transaction of the act, sent after it.

Enters: a letter (to whom, about what). Leaves: an e-mail, once.
Decides: nobody.
"""
