import pytest
from django.core import checks
from django.core.management import call_command
from django.db import connection, transaction

from portal.ledger import guards, write
from portal.ledger.models import Entry, Head

from .conftest import AT, draft, fill


@pytest.mark.django_db
def test_the_self_test_passes_and_leaves_nothing() -> None:
    fill(3)
    assert guards.self_test() == []
    assert (Entry.objects.count(), Head.objects.get().size) == (3, 3)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("trigger", "table", "named"),
    [
        ("update", "ledger_entry", "UPDATE ledger_entry"),
        ("delete", "ledger_mention", "DELETE ledger_mention"),
        ("update", "ledger_mention", "UPDATE ledger_mention"),
        ("insert", "ledger_entry", "INSERT ledger_entry"),
    ],
)
def test_a_missing_trigger_is_named(trigger: str, table: str, named: str) -> None:
    on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {table}_no_{trigger}{on_table}")
    assert named in guards.self_test()


@pytest.mark.django_db
def test_the_system_check_refuses_a_record_without_triggers() -> None:
    assert not [m for m in checks.run_checks(databases=["default"]) if m.id == "ledger.E001"]
    guards.remove(connection)
    found = [m for m in checks.run_checks(databases=["default"]) if m.id == "ledger.E001"]
    assert found
    guards.install(connection)


@pytest.mark.django_db
def test_installing_again_replaces_an_emptied_trigger() -> None:
    guards.remove(connection)
    guards.install(connection)
    guards.install(connection)
    assert guards.self_test() == []


@pytest.mark.django_db(transaction=True)
def test_after_a_flush_the_record_is_empty_and_guarded() -> None:
    with transaction.atomic():
        fill(3)
    call_command("flush", interactive=False, verbosity=0)
    assert (Entry.objects.count(), Head.objects.get().size) == (0, 0)
    assert guards.self_test() == []
    with transaction.atomic():
        assert write.append(draft(), actor="system:test", at=AT) == 1


@pytest.mark.django_db(transaction=True)
def test_rebuilding_a_table_loses_triggers_and_migrate_puts_them_back() -> None:
    guards.remove(connection)
    assert guards.self_test()
    call_command("migrate", "ledger", verbosity=0, skip_checks=True)
    assert guards.self_test() == []


@pytest.mark.django_db
def test_a_head_is_not_made_up_while_entries_exist() -> None:
    fill(1)
    Head.objects.all().delete()
    guards.after_migrate(using="default")
    assert not Head.objects.exists()
