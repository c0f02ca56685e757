"""Several windows in one request: rows for what is sought, and its own minutes for each target."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("requests", "0006_answers_in_part")]

    operations = [
        migrations.CreateModel(
            name="RequestWindow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("start", models.DateTimeField()),
                ("stop", models.DateTimeField()),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sought_windows",
                        to="requests.footagerequest",
                    ),
                ),
            ],
            options={"ordering": ["start"]},
        ),
        migrations.AddConstraint(
            model_name="requestwindow",
            constraint=models.UniqueConstraint(
                fields=("request", "start"), name="sought_window_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="requestwindow",
            constraint=models.CheckConstraint(
                condition=models.Q(("stop__gt", models.F("start"))),
                name="sought_window_runs_forward",
            ),
        ),
        migrations.AddField(
            model_name="target",
            name="asked_start",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="target",
            name="asked_stop",
            field=models.DateTimeField(null=True),
        ),
        migrations.RemoveConstraint(model_name="target", name="target_once_per_camera"),
    ]
