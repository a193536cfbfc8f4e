"""What the instruction of an application adds to it."""

from lucette.scheme.reviews.models.appeals import Appeal
from lucette.scheme.reviews.models.completions import CompletionItem, CompletionRequest
from lucette.scheme.reviews.models.instruction import CheckAnswer, Review
from lucette.scheme.reviews.models.interests import Interest, Mandate
from lucette.scheme.reviews.models.opinions import Opinion
from lucette.scheme.reviews.models.proposals import Proposal

__all__ = ["Appeal", "CheckAnswer", "CompletionItem", "CompletionRequest", "Interest", "Mandate", "Opinion", "Proposal", "Review"]
