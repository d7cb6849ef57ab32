# One image for the site, the workers, the scheduler and the migrations; compose.yaml says which runs what.
#
# The base is named by its digest, so that the same commit builds on the same files: this one is Python 3.13.15 on Debian 13.
# "The image" in docs/deployment.md says how to take a newer one. `python -m tests.image` runs the steps below without Docker.
ARG PYTHON=python:3.13-slim-trixie@sha256:9d2e5553305c7c7b0097999bb17187c69b921ccd6bc9d40e4bb5ebe652c00285

FROM ${PYTHON} AS builder
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_ROOT_USER_ACTION=ignore
# Without pip: nothing is installed in the last stage.
RUN python -m venv --without-pip /opt/venv
COPY requirements.txt /tmp/requirements.txt
# Ready-made files only: a package that had to be compiled would need a compiler here, and its libraries in the last stage.
# Compiled files that hold no time, neither of the source nor of the build: two builds then have the same bytes.
RUN pip --python /opt/venv/bin/python install --require-hashes --only-binary :all: --no-compile -r /tmp/requirements.txt \
    && /opt/venv/bin/python -m compileall -q --invalidation-mode unchecked-hash /opt/venv/lib
COPY . /srv/factcheck
WORKDIR /srv/factcheck
# The three values are for this step alone, which touches neither database nor broker; none of them stays in the image.
RUN DEBUG=0 SECRET_KEY=only-for-collectstatic DATABASE_URL=sqlite://:memory: CELERY_BROKER_URL=memory:// \
    PYTHONDONTWRITEBYTECODE=1 STATIC_ROOT=/srv/static /opt/venv/bin/python manage.py collectstatic --noinput \
    && /opt/venv/bin/python -m compileall -q --invalidation-mode unchecked-hash factcheck claims sources \
    && rm -rf var

FROM ${PYTHON}
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DEBUG=0 \
    STATIC_ROOT=/srv/static \
    WEB_CONCURRENCY=2 \
    GUNICORN_CMD_ARGS="--bind=0.0.0.0:8000 --worker-class=factcheck.serving.lanes.LaneWorker --threads=8 --timeout=60 --graceful-timeout=30 --max-requests=5000 --max-requests-jitter=500 --worker-tmp-dir=/dev/shm --no-control-socket"
# pg_dump and pg_restore for `manage.py backup` and `restore`, of the version of the server in compose.yaml. Its minor version is
# the newest of Debian 13 on the day of the build: pinned, the build would fail once Debian mends it.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client-17 \
    && rm -rf /var/lib/apt/lists/*
# A fixed number, so that volumes keep their owner and `runAsNonRoot` can check it. The root is read-only where it runs: it
# writes in /tmp, in var (the scheduler's file) and in /backups.
RUN groupadd --gid 10001 factcheck \
    && useradd --no-log-init --uid 10001 --gid factcheck --no-create-home --home-dir /srv/factcheck --shell /usr/sbin/nologin factcheck \
    && install -d -o factcheck -g factcheck /srv/factcheck/var /backups
COPY --from=builder /opt/venv /opt/venv
COPY --from=builder /srv/static /srv/static
COPY --from=builder /srv/factcheck /srv/factcheck
WORKDIR /srv/factcheck
USER 10001:10001
EXPOSE 8000
# Whether it can serve requests, which docker ps and a proxy show. What restarts containers should ask /healthz instead: see
# "Health" in docs/deployment.md.
HEALTHCHECK --interval=30s --timeout=8s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import http.client; site = http.client.HTTPConnection('127.0.0.1', 8000, timeout=7); site.request('GET', '/readyz'); raise SystemExit(site.getresponse().status != 200)"]
CMD ["gunicorn", "factcheck.wsgi:application"]
