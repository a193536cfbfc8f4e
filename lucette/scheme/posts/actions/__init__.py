"""Acts on posts: what awards do to them, then their course."""

from lucette.scheme.posts.actions.awards import create_for_award, create_for_awards, follow, release
from lucette.scheme.posts.actions.course import add, attach_to_agreement, close, end, fill, give_back, rehost, reopened, transfer, vacate
from lucette.scheme.posts.actions.renewals import extend, renew
from lucette.scheme.posts.actions.vacancies import alert_vacancies

__all__ = [
    "add",
    "alert_vacancies",
    "attach_to_agreement",
    "close",
    "create_for_award",
    "create_for_awards",
    "end",
    "extend",
    "fill",
    "follow",
    "give_back",
    "rehost",
    "release",
    "renew",
    "reopened",
    "transfer",
    "vacate",
]
