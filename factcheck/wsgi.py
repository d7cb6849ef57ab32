"""The WSGI entry point: ``gunicorn factcheck.wsgi``."""

import os

from django.core.wsgi import get_wsgi_application

from factcheck.serving.beforehand import prepare

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
# A caller waits for the response, and other requests need the threads that would wait for the database.
os.environ.setdefault("DB_WAIT_SECONDS", "3")
application = get_wsgi_application()
prepare()
