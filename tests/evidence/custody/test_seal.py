"""What is held stands in the ledger with its hash, and what is destroyed is gone with its key."""

import pytest
from django.db import IntegrityError, transaction

from evidence.custody import services
from evidence.custody.models import Item
from evidence.custody.vocabulary import ItemRole
from portal.files import vault
from portal.files.models import StoredObject
from portal.ledger.kinds import Kind
from portal.ledger.models import entries_about
from portal.lib import clock
from portal.lib.errors import Refused

from .scene import CLIP, WORKER, Scene, put


def test_the_ledger_names_hash_size_and_window(scene: Scene) -> None:
    entry = entries_about(scene.item.subject, [Kind.ITEM_SEALED]).get()
    assert entry.actor == WORKER
    assert entry.subjects[:3] == [scene.item.subject, scene.camera.subject, scene.case.subject]
    assert entry.facts["sha256"] == scene.item.stored.sha256
    assert entry.facts["size"] == len(CLIP)
    assert entry.facts["frames"] == 7500
    assert entry.facts["clock_offset_ms"] == 95_000
    assert entry.facts["window_start"] == clock.to_text(scene.request.window_start)


def test_a_derivative_names_its_parent_and_recipe(scene: Scene) -> None:
    entry = entries_about(scene.thumbnail.subject, [Kind.ITEM_DERIVED]).get()
    assert entry.subjects[:2] == [scene.thumbnail.subject, scene.item.subject]
    assert entry.facts["role"] == "thumbnail"
    assert len(entry.facts["recipe_sha256"]) == 64


def test_without_a_ledger_nothing_is_sealed(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*_: object, **__: object) -> int:
        raise OSError("no record")

    monkeypatch.setattr(services, "append_many", down)
    rows, items = StoredObject.objects.count(), Item.objects.count()
    made = services.Derived(
        role=ItemRole.THUMBNAIL, media_type="image/jpeg", recipe={}, stored=put(b"x")
    )
    with pytest.raises(OSError, match="no record"):
        services.derive(parent=scene.item, made=made, actor=WORKER, at=scene.at)
    assert (StoredObject.objects.count(), Item.objects.count()) == (rows, items)


def test_destroying_takes_everything_that_was_made_from_it(scene: Scene) -> None:
    grandchild = services.derive(
        parent=scene.thumbnail,
        made=services.Derived(
            role=ItemRole.THUMBNAIL, media_type="image/jpeg", recipe={}, stored=put(b"x")
        ),
        actor=WORKER,
        at=scene.at,
    )
    at = clock.now()
    for _ in range(2):  # a second time changes nothing
        services.destroy(item=scene.item, actor=WORKER, reason="Hết hạn giữ", at=at)
    for item in (scene.item, scene.index, scene.thumbnail, grandchild):
        item.refresh_from_db()
        assert item.destroyed_at == at
        with pytest.raises(vault.Destroyed):
            vault.read(StoredObject.objects.get(pk=item.stored_id))
        assert (
            entries_about(item.subject, [Kind.ITEM_DESTROYED])
            .filter(mentions__subject=item.subject, mentions__position=0)
            .count()
            == 1
        )


def test_nothing_is_made_from_what_was_destroyed(scene: Scene) -> None:
    services.destroy(item=scene.item, actor=WORKER, reason="Hết hạn giữ", at=scene.at)
    made = services.Derived(
        role=ItemRole.THUMBNAIL, media_type="image/jpeg", recipe={}, stored=put(b"x")
    )
    with pytest.raises(Refused, match=r"custody\.parent_destroyed"):
        services.derive(parent=scene.item, made=made, actor=WORKER, at=scene.at)


def test_the_database_refuses_a_derivative_without_a_parent(scene: Scene) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.filter(pk=scene.thumbnail.pk).update(parent=None)
