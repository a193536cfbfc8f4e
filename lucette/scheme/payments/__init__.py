"""Schedules, instalments, orders, batches, bank statements.

Enters: conditions met, invoices. Leaves: a payment executed by the bank, read back.
Decides: four different people.
"""
