"""Count the cameras that were registered before counts were kept."""

from collections import Counter

import h3
from django.db import migrations

ZOOMS = (6, 8, 10, 12, 14, 16, 18)
BATCH = 5_000


def count(apps, schema_editor):
    Camera = apps.get_model("registry", "Camera")
    TileCount = apps.get_model("registry", "TileCount")
    known = apps.get_model("consent", "CurrentConsent").objects.filter(map=True)
    Camera.objects.filter(pk__in=known.values("camera_id")).update(on_map=True)
    totals, on_map = Counter(), Counter()
    facts = Camera.objects.filter(status="active").values_list(
        "unit_id", "ownership", "qk", "cell", "on_map"
    )
    for unit, ownership, qk, cell, shown in facts.iterator():
        keys = [(0, h3.str_to_int(cell)), *((zoom, qk >> 2 * (26 - zoom)) for zoom in ZOOMS)]
        for level, key in keys:
            totals[unit, level, key, ownership] += 1
            on_map[unit, level, key, ownership] += shown
    TileCount.objects.all().delete()
    TileCount.objects.bulk_create(
        (
            TileCount(
                unit_id=unit, level=level, key=key, ownership=ownership, total=total,
                on_map=on_map[unit, level, key, ownership],
            )
            for (unit, level, key, ownership), total in totals.items()
        ),
        batch_size=BATCH,
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("coverage", "0001_initial"),
        ("registry", "0002_counts_by_tile"),
        ("consent", "0001_initial"),
    ]
    operations = [migrations.RunPython(count, migrations.RunPython.noop)]
