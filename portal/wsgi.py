"""The door for web servers: `granian --interface wsgi portal.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

from portal.celery import app as celery_app  # nudges go through this application

application = get_wsgi_application()

__all__ = ["application", "celery_app"]
