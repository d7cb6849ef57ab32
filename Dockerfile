# One image for the site, the workers, the scheduler and the migrations; compose.yaml says which runs what.
ARG PYTHON=python:3.13-slim-bookworm

FROM ${PYTHON} AS builder
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_ROOT_USER_ACTION=ignore
RUN python -m venv /opt/venv
COPY requirements.txt /tmp/requirements.txt
# Ready-made files only: a package that had to be compiled would need a compiler here, and its libraries in the last stage.
RUN /opt/venv/bin/pip install --require-hashes --only-binary :all: -r /tmp/requirements.txt
COPY . /srv/factcheck
WORKDIR /srv/factcheck
# The three values are for this step alone, which touches neither database nor broker; none of them stays in the image.
RUN DEBUG=0 SECRET_KEY=only-for-collectstatic DATABASE_URL=sqlite://:memory: CELERY_BROKER_URL=memory:// \
    STATIC_ROOT=/srv/static /opt/venv/bin/python manage.py collectstatic --noinput \
    && /opt/venv/bin/python -m compileall -q factcheck claims sources \
    && rm -rf var

FROM ${PYTHON}
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DEBUG=0 \
    STATIC_ROOT=/srv/static \
    WEB_CONCURRENCY=2 \
    GUNICORN_CMD_ARGS="--bind=0.0.0.0:8000 --worker-class=gthread --threads=8 --timeout=60 --graceful-timeout=30 --max-requests=5000 --max-requests-jitter=500 --worker-tmp-dir=/dev/shm --no-control-socket"
# A fixed number, so that volumes keep their owner and `runAsNonRoot` can check it.
RUN groupadd --system --gid 10001 factcheck \
    && useradd --system --uid 10001 --gid factcheck --no-create-home --home-dir /srv/factcheck --shell /usr/sbin/nologin factcheck \
    && install -d -o factcheck -g factcheck /srv/factcheck/var
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
