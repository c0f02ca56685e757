from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate


class LedgerConfig(AppConfig):
    name = "portal.ledger"

    def ready(self) -> None:
        from . import guards  # noqa: PLC0415 -- needs the models

        # Django rebuilds a table on SQLite to alter it, and its triggers are gone without a word.
        post_migrate.connect(guards.after_migrate, sender=self)
        checks.register(guards.check, checks.Tags.database)
