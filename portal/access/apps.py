from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "portal.access"

    def ready(self) -> None:
        from . import hooks  # noqa: PLC0415 -- needs the models

        hooks.connect()
