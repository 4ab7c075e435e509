# One image for the web server, the workers and the schedule. Nothing runs as root; nothing is written outside /data.
FROM python:3.13-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH
COPY requirements/uv.txt requirements/build.txt requirements/base.txt requirements/
RUN python -m venv /uv \
    && /uv/bin/pip install --require-hashes -r requirements/uv.txt \
    && /uv/bin/uv pip install --no-cache --compile-bytecode --python /venv/bin/python --require-hashes \
        -r requirements/build.txt -r requirements/base.txt
COPY . .
# An editable install keeps templates, translations and static sources beside the code, as everywhere else.
RUN /uv/bin/uv pip install --no-cache --no-build-isolation --no-deps --python /venv/bin/python -e . \
    && python -m compileall -q site home procedures feedback search \
    && SECRET_KEY=build VAR_DIR=/tmp/build STATIC_ROOT=/app/staticfiles python manage.py collectstatic --noinput

FROM python:3.13-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /data --create-home motcua
COPY --from=build /venv /venv
COPY --from=build /app /app
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=motcua.settings.production \
    VAR_DIR=/data \
    STATIC_ROOT=/app/staticfiles \
    WEB_BIND=0.0.0.0:8000
WORKDIR /app
USER motcua
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s \
    CMD ["python", "scripts/healthcheck.py"]
CMD ["gunicorn", "motcua.wsgi"]
