"""The door of letters: `/lettre/<id>/` leads to the page of what the letter is about."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from lucette.foundation.notifications import queries
from lucette.web.gate.access import home_of
from lucette.web.gate.request import Request

# what a letter is about (app_label.model) → by space, the url name of its page, which takes its id
PAGES: dict[str, dict[str, str]] = {
    "applications.application": {"host": "host:application", "prefecture": "prefecture:application", "agency": "agency:application"},
    "committee.session": {"agency": "agency:session", "prefecture": "prefecture:decisions"},
    "committee.award": {"host": "host:award", "agency": "agency:award"},
    "agreements.agreement": {"host": "host:agreement", "caisse": "caisse:agreement"},
    "agreements.amendment": {"host": "host:amendment", "caisse": "caisse:amendment", "prefecture": "prefecture:amendment"},
    "organizations.bankdetails": {"host": "host:account", "caisse": "caisse:account", "audit": "caisse:account"},
    "fund.rendering": {"caisse": "caisse:rendering", "funder": "funder:rendering", "audit": "audit:rendering"},
    "posts.post": {"host": "host:post"},
    "fund.fundcall": {"funder": "funder:fund_call", "caisse": "funder:fund_call"},
    "payments.instalmentline": {"caisse": "caisse:instalment_line"},
    "payments.order": {"host": "host:order", "caisse": "caisse:order"},
    "payments.bordereau": {"caisse": "caisse:bordereau"},
    "payments.recovery": {"host": "host:recovery", "caisse": "caisse:recovery"},
    "payments.batch": {"caisse": "caisse:batch"},
    "payments.invoice": {"caisse": "caisse:invoice"},
    "recruitment.hire": {"host": "host:hire", "caisse": "caisse:hire", "adviser": "adviser:hire"},
    "appointments.appointment": {"adviser": "adviser:appointment"},
    "appointments.referral": {"host": "host:referral", "adviser": "adviser:referral"},
    "trainings.enrolment": {"host": "host:enrolment", "adviser": "adviser:enrolment", "training": "training:enrolment"},
    "trainings.trainingsession": {"training": "training:session"},
    "reports.hostreport": {"host": "host:report", "adviser": "adviser:report"},
    "reports.agencyreport": {"agency": "agency:report"},
    "network.publication": {"agency": "agency:publication", "host": "gate:publication", "adviser": "gate:publication"},
}
# the same page whatever the space
EVERYWHERE = {"exports.export": "gate:export", "bulk.bulkact": "gate:bulk"}


@require_safe
def open_letter(request: Request, letter_id: UUID) -> HttpResponse:
    """The page of the reader's own space; her dashboard when this object has no page there. Raises NotFound."""
    letter = queries.letter(letter_id)
    if page := EVERYWHERE.get(letter.about_type):
        return redirect(page, letter.about_id)
    home = home_of(request.actor)
    page = PAGES.get(letter.about_type, {}).get(home.partition(":")[0])
    return redirect(page, letter.about_id) if page else redirect(home)
