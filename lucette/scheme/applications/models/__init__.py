"""What a host asks for, with whom, and the documents it gives."""

from lucette.scheme.applications.models.application import Application, ApplicationQuerySet
from lucette.scheme.applications.models.lapses import LapseNotice
from lucette.scheme.applications.models.partners import Partner
from lucette.scheme.applications.models.pieces import Piece
from lucette.scheme.applications.models.reminders import Reminder

__all__ = ["Application", "ApplicationQuerySet", "LapseNotice", "Partner", "Piece", "Reminder"]
