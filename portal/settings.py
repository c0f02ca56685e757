"""All settings, read once from the environment.

Without any environment this is a portal on one laptop: SQLite, a broker of files, keys that are
made on first use, messages written to a folder. Production sets ``PORTAL_MODE=production`` and then
every stand-in has to be replaced, or the checks in ``portal/people/checks.py`` refuse to start.
"""

import contextlib
import os
import secrets
import sys
import warnings
from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from portal.beat import schedule
from portal.lib.errors import StandIn

ROOT = Path(__file__).resolve().parent.parent
env = environ.FileAwareEnv()

PRODUCTION = env.str("PORTAL_MODE", default="laptop") == "production"
TESTING = "pytest" in sys.modules
VAR = Path(env.str("PORTAL_VAR", default=str(ROOT / "var")))
VAR.mkdir(mode=0o700, parents=True, exist_ok=True)


def _made_once(name: str) -> str:
    """A secret of this laptop: made on first use, kept in a file only its owner can read."""
    path = VAR / "keys" / name
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = path.with_name(f"{name}.{secrets.token_hex(8)}")
        with open(part, "x", opener=lambda p, f: os.open(p, f, 0o600)) as file:
            file.write(secrets.token_urlsafe(48))
        with contextlib.suppress(FileExistsError):  # another process was first: its secret counts
            os.link(part, path)
        part.unlink()
    return path.read_text()


DEBUG = False
if PRODUCTION:
    SECRET_KEY = env.str("PORTAL_SECRET_KEY")
else:
    SECRET_KEY = env.str("PORTAL_SECRET_KEY", default="") or _made_once("django-secret")
    if not env.bool("PORTAL_DEMO", default=False):  # the demo says so on every page
        warnings.warn(
            "laptop mode: keys and messages live in files under var/", StandIn, stacklevel=1
        )

ALLOWED_HOSTS = env.list("PORTAL_HOSTS", default=["127.0.0.1", "localhost", "[::1]", "testserver"])
PUBLIC_ADDRESS = env.str("PORTAL_PUBLIC_ADDRESS", default="http://127.0.0.1:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = [PUBLIC_ADDRESS]
PORTAL_TEST_DATA = env.str("PORTAL_TEST_DATA", default="")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "rest_framework",
    "leaflet",
    "csp",
    "django_htmx",
    "phonenumber_field",
    "portal.ledger",
    "portal.places",
    "portal.files",
    "portal.people",
    "portal.access",
    "portal.audit",
    "portal.notices",
    "portal.duties",
    "portal.appointments",
    "portal.organisations",
    "portal.look",
    "portal.units",
    "cameras.registry",
    "cameras.consent",
    "cameras.beacon",
    "cameras.funding",
    "cameras.consultation",
    "cameras.census",
    "cameras.complaints",
    "cameras.upkeep",
    "cameras.coverage",
    "evidence.cases",
    "evidence.delays",
    "evidence.requests",
    "evidence.emergency",
    "evidence.custody",
    "evidence.extraction",
    "evidence.findings",
    "evidence.disclosure",
    "evidence.oversight",
    "evidence.privacy",
    "evidence.reports",
    "evidence.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.look.language.Language",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.people.middleware.SecondFactor",
    "portal.people.middleware.Refusals",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.look.context.page",
            ],
            "builtins": ["portal.look.templatetags.words", "portal.look.templatetags.components"],
        },
    },
]

# --- Database: SQLite in WAL mode without a server, PostgreSQL in production -------------------
DATABASES = {
    "default": env.db("PORTAL_DATABASE_URL", default=f"sqlite:///{VAR / 'portal.sqlite3'}")
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # IMMEDIATE: a transaction that will write waits for the lock at its start instead of
        # failing in the middle (SQLite cannot upgrade a read snapshot that is out of date).
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        # secure_delete: what is erased leaves zeros behind, not readable rows in freed pages.
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
        ),
    }
else:
    DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Shared by all processes: rate limits and the once-only rule of authenticator codes live in it.
