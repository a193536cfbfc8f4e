"""The public document of a call: its text, its rules on a day."""

from __future__ import annotations

import datetime as dt

from django.conf import settings

from lucette.foundation.documents import actions as documents
from lucette.foundation.documents.adapters import typeset
from lucette.foundation.organizations.enums import Employer
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.scheme.calls import queries
from lucette.scheme.calls.models import Call
from lucette.scheme.calls.rules import parted, pdf_facts

EMPLOYERS = {Employer.PUBLIC: "structures publiques", Employer.PRIVATE: "associations et structures privées"}


def typeset_call(call: Call, on: dt.date) -> bytes:
    """The PDF of the call, with the rules in force on that day."""
    rules = queries.instalment_rules(call.pk, on)
    return typeset(
        "call",
        pdf_facts(
            code=call.code,
            title=call.title,
            text=parted(call.text),
            opens_on=call.opens_on,
            closes_on=call.closes_on,
            published_on=clock.today(),
            rules_from=on,
            employers=EMPLOYERS[Employer(call.employer)],
            scale=queries.scale_lines(call.pk, on),
            instalments=[(it.share, it.months_after) for it in rules],
            email=settings.CONTACT_EMAIL,
            phone=settings.CONTACT_PHONE,
        ),
    )


def store_text(call: Call, title: str, content: bytes, by: Actor) -> None:
    """Keep this PDF with the call, for everybody."""
    documents.store(
        kind="call",
        title=title,
        filename=f"{call.code}.pdf",
        content=content,
        content_type="application/pdf",
        subject=call,
        by=by,
        public=True,
    )
