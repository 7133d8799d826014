"""Settings of the boat hire, for trying it on your own machine."""

from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent

SECRET_KEY = "not a secret: this service is an example"  # noqa: S105
DEBUG = True
ALLOWED_HOSTS = ["localhost", "127.0.0.1"]

INSTALLED_APPS = ["rest_framework", "drf_spectacular", "boats"]
MIDDLEWARE = ["boat_hire.cors.permit_other_hosts", "django.middleware.common.CommonMiddleware"]
ROOT_URLCONF = "boat_hire.urls"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "db.sqlite3"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
STATIC_URL = "static/"
USE_TZ = True

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
    "PAGE_SIZE": 20,
    "UNAUTHENTICATED_USER": None,
}

SPECTACULAR_SETTINGS = {
    # Bodies and responses get schemas of their own, so that a field that is only written is in no response.
    "COMPONENT_SPLIT_REQUEST": True,
    "TITLE": "Boat Hire",
    "VERSION": "1.0.0",
    "DESCRIPTION": "Boats on the lake, by the hour.",
    "TAGS": [
        {"name": "boats", "description": "What floats, and what it costs."},
        {"name": "hires", "description": "Who is on the water."},
        {"name": "landing_stage", "description": "What is there today."},
    ],
    "ENUM_NAME_OVERRIDES": {"BoatKind": "boats.models.BoatKind.choices"},
}

# Off in production: there, a response that does not fit should still reach the client.
STRICT_RESPONSES = True
