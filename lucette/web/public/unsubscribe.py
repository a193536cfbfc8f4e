"""Stop receiving what is not essential: one button, no account, an address that says nothing of its reader."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from lucette.foundation.notifications import actions, queries
from lucette.foundation.notifications.rules import TOPIC_WORDS, TOPICS
from lucette.web.gate.request import Request


@never_cache
@csrf_exempt  # a mail reader presses its own button (RFC 8058): the signed address is the proof
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: Request, token: str) -> HttpResponse:
    """A button first, for mail scanners open links; then what was done, and how to change one's mind. Raises NotFound."""
    if request.method == "POST":
        act = actions.subscribe_again if "again" in request.POST else actions.unsubscribe
        act(token=token)
    letter = queries.unsubscribable(token)
    topic, stopped = TOPIC_WORDS[TOPICS[letter.kind]], queries.is_unsubscribed(letter)
    title = f"Vous ne recevez plus {topic}" if stopped else f"Ne plus recevoir {topic} ?"
    if request.method == "POST" and not stopped:
        title = f"Vous recevez de nouveau {topic}"
    return render(request, "public/unsubscribe.html", {"title": title, "topic": topic, "stopped": stopped})