if TESTING:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
elif env.str("PORTAL_CACHE_URL", default=""):
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": env.str("PORTAL_CACHE_URL"),
        }
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "shared_cache",
        }
    }

# --- Language, dates, money ---------------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Tiếng Việt")), ("en", _("Tiếng Anh"))]
LOCALE_PATHS = [ROOT / "portal" / "locale"]
FORMAT_MODULE_PATH = ["portal.formats"]  # Django's own Vietnamese formats read 11/12 as 12 November
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_THOUSAND_SEPARATOR = True
PHONENUMBER_DEFAULT_REGION = "VN"
PHONENUMBER_DEFAULT_FORMAT = "E164"

# --- Files --------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("PORTAL_STATIC", default=str(VAR / "static")))
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [ROOT / "static"]
WHITENOISE_USE_FINDERS = not PRODUCTION
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # nothing uses the default
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
    "vault": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR / "vault", "file_permissions_mode": 0o440},
    },
}
if env.str("PORTAL_S3_BUCKET", default=""):
    STORAGES["vault"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": env.str("PORTAL_S3_BUCKET"),
            "endpoint_url": env.str("PORTAL_S3_ENDPOINT", default=None),
            "access_key": env.str("PORTAL_S3_ACCESS_KEY", default=None),
            "secret_key": env.str("PORTAL_S3_SECRET_KEY", default=None),
            "file_overwrite": False,
            "default_acl": None,
        },
    }
VAULT_KEY = env.str("PORTAL_VAULT_KEY", default="") or (
    "" if PRODUCTION else _made_once("vault-key")
)
LEDGER_KEY_FILE = Path(
    env.str("PORTAL_LEDGER_KEY_FILE", default=str(VAR / "keys" / "ledger-ed25519.pem"))
)
LEDGER_ORIGIN = env.str("PORTAL_LEDGER_ORIGIN", default="ward-camera-portal/laptop")
LEDGER_FEED = Path(env.str("PORTAL_LEDGER_FEED", default=str(VAR / "ledger")))
WORK_FOLDER = VAR / "work"  # plaintext while a clip is being cut, 0700, swept
MODELS_FOLDER = Path(env.str("PORTAL_MODELS", default=str(VAR / "models")))
FILE_UPLOAD_TEMP_DIR = VAR / "uploads"  # private: a clip lies here in plain while it arrives
FILE_UPLOAD_TEMP_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
UPLOAD_MAX_BYTES = env.int("PORTAL_UPLOAD_MAX_BYTES", default=2_000_000_000)

