"""What the worker does by itself. A task makes one call; the call opens its own transactions (`acting(SYSTEM)` around its steps in the
base), so that none stays open while something is sent. An act never defers a job: it writes a row that one of these takes.

A task waits in the queue once (`queueing_lock`). Two may run at the same time without harm: what they take is held in the base. So there
is no `lock`, which a killed worker would leave closed."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from lucette.foundation.journal import actions as journal
from lucette.foundation.notifications import actions as notifications
from lucette.scheme.fund import actions as fund

AGAIN = RetryStrategy(max_attempts=3, wait=5)


@app.periodic(cron="* * * * *")
@app.task(name="send_letters", queueing_lock="send_letters")
def send_letters(timestamp: int = 0) -> int:
    """Send the letters whose turn has come, every minute. `timestamp`: the minute for which the task was made."""
    return notifications.send_due(limit=500)


@app.periodic(cron="*/10 * * * *")
@app.task(name="seal_history", queueing_lock="seal_history", retry=AGAIN)
def seal_history(timestamp: int = 0) -> int:
    """Seal what the journal and the ledger gained, every ten minutes. Returns how many seals were made."""
    return len(journal.seal()) + fund.seal_ledger()
