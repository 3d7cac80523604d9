# One image for web, worker, beat and the one-shot migration; see docker-compose.yml.
FROM node:24.11.1-bookworm-slim AS assets
WORKDIR /assets
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts

FROM python:3.11.14-slim-bookworm
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 \
    DJANGO_SETTINGS_MODULE=config.settings.production DATA_DIR=/data
RUN useradd --system --uid 10001 --home-dir /app qinghuan && install -d -o qinghuan /app /data
WORKDIR /app
COPY requirements.txt requirements-s3.txt ./
RUN pip install -r requirements-s3.txt
COPY . .
COPY --from=assets /assets/node_modules /tmp/node_modules
RUN python -m config.assets /tmp/node_modules && rm -rf /tmp/node_modules
USER qinghuan
VOLUME /data
EXPOSE 8000
CMD ["python", "-m", "config.web"]
