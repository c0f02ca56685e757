"""Requests had one window each: it becomes the row of what is sought, and that of each target."""

from django.db import migrations
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce


def keep(apps, schema_editor):
    request = apps.get_model("requests", "FootageRequest")
    window = apps.get_model("requests", "RequestWindow")
    target = apps.get_model("requests", "Target")
    spans = request.objects.order_by("pk").values_list(
        "pk",
        Coalesce("sought_start", "window_start"),
        Coalesce("sought_stop", "window_stop"),
    )
    window.objects.bulk_create(
        (window(request_id=key, start=start, stop=stop) for key, start, stop in spans.iterator()),
        batch_size=500,
    )
    asked = request.objects.filter(pk=OuterRef("request"))
    target.objects.update(
        asked_start=Subquery(asked.values("window_start")[:1]),
        asked_stop=Subquery(asked.values("window_stop")[:1]),
    )


def back(apps, schema_editor):
    """Only where each request still has one window: several do not fit into the old columns."""
    request = apps.get_model("requests", "FootageRequest")
    window = apps.get_model("requests", "RequestWindow")
    if window.objects.values("request").distinct().count() < window.objects.count():
        raise RuntimeError("some requests have several windows: the old tables cannot hold them")
    mine = window.objects.filter(request=OuterRef("pk"))
    request.objects.update(
        sought_start=Subquery(mine.values("start")[:1]),
        sought_stop=Subquery(mine.values("stop")[:1]),
    )
    window.objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("requests", "0007_windows")]

    operations = [migrations.RunPython(keep, back)]
