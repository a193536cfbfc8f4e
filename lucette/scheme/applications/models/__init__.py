"""What a host asks for, with whom, and the documents it gives."""

from lucette.scheme.applications.models.application import Application, ApplicationQuerySet
from lucette.scheme.applications.models.partners import Partner
from lucette.scheme.applications.models.pieces import Piece

__all__ = ["Application", "ApplicationQuerySet", "Partner", "Piece"]
