"""What the worker does by itself. A task makes one call; the call opens its own transactions (`acting(SYSTEM)` around its steps in the
base), so that none stays open while something is sent. An act never defers a job: it writes a row that one of these takes.

A task waits in the queue once (`queueing_lock`). Two may run at the same time without harm: what they take is held in the base. So there
is no `lock`, which a killed worker would leave closed."""

from __future__ import annotations

import datetime as dt

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from lucette.foundation.bulk import actions as bulk
from lucette.foundation.drafts import actions as drafts
from lucette.foundation.exports import actions as exports
from lucette.foundation.journal import actions as journal
from lucette.foundation.notifications import actions as notifications
from lucette.foundation.quality import actions as quality
from lucette.jobs.checks import verify_and_keep
from lucette.kernel import clock
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM
from lucette.scheme.agreements import actions as agreements
from lucette.scheme.applications import actions as applications
from lucette.scheme.appointments import actions as appointments
from lucette.scheme.appointments.rules import KEPT_DAYS
from lucette.scheme.fund import actions as fund
from lucette.scheme.payments import actions as payments
from lucette.scheme.posts import actions as posts
from lucette.scheme.reports import actions as reports
from lucette.scheme.reviews import actions as reviews
from lucette.stories import imports, in_bulk
from lucette.stories.close_intake import follow_dates
from lucette.stories.close_session import file_letters_left
from lucette.stories.file_letters import file_letters
from lucette.stories.remind_recruit import remind_recruit
from lucette.stories.renew_agreement import tell_hosts

AGAIN = RetryStrategy(max_attempts=3, wait=5)


@app.periodic(cron="* * * * *")
@app.task(name="send_letters", queueing_lock="send_letters")
def send_letters(timestamp: int = 0) -> int:
    """Send the letters whose turn has come, every minute. `timestamp`: the minute for which the task was made."""
    return notifications.send_due(limit=500)


@app.periodic(cron="* * * * *")
@app.task(name="watch_site", queueing_lock="watch_site")
def watch_site(timestamp: int = 0) -> bool:
    """Ask the site whether it answers, every minute, and note it."""
    return quality.watch()


@app.periodic(cron="*/10 * * * *")
@app.task(name="seal_history", queueing_lock="seal_history", retry=AGAIN)
def seal_history(timestamp: int = 0) -> int:
    """Seal what the journal and the ledger gained, every ten minutes. Returns how many seals were made."""
    return len(journal.seal()) + fund.seal_ledger()


@app.periodic(cron="*/10 * * * *")
@app.task(name="keep_letters", queueing_lock="keep_letters", retry=AGAIN)
def keep_letters(timestamp: int = 0) -> int:
    """Keep as PDF the letters about dossiers that are not yet, twenty every ten minutes. Returns how many."""
    return file_letters(limit=20)


@app.periodic(cron="5 * * * *")
@app.task(name="date_seals", queueing_lock="date_seals")
def date_seals(timestamp: int = 0) -> bool:
    """Have the last seal of the ledger dated by the authority, once a day; asked again every hour until it answers."""
    return fund.stamp_ledger()


@app.periodic(cron="15 3 * * *")
@app.task(name="forget_people", queueing_lock="forget_people", retry=AGAIN)
def forget_people(timestamp: int = 0) -> int:
    """Blank the first names and telephones of appointments over for thirty days, every night. Returns how many rows."""
    with acting(SYSTEM):
        return appointments.forget(before=clock.now() - dt.timedelta(days=KEPT_DAYS), by=SYSTEM)


@app.periodic(cron="20 3 * * *")
@app.task(name="forget_drafts", queueing_lock="forget_drafts", retry=AGAIN)
def forget_drafts(timestamp: int = 0) -> int:
    """Remove what people began to type and did not send for thirty days, every night. Returns how many rows."""
    with acting(SYSTEM):
        return drafts.forget_old()


@app.periodic(cron="25 3 * * *")
@app.task(name="forget_quality", queueing_lock="forget_quality", retry=AGAIN)
def forget_quality(timestamp: int = 0) -> int:
    """Remove passages, opinions and readings older than three years, every night. Returns how many rows."""
    with acting(SYSTEM):
        return quality.forget_old()


