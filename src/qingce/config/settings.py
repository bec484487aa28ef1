"""Django's settings; everything that an installation may change comes from `environment`."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from qingce.config.environment import SHIPPED, environment, fonts_folder, safety_of
from qingce.doors.cli.language import language
from qingce.doors.web.transfer.limits import shipped_limits

env = environment()
env.home.mkdir(mode=0o700, parents=True, exist_ok=True)

BASE_DIR = SHIPPED
HOME: Path = env.home
CLAMD = env.clamd
FILES_S3_BUCKET, FILES_S3_ENDPOINT, FILES_S3_REGION = env.files_s3_bucket, env.files_s3_endpoint, env.files_s3_region
FILES_S3_KEY = env.files_s3_key.get_secret_value()
TRUSTED_ISSUERS = env.trusted_issuers
RULEBOOKS = Path(env.rulebooks) if env.rulebooks else BASE_DIR / "rulebook"
FONTS = Path(env.fonts) if env.fonts else fonts_folder(BASE_DIR)
BASE_URL = env.base_url
CONTACT = env.contact
PROXIES = env.proxies
SAFETY_NOTES = [each.sentence(language()) for each in safety_of(env)]
SECRET_KEY = env.secret_key.get_secret_value()
LEDGER_KEYS = env.ledger_key.get_secret_value().split()
LEDGER_WITNESSES = env.ledger_witnesses.split()
LEDGER_WITNESS_URLS = env.ledger_witness_urls.split()
DEBUG = env.debug
ALLOWED_HOSTS = env.host_list

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_htmx",
    "template_partials",
    "django_tasks",
    "django_tasks_db",
    "qingce.shared.bulk",
    "qingce.shared.jobs",
    "qingce.shared.changes",
    "qingce.shared.tallies",
    "qingce.shared.ledger",
    "qingce.shared.rulebooks",
    "qingce.shared.mail",
    "qingce.shared.search",
    "qingce.shared.files",
    "qingce.shared.issuing",
    "qingce.shared.draws",
    "qingce.shared.parties",
    "qingce.shared.intake",
    "qingce.shared.notices",
    "qingce.shared.checklists",
    "qingce.domain.enterprises",
    "qingce.domain.documents",
    "qingce.domain.records",
    "qingce.domain.disclosure",
    "qingce.domain.cleaner_production",
    "qingce.domain.removal",
    "qingce.domain.statistics",
    "qingce.doors.web",
    # After our own pages, whose templates take the place of theirs.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "qingce.doors.web.headers.Headers",
    "django.middleware.security.SecurityMiddleware",
    "qingce.doors.api.middleware.OpenReading",
    "qingce.doors.web.shedding.Shedding",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Public pages hold no secret that compressing could give away; the tokens of forms are masked anew in each page.
    "qingce.doors.web.middleware.Compressed",
    "django.middleware.http.ConditionalGetMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "qingce.doors.web.middleware.Problems",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "qingce.config.urls"
WSGI_APPLICATION = "qingce.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "qingce.doors.web.context.page",
            ],
            "builtins": ["template_partials.templatetags.partials"],
        },
    }
]


def database(url: str) -> dict[str, Any]:
    """Connection settings: SQLite waits for its one writer; PostgreSQL keeps connections in a pool."""
    config: dict[str, Any] = dict(dj_database_url.parse(url))
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {
            "timeout": 30,
            "transaction_mode": "IMMEDIATE",
            # FULL: a checkpoint of the public ledger must never outlive the entries under it.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;"
            "PRAGMA mmap_size=1073741824; PRAGMA temp_store=MEMORY;",
        }
        # Opening the file and reading its tables anew took a fifth of a page; after a minute another file is seen.
        config["CONN_MAX_AGE"] = 60
    else:
        config["OPTIONS"] = {**config.get("OPTIONS", {}), "pool": {"min_size": 1, "max_size": 8}}
    return config


DATABASES = {"default": database(env.database)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "inspect", "ingest", "mail"]}}

AUTH_USER_MODEL = "parties.Person"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["qingce.config.hashing.Argon2"]
PASSWORD_LENGTH = 12
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("email", "name")}),
        ("MinimumLengthValidator", {"min_length": PASSWORD_LENGTH}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "web:account"
SESSION_COOKIE_AGE = 12 * 3600
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
# Five wrong passwords for one address from one place: wait a quarter of an hour. Nothing says whether it exists.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_CLIENT_IP_CALLABLE = "qingce.doors.web.visitor.visitor_network"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "qingce.doors.web.account.locked.locked_out"
AXES_USERNAME_FORM_FIELD = "login"  # as the form calls the e-mail address
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False

DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.mail_from
EMAIL_BACKEND = "qingce.shared.mail.folder.FolderBackend"
EMAIL_TIMEOUT = 30
EMAIL_USE_LOCALTIME = True
if env.mail_server:
    EMAIL_BACKEND = "qingce.shared.mail.smtp.SmtpBackend"
    EMAIL_HOST, EMAIL_PORT = env.mail_server.host, env.mail_server.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = env.mail_server.user, env.mail_server.password
    EMAIL_USE_SSL, EMAIL_USE_TLS = env.mail_server.is_tls, env.mail_server.starts_tls

ACCOUNT_ADAPTER = "qingce.doors.web.account.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "qingce.doors.web.account.forms.SignUpFields"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "web:home"
# Axes counts wrong passwords from one place; these count all for one account, wrong codes, and mails.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "60/m/ip,10/15m/key"}
# An organisation's own provider speaks for the addresses of its domains, never for an account that is here already.
OIDC_PROVIDERS = env.providers
SOCIALACCOUNT_ADAPTER = "qingce.doors.web.account.provider.adapter.ProviderAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True}}
MFA_ADAPTER = "qingce.doors.web.account.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # clocks of phones differ: the code before and the one after are good, each once
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not env.https
USERSESSIONS_TRACK_ACTIVITY = False
# Worker processes share what they count of mails and codes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_counts",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [SHIPPED / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
    }
}
CSRF_FAILURE_VIEW = "qingce.doors.web.errors.forbidden"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = env.https
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"  # a provider of OpenID Connect leads back from its own site
if env.https:  # with this prefix browsers take them from this host alone, and only by HTTPS
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
SECURE_HSTS_SECONDS = 31_536_000 if env.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.hsts_subdomains
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # subdomains are not ours to speak for, unless the setting says so
    "security.W008",  # the web server in front leads to HTTPS; health checks ask us without it
    "security.W021",  # nor is the list of browsers
]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.https else None
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
# Whatever is uploaded goes to the disk piece by piece, never into memory.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_TEMP_DIR = HOME / "uploads"
FILE_UPLOAD_TEMP_DIR.mkdir(exist_ok=True, mode=0o700)
TRANSFER_THREADS = shipped_limits().threads

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"masking": {"()": "qingce.config.masking.Masking"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["masking"]}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # Axes would write addresses and names of people who mistype.
    "loggers": {"django.request": {"level": "ERROR"}, "axes": {"level": "CRITICAL"}},
}
