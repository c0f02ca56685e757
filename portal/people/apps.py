from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PeopleConfig(AppConfig):
    name = "portal.people"

    def ready(self) -> None:
        from . import hooks  # noqa: PLC0415 -- needs the models

        hooks.connect()
        # Each package's rights.py says what the policy's relations mean there. Workers and services
        # ask the policy too, and nothing imports the pages for them.
        autodiscover_modules("rights")
