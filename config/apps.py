from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Registers the system checks and the management commands that concern the whole site."""

    name = "config"

    def ready(self) -> None:
        from config import checks  # noqa: F401, PLC0415  registering the checks needs the apps to be loaded
