"""Outbox: letters written in the transaction of the act, sent after it.

Enters: a letter (to whom, about what). Leaves: an e-mail, once.
Decides: nobody; who reads decides to read no more of the letters that are not essential.
"""
