"""What a host asks for, and the documents it gives."""

from lucette.scheme.applications.models.application import Application, ApplicationQuerySet
from lucette.scheme.applications.models.pieces import Piece

__all__ = ["Application", "ApplicationQuerySet", "Piece"]
