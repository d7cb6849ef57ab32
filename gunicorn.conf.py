"""What gunicorn reads where it is started. Options of its command line and GUNICORN_CMD_ARGS come after it."""

import os
import shutil
import tempfile

from factcheck.configuration.environment import secret
from factcheck.logs.config import logging_config

# The path without the query, which holds what people search for; and no Referer, which holds the query of the page before.
access_log_format = '%(h)s "%(m)s %(U)s %(H)s" %(s)s %(B)s bytes %(M)s ms "%(a)s"'
logconfig_dict = logging_config(
    (os.environ.get("LOG_LEVEL") or "INFO").upper(), plain=os.environ.get("LOG_FORMAT") == "console"
)

# The processes share their timings in files, so that /metrics shows those of all, whichever process responds.
if secret("METRICS_TOKEN", os.environ) and "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="factcheck-metrics-")


def on_exit(_server):
    """Remove these files."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR", "").startswith(tempfile.gettempdir()):
        shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)
