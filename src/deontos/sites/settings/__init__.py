"""Django's settings, made from what the operator decided. Nothing is defaulted in production that should be decided."""

import os
from pathlib import Path
from typing import Any

from deontos.sites.environment import read_operator
from deontos.sites.secrets_file import read_secrets
from deontos.sites.settings.databases import database
from deontos.sites.settings.policy import CONTENT_SECURITY_POLICY as CONTENT_SECURITY_POLICY

HOUSE = Path(__file__).parent.parent.parent
OPERATOR = read_operator(dict(os.environ))
INSTALL_SECRETS = read_secrets(OPERATOR)

DEBUG = False
SECRET_KEY = INSTALL_SECRETS.django_secret.current_value.hex()
ALLOWED_HOSTS = sorted({OPERATOR.host, "127.0.0.1", "localhost"} if OPERATOR.is_demo else {OPERATOR.host})
CSRF_TRUSTED_ORIGINS = [OPERATOR.base_url]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "deontos.ui",
    "deontos.jobs",
    "deontos.organisations",
    "deontos.audit",
    "deontos.access",
    "deontos.notices",
    "deontos.keyring",
    "deontos.administration",
    "deontos.questionnaires",
    "deontos.correspondence",
    "deontos.speakup",
    "deontos.cases",
    "deontos.sites",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "deontos.sites.doorway.Doorway",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "deontos.sites.doorway.KnownCharset",
    "deontos.sites.letterbox.language.LetterboxLanguage",
    "deontos.correspondence.web.uploads.HeldUploads",
    "deontos.sites.doorway.KnownHost",
    "deontos.sites.desk.middleware.DeskSession",
    "deontos.sites.csrf.DoorCsrf",
    "deontos.sites.desk.middleware.DeskSignIn",
    "allauth.account.middleware.AccountMiddleware",
    "deontos.sites.desk.middleware.DeskActor",
    "deontos.sites.desk.middleware.DeskVault",
    "deontos.sites.desk.middleware.DeskFlashes",
    "deontos.sites.whole_forms.WholeForms",
    "deontos.sites.desk.middleware.GoneMeanwhile",
]
ROOT_URLCONF = "deontos.sites.urls"
WSGI_APPLICATION = "deontos.sites.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "DIRS": sorted(HOUSE.glob("*/web/templates")) + sorted(HOUSE.glob("sites/*/templates")),
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csrf",
                "django.contrib.messages.context_processors.messages",
                "deontos.sites.house.house",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "deontos.ui.templatetags.ui"],
        },
    }
]
FORM_RENDERER = "deontos.ui.renderer.Renderer"

DATABASES = {"default": database(OPERATOR.database_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

LANGUAGE_CODE = "en"
LANGUAGES = [("nl", "Nederlands"), ("fr", "Français"), ("en", "English"), ("es", "Español")]
LOCALE_PATHS = [HOUSE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Brussels"

STATIC_URL = "/static/"
STATIC_ROOT = OPERATOR.data_folder / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "deontos.sites.static_files.StaticFiles"},
}
# Our fonts and sheets are for our own pages: whitenoise would tell every other site that it may read them.
WHITENOISE_ALLOW_ALL_ORIGINS = False

AUTH_USER_MODEL = "administration.Account"
AUTHENTICATION_BACKENDS = ["deontos.administration.web.adapters.SignInBackend"]
PASSWORD_HASHERS = ["deontos.administration.hashing.PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
ACCOUNT_ADAPTER = "deontos.administration.web.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "deontos.administration.web.openid_connect.ProviderAdapter"
MFA_ADAPTER = "deontos.administration.web.adapters.SecondFactorAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
# We count attempts ourselves, by device and account, in the database (administration.actions.attempts).
ACCOUNT_RATE_LIMITS = False
# Recovery codes are made when somebody asks for them, on a page that shows them; here they would be made unseen.
MFA_SUPPORTED_TYPES = ["totp", "webauthn"]
MFA_RECOVERY_CODE_COUNT = 10
MFA_RECOVERY_CODE_DIGITS = 12
# The code before and after the present one count too: reading and typing takes its time. Each code counts once.
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "Deontos"

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_ENGINE = "deontos.sites.desk.sessions"
SESSION_COOKIE_NAME = "__Host-desk"
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "deontos.sites.faults.csrf_failed"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if OPERATOR.scheme == "https" else 0
X_FRAME_OPTIONS = "DENY"

FILE_UPLOAD_HANDLERS = ["deontos.correspondence.web.uploads.SealingUploadHandler"]
# Fields only: files are counted and measured by the handler, which says a sentence for each that is too many or large.
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 1000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"bare": {"()": "deontos.sites.logs.BareFormatter", "format": "%(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "bare"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR", "propagate": True},
        "django.security": {"level": "ERROR", "propagate": True},
        "deontos": {"level": "INFO", "propagate": True},
    },
}