@app.periodic(cron="5 * * * *")
@app.task(name="forget_exports", queueing_lock="forget_exports", retry=AGAIN)
def forget_exports(timestamp: int = 0) -> int:
    """Erase the exports kept for a day, every hour. Returns how many files."""
    with acting(SYSTEM):
        return exports.forget()


@app.periodic(cron="* * * * *")
@app.task(name="go_on_with_imports", queueing_lock="go_on_with_imports", retry=AGAIN)
def go_on_with_imports(timestamp: int = 0) -> int:
    """Take the long files that people asked to import, every minute. Returns how many."""
    return imports.go_on()


@app.periodic(cron="* * * * *")
@app.task(name="go_on_in_bulk", queueing_lock="go_on_in_bulk", retry=AGAIN)
def go_on_in_bulk(timestamp: int = 0) -> int:
    """Go on with the acts asked for on many lines, every minute. Returns how many."""
    return in_bulk.go_on()


@app.periodic(cron="25 3 * * *")
@app.task(name="forget_bulk", queueing_lock="forget_bulk", retry=AGAIN)
def forget_bulk(timestamp: int = 0) -> int:
    """Erase the acts on many lines that ended thirty days ago, every night. Returns how many."""
    with acting(SYSTEM):
        return bulk.forget()


@app.periodic(cron="* * * * *")
@app.task(name="award_letters_are_filed", queueing_lock="award_letters_are_filed", retry=AGAIN)
def award_letters_are_filed(timestamp: int = 0) -> int:
    """Typeset the letters of award that a long session left, every minute. Returns how many."""
    return file_letters_left()


@app.periodic(cron="5 0 * * *")
@app.task(name="calls_follow_their_dates", queueing_lock="calls_follow_their_dates", retry=AGAIN)
def calls_follow_their_dates(timestamp: int = 0) -> int:
    """Open the calls whose day has come, close those whose day is over, just after midnight. Returns how many."""
    with acting(SYSTEM):
        return follow_dates(on=clock.today())


@app.periodic(cron="25 3 * * *")
@app.task(name="forget_imports", queueing_lock="forget_imports", retry=AGAIN)
def forget_imports(timestamp: int = 0) -> int:
    """Erase the lines of files that no longer serve, every night. Returns how many."""
    with acting(SYSTEM):
        return imports.cleared()


@app.periodic(cron="30 3 * * *")
@app.task(name="instalments_fall_due", queueing_lock="instalments_fall_due", retry=AGAIN)
def instalments_fall_due(timestamp: int = 0) -> int:
    """Make due the lines whose date is reached and whose condition is met, every night; hold those that nothing can pay. Returns how many
    are due."""
    with acting(SYSTEM):
        due = payments.fall_due(on=clock.today(), by=SYSTEM)
        payments.hold_missed(on=clock.today(), by=SYSTEM)
        return due


@app.periodic(cron="30 7 * * *")
@app.task(name="opinions_awaited", queueing_lock="opinions_awaited", retry=AGAIN)
def opinions_awaited(timestamp: int = 0) -> int:
    """Tell each prefecture what asks for its opinion, every working morning. Returns how many letters."""
    with acting(SYSTEM):
        return reviews.write_digests(on=clock.today(), by=SYSTEM)


@app.periodic(cron="55 7 * * *")
@app.task(name="remind_hosts", queueing_lock="remind_hosts", retry=AGAIN)
def remind_hosts(timestamp: int = 0) -> int:
    """Write to the hosts whose additions or recruitments are awaited, every morning. Returns how many."""
    with acting(SYSTEM):
        return reviews.remind_completion(on=clock.today(), by=SYSTEM) + remind_recruit(on=clock.today(), by=SYSTEM)


@app.periodic(cron="0 8 * * *")
@app.task(name="agreements_wait_for_a_signature", queueing_lock="agreements_wait_for_a_signature", retry=AGAIN)
def agreements_wait_for_a_signature(timestamp: int = 0) -> int:
    """Write once to each host that has not signed its agreement after thirty days, every morning. Returns how many letters."""
    with acting(SYSTEM):
        return agreements.remind(on=clock.today())


