"""One settings file; what differs between places comes from the environment."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import urljoin

from csp.constants import NONCE
from django.core.exceptions import ImproperlyConfigured

from config import databases
from config.postgres import JOBS, PROJECT, RUNTIME

BASE_DIR = Path(__file__).resolve().parent.parent
STATE_DIR = Path(os.environ.get("LUCETTE_VAR", PROJECT / "var"))
STATE_DIR.mkdir(exist_ok=True)

# production | development (the demonstration and the tests are development)
ENVIRONMENT = os.environ.get("LUCETTE_ENVIRONMENT", "development")
PRODUCTION = ENVIRONMENT == "production"
DEBUG = os.environ.get("LUCETTE_DEBUG") == "1" and not PRODUCTION
DEMONSTRATION = os.environ.get("LUCETTE_DEMONSTRATION", "" if PRODUCTION else "1") == "1" and not PRODUCTION
# the date of the demonstration's story, as an ISO instant; empty: the real date
STORY_DATE = os.environ.get("LUCETTE_STORY_DATE", "") if DEMONSTRATION else ""
STATE_BRAND = os.environ.get("LUCETTE_STATE_BRAND") == "1"  # identity elements of the State: authorised services only


def secret_key() -> str:
    """From the environment, or made once for this checkout (never in production)."""
    if key := os.environ.get("LUCETTE_SECRET_KEY"):
        return key
    if PRODUCTION:
        raise ImproperlyConfigured("LUCETTE_SECRET_KEY manque : en production, donnez ce secret dans l’environnement.")
    path = STATE_DIR / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


SECRET_KEY = secret_key()
SITE_URL = os.environ.get("LUCETTE_SITE_URL", "http://127.0.0.1:8000")
ALLOWED_HOSTS = os.environ.get("LUCETTE_ALLOWED_HOSTS", "127.0.0.1 localhost [::1] testserver").split()

FOUNDATION = [
    "territories",
    "journal",
    "drafts",
    "imports",
    "parameters",
    "quality",
    "notifications",
    "documents",
    "ledger",
    "organizations",
    "accounts",
    "exports",
    "bulk",
]
RIVER = [
    "fund",
    "calls",
    "applications",
    "reviews",
    "committee",
    "agreements",
    "posts",
    "payments",
    "recruitment",
    "trainings",
    "places",
    "network",
    "activities",
    "appointments",
    "reports",
]
SPACES = ["host", "adviser", "prefecture", "agency", "caisse", "funder", "training", "audit", "support"]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "widget_tweaks",
    "lucette.web.design",  # before dsfr: it writes the attributes of fields anew, without one that no standard knows
    "dsfr",
    "js_lib_leaflet",  # Leaflet's own files, served from the package
    "django.forms",  # after dsfr, whose widgets win
    "csp",
    *(f"lucette.foundation.{room}" for room in FOUNDATION),
    *(f"lucette.scheme.{room}" for room in RIVER),
    *(f"lucette.insight.{room}" for room in ["statistics", "public_map", "steering"]),
    "lucette.jobs",
    *(f"lucette.web.{space}" for space in ["gate", "signin", "public", *SPACES]),
]
if not PRODUCTION:
    INSTALLED_APPS.append("django_migration_linter")
MIGRATION_LINTER_OPTIONS = {
    "exclude_apps": ["auth", "contenttypes", "dsfr", "procrastinate", "sessions"],
    "ignore_initial_migrations": True,
    "ignore_name": [
        "0002_walls",
        "0002_sending",
        "0003_closing",
        "0003_recoveries_bordereaux_returns",
        "0009_held_lines",
        "0011_bank_answers",
        "0013_explained_again",
        "0014_rules_of_the_bank",
        "0007_recoveries",
        "0004_checks_of_bank_details",
        "0005_marks",
        "0006_sums_and_renewal",
        "0015_renewals",
        "0011_renewals",
        "0003_handing_over",
        "0003_identified_bodies",
        "0004_derogation_asked",
        "0006_need_and_rules",
        "0003_ends",
        "0005_statuses",
        "0003_codes",
        "0009_outside_signatures",
        "0008_appeals",
        "0003_appeals",
        "0005_completion_items",
        "0009_silence",
        "0006_amendments",
        "0010_to_number",
        "0003_rectification",
        "0004_conflicts_are_interests",
        "0005_kept_away",
        "0010_reading_of_pieces",
        "0011_lapses",
        "0013_decision_code",
        "0014_contact_confirmed",
        "0007_post_kinds",
        "0016_post_kinds",
    ],  # before the first release: no row was there
    "no_cache": True,
}
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "lucette.web.gate.middleware.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "lucette.web.gate.middleware.ActorMiddleware",  # every door closed unless listed in gate.access.DOORS
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "lucette.web.gate.context.site",
            ]
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# -- database: migrations run with the owner's credentials, the site never knows them
RUNTIME_ROLE, JOBS_ROLE = databases.role_name(RUNTIME), databases.role_name(JOBS)
DATABASES = {
    "default": databases.settings_for(os.environ.get("LUCETTE_ROLE", RUNTIME))
    | {
        "ATOMIC_REQUESTS": True,  # inside the gate's transaction: a failed view is rolled back to its savepoint
        "CONN_MAX_AGE": 60,
        "TIME_ZONE": "Europe/Paris",  # what is read back is in Paris time: its date() is the day people lived
        "OPTIONS": {"options": "-c timezone=Europe/Paris -c statement_timeout=60000 -c lock_timeout=20000"},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE, TIME_ZONE, USE_I18N, USE_TZ = "fr", "Europe/Paris", True, True
USE_THOUSAND_SEPARATOR = True

STATIC_URL, STATIC_ROOT = "/static/", STATE_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
WHITENOISE_USE_FINDERS = not PRODUCTION
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": STATE_DIR / "documents", "base_url": None},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
DSFR_USE_INTEGRITY_CHECKSUMS = False  # with hashed files the browser would refuse the style sheet
DSFR_MARK_OPTIONAL_FIELDS = True
DSFR_CONTENT_IS_SAFE = False  # its tags would print what people typed without escaping it

# -- letters
EMAIL_BACKEND = os.environ.get(
    "LUCETTE_EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend" if PRODUCTION else "django.core.mail.backends.dummy.EmailBackend"
)
EMAIL_HOST, EMAIL_PORT = os.environ.get("LUCETTE_EMAIL_HOST", "127.0.0.1"), int(os.environ.get("LUCETTE_EMAIL_PORT", "25"))
DEFAULT_FROM_EMAIL = os.environ.get("LUCETTE_FROM_EMAIL", "Lucette <ne-pas-repondre@lucette.example>")
CONTACT_EMAIL = os.environ.get("LUCETTE_CONTACT_EMAIL", "contact@lucette.example")
CONTACT_PHONE = os.environ.get("LUCETTE_CONTACT_PHONE", "01 99 00 00 00")

# -- opinions: addresses of the buttons « Je donne mon avis » (jedonnemonavis.numerique.gouv.fr), as `appointment=https://… host=https://…`;
# one address alone is for every journey. Empty: our own short form.
OPINION_BUTTONS = os.environ.get("LUCETTE_OPINION_BUTTONS", "")

# -- outside services; `local` needs no network
COMPANY_REGISTER = os.environ.get("LUCETTE_COMPANY_REGISTER", "local")  # local | http
SIGNING_SERVICE = os.environ.get("LUCETTE_SIGNING_SERVICE", "local")  # local | csc (Cloud Signature Consortium, version 2)
SIGNING_SERVICE_URL = os.environ.get("LUCETTE_SIGNING_SERVICE_URL", "")
SIGNING_SERVICE_TOKEN = os.environ.get("LUCETTE_SIGNING_SERVICE_TOKEN", "")
# certificates (a PEM file) of the authorities whose signatures of PDF are taken besides ours; empty: none
SIGNING_ROOTS = os.environ.get("LUCETTE_SIGNING_ROOTS", "")
TIMESTAMP_AUTHORITY = os.environ.get("LUCETTE_TIMESTAMP_AUTHORITY", "local")  # local | http (RFC 3161)
TIMESTAMP_AUTHORITY_URL = os.environ.get("LUCETTE_TIMESTAMP_AUTHORITY_URL", "")
TIMESTAMP_AUTHORITY_ROOTS = os.environ.get("LUCETTE_TIMESTAMP_AUTHORITY_ROOTS", "")  # a PEM file: who certifies the authority
COMPANY_REGISTER_URL = os.environ.get("LUCETTE_COMPANY_REGISTER_URL", "https://recherche-entreprises.api.gouv.fr/search")
# does a bank know an account under this name? (verification of payee, European Payments Council)
PAYEE_VERIFIER = os.environ.get("LUCETTE_PAYEE_VERIFIER", "local")  # local | http
PAYEE_VERIFIER_URL = os.environ.get("LUCETTE_PAYEE_VERIFIER_URL", "")
PAYEE_VERIFIER_TOKEN = os.environ.get("LUCETTE_PAYEE_VERIFIER_TOKEN", "")

# address of map tiles ({z}/{x}/{y}), and whom to quote; empty: no third party, our own outlines alone
MAP_TILES, MAP_TILES_CREDIT = os.environ.get("LUCETTE_MAP_TILES", ""), os.environ.get("LUCETTE_MAP_TILES_CREDIT", "")
# how many proxies stand before the site: the visitor's network address is read that far from the end of X-Forwarded-For
PROXIES = int(os.environ.get("LUCETTE_PROXIES", "0"))

TESTIMONIES = os.environ.get("LUCETTE_TESTIMONIES", "")  # a TOML file of one's own; empty: the invented ones, in demonstration only

# -- legal notice: empty in a demonstration, which has no publisher
PUBLISHER, PUBLICATION_DIRECTOR = os.environ.get("LUCETTE_PUBLISHER", ""), os.environ.get("LUCETTE_PUBLICATION_DIRECTOR", "")
HOSTING, SOURCE_URL = os.environ.get("LUCETTE_HOSTING", ""), os.environ.get("LUCETTE_SOURCE_URL", "")

# -- security
AUTH_USER_MODEL, LOGIN_URL, LOGIN_REDIRECT_URL = "accounts.Person", "signin:ask", "home"
AUTHENTICATION_BACKENDS = ["lucette.web.signin.backend.LinkBackend"]
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = ("__Host-session", "__Host-csrf") if PRODUCTION else ("session", "csrf")
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = PRODUCTION
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "lucette.web.gate.refusals.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'", NONCE],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", *([urljoin(MAP_TILES, "/")] if MAP_TILES else [])],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"lucette.web.gate.incidents": {"level": "INFO"}},  # the references that error pages show
}
PROCRASTINATE_IMPORT_PATHS = ["lucette.jobs.tasks", "lucette.web.gate.tasks"]
