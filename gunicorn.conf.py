"""What gunicorn reads where it is started. Options of its command line and GUNICORN_CMD_ARGS come after it."""

import os

from factcheck.logs.config import logging_config

# The path without the query, which holds what people search for; and no Referer, which holds the query of the page before.
access_log_format = '%(h)s "%(m)s %(U)s %(H)s" %(s)s %(B)s bytes %(M)s ms "%(a)s"'
logconfig_dict = logging_config((os.environ.get("LOG_LEVEL") or "INFO").upper(), plain=False)
