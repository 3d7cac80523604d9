"""A server behind TLS. Everything secret comes from the environment."""

from config import env
from config.settings.base import *  # noqa: F403

# The reverse proxy ends TLS and says so in this header; it must overwrite what a client sends.
if env.flag("BEHIND_PROXY", default=True):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