# --- Accounts -----------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "portal.people.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"phone", "email"}
ACCOUNT_SIGNUP_FIELDS = ["phone*"]
ACCOUNT_SIGNUP_FORM_CLASS = "portal.people.forms.SignupNameForm"
_FORMS = "portal.people.account_forms."
ACCOUNT_FORMS = {
    "signup": _FORMS + "SignupForm",
    "login": _FORMS + "LoginForm",
    "request_login_code": _FORMS + "RequestLoginCodeForm",
    "confirm_login_code": _FORMS + "ConfirmLoginCodeForm",
    "verify_phone": _FORMS + "VerifyPhoneForm",
    "change_phone": _FORMS + "ChangePhoneForm",
    "add_email": _FORMS + "AddEmailForm",
    "confirm_email_verification_code": _FORMS + "ConfirmEmailForm",
}
# Many people sign up behind one address (a ward office, a mobile network).
ACCOUNT_RATE_LIMITS = {"verify_phone": "1/20s/key,30/m/ip"}
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PHONE_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PHONE_VERIFICATION_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
MFA_ADAPTER = "portal.people.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": _FORMS + "AuthenticateForm",
    "reauthenticate": _FORMS + "ReauthenticateForm",
    "activate_totp": _FORMS + "ActivateTotpForm",
    "add_webauthn": _FORMS + "AddPasskeyForm",
    "edit_webauthn": _FORMS + "EditPasskeyForm",
}
MFA_TOTP_TOLERANCE = 1  # telephones' clocks differ by some seconds
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_TOTP_ISSUER = "Camera phường"
USERSESSIONS_TRACK_ACTIVITY = False  # it writes a row at every request, each byte range included
SESSION_COOKIE_AGE = int(timedelta(days=30).total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
OFFICIAL_IDLE_LIMIT = timedelta(minutes=30)
HELP_PHONE = env.str("PORTAL_HELP_PHONE", default="")  # the ward's own number
VAULT_OLD_KEYS = env.list("PORTAL_VAULT_OLD_KEYS", default=[])
OUTBOX = VAR / "outbox"  # the file-based channel for SMS and e-mail on a laptop
ZALO_FILES = "portal.notices.channels.FileZalo"  # the same for Zalo
ZALO_CHANNEL = env.str("PORTAL_ZALO_CHANNEL", default="" if PRODUCTION else ZALO_FILES)
SMS_URL = env.str("PORTAL_SMS_URL", default="")  # the gateway; see portal/people/gateway.py
SMS_TOKEN = env.str("PORTAL_SMS_TOKEN", default="")
EMAIL_FILES = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR / "outbox" / "email"
EMAIL_BACKEND = EMAIL_FILES
if env.str("PORTAL_EMAIL_URL", default=""):  # smtp+tls://name:password@host:587
    vars().update(env.email_url("PORTAL_EMAIL_URL"))
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = env.str("PORTAL_EMAIL_FROM", default="portal@localhost")

# --- Safety in the browser ----------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        # Leaflet positions its panes and markers through element styles set from script (CSSOM),
        # which needs no exception; nothing else writes style attributes.
        "img-src": [SELF, "data:", *env.list("PORTAL_TILE_HOSTS", default=[])],
        "media-src": [SELF],
        "connect-src": [SELF],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds())
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

# --- Map: our own outlines and grid, no base tiles unless an operator names some -----------------
LEAFLET_CONFIG = {
    "TILES": env.json("PORTAL_TILES", default=[]),
    "DEFAULT_CENTER": (10.36, 107.09),
    "DEFAULT_ZOOM": 14,
    "MIN_ZOOM": 5,
    "MAX_ZOOM": 20,
    "ATTRIBUTION_PREFIX": "",
    "RESET_VIEW": False,
    "NO_GLOBALS": True,
}

# --- Workers: the job row is the queue, the broker only wakes them -------------------------------
BROKER = VAR / "broker"
CELERY_BROKER_URL = env.str("PORTAL_BROKER_URL", default="" if PRODUCTION else "filesystem://")
if CELERY_BROKER_URL.startswith("filesystem"):
    for _folder in ("messages", "control"):
        (BROKER / _folder).mkdir(mode=0o700, parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {
        "data_folder_in": str(BROKER / "messages"),
        "data_folder_out": str(BROKER / "messages"),
        "control_folder": str(BROKER / "control"),
        "polling_interval": 0.1,  # seconds; kombu's whole second would be felt at every step
    }
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_TASK_DEFAULT_QUEUE = "portal"
CELERY_TIMEZONE = "UTC"
SWEEP_SECONDS = env.int("PORTAL_SWEEP_SECONDS", default=30)
CELERY_BEAT_SCHEDULE = schedule(SWEEP_SECONDS)
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "beat")
JOB_LEASE = timedelta(seconds=env.int("PORTAL_JOB_LEASE_SECONDS", default=120))

# --- Recorders ----------------------------------------------------------------------------------
# Addresses a recorder may have although they lie in a network that is refused otherwise
# (loopback, link-local). The production check refuses loopback here.
SOURCE_ALLOW = env.list("PORTAL_SOURCE_ALLOW", default=[])
SOURCE_ALLOW_PRIVATE = env.bool("PORTAL_SOURCE_ALLOW_PRIVATE", default=True)
DEMO = env.bool("PORTAL_DEMO", default=False)

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("PORTAL_LOG_LEVEL", default="INFO")},
}
