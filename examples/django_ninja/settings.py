"""Settings of the apiary, for trying it on your own machine."""

SECRET_KEY = "not a secret: this service is an example"  # noqa: S105
INSTALLED_APPS = ["ninja"]
ROOT_URLCONF = "urls"