@app.periodic(cron="10 8 * * *")
@app.task(name="renewals_open", queueing_lock="renewals_open", retry=AGAIN)
def renewals_open(timestamp: int = 0) -> int:
    """Write once to each host whose agreement may be renewed from now on, every morning. Returns how many letters."""
    return tell_hosts(on=clock.today())


@app.periodic(cron="35 3 * * *")
@app.task(name="recoveries_fall_due", queueing_lock="recoveries_fall_due", retry=AGAIN)
def recoveries_fall_due(timestamp: int = 0) -> int:
    """Make due the orders to pay back whose last day is past, every night. Returns how many."""
    with acting(SYSTEM):
        return payments.recoveries.fall_due(on=clock.today(), by=SYSTEM)


@app.periodic(cron="35 3 * * *")
@app.task(name="orders_under_inquiry", queueing_lock="orders_under_inquiry", retry=AGAIN)
def orders_under_inquiry(timestamp: int = 0) -> int:
    """Give to a person the transfers of which the bank says nothing, every night: they are never sent again. Returns how many."""
    with acting(SYSTEM):
        return payments.open_inquiries(on=clock.today(), by=SYSTEM)


@app.periodic(cron="45 3 * * *")
@app.task(name="applications_lapse", queueing_lock="applications_lapse", retry=AGAIN)
def applications_lapse(timestamp: int = 0) -> int:
    """Close the applications that were not completed within the time allowed, every night. Returns how many."""
    with acting(SYSTEM):
        return reviews.lapse(on=clock.today(), by=SYSTEM)


@app.periodic(cron="50 3 * * *")
@app.task(name="silence_rejects", queueing_lock="silence_rejects", retry=AGAIN)
def silence_rejects(timestamp: int = 0) -> int:
    """Record the applications that silence rejects, every night. Returns how many."""
    with acting(SYSTEM):
        return applications.record_silences(on=clock.today(), by=SYSTEM)


@app.periodic(cron="0 4 * * *")
@app.task(name="verify_books", queueing_lock="verify_books", retry=AGAIN)
def verify_books(timestamp: int = 0) -> int:
    """Recompute every invariant of the fund, every night, and keep what is found. Returns how many are broken."""
    return sum(not check.ok for check in verify_and_keep(SYSTEM))


@app.periodic(cron="50 7 * * *")
@app.task(name="answers_are_due", queueing_lock="answers_are_due", retry=AGAIN)
def answers_are_due(timestamp: int = 0) -> int:
    """Write to those who instruct about the answers soon due, every morning. Returns how many applications."""
    with acting(SYSTEM):
        return reviews.alert(on=clock.today(), by=SYSTEM)


@app.periodic(cron="0 8 * * *")
@app.task(name="remind_reports", queueing_lock="remind_reports", retry=AGAIN)
def remind_reports(timestamp: int = 0) -> int:
    """Write to the hosts whose report is late, every morning. Returns how many."""
    with acting(SYSTEM):
        return reports.remind(on=clock.today(), by=SYSTEM)


@app.periodic(cron="10 8 * * *")
@app.task(name="posts_stay_vacant", queueing_lock="posts_stay_vacant", retry=AGAIN)
def posts_stay_vacant(timestamp: int = 0) -> int:
    """Write about the posts vacant near the end of the time allowed, or at it, every morning, once a stage. Returns how many posts."""
    with acting(SYSTEM):
        return posts.alert_vacancies(by=SYSTEM)


@app.periodic(cron="5 8 * * *")
@app.task(name="remind_recoveries", queueing_lock="remind_recoveries", retry=AGAIN)
def remind_recoveries(timestamp: int = 0) -> int:
    """Write to the hosts that have not paid back in time, every morning, at the interval of the parameter. Returns how many."""
    with acting(SYSTEM):
        return payments.recoveries.remind_late(on=clock.today(), by=SYSTEM)
