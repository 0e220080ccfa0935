# The worker: docker build -t digit-reader-bot .
# The trainer: docker build -t digit-reader-trainer --build-arg REQUIREMENTS=requirements-trainer.txt .
ARG PYTHON=3.11

FROM python:${PYTHON}-slim AS packages
ARG REQUIREMENTS=requirements.txt
WORKDIR /build
COPY requirements.txt requirements-trainer.txt ./
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --require-hashes -r "${REQUIREMENTS}" \
    && /venv/bin/pip uninstall --yes pip setuptools

FROM python:${PYTHON}-slim
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1
WORKDIR /app
COPY --from=packages /venv /venv
COPY models models
COPY canvas canvas
COPY bot bot
COPY localtelegram localtelegram
COPY training training
# The bot writes into data/ only: its SQLite file, where there is no DATABASE_URL, and the active model.
RUN python -m compileall -q bot localtelegram training \
    && useradd --system --uid 10001 bot \
    && install --directory --owner=bot data
USER 10001
# Python itself is process 1, so that SIGTERM reaches it. Polling has no port, so there is no health
# check here; behind a webhook, /healthz is one.
CMD ["python", "-m", "bot"]
