"""What a host asks for."""

from lucette.scheme.applications.models.application import Application, ApplicationQuerySet

__all__ = ["Application", "ApplicationQuerySet"]
