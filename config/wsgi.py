"""The site's entry for gunicorn."""

import datetime as dt
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from django.conf import settings  # noqa: E402  (settings first)

from lucette.kernel import clock  # noqa: E402

if settings.STORY_DATE:
    clock.shift_to(dt.datetime.fromisoformat(settings.STORY_DATE))
