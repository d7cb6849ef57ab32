"""The WSGI entry point: ``gunicorn factcheck.wsgi``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
# Somebody waits for the answer, and the threads that would wait for the database are needed by others.
os.environ.setdefault("DB_WAIT_SECONDS", "3")
application = get_wsgi_application()
