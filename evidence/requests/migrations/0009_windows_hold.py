"""Every target has its minutes, and one camera is asked for each window once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("requests", "0008_windows_kept")]

    operations = [
        migrations.AlterField(
            model_name="target",
            name="asked_start",
            field=models.DateTimeField(),
        ),
        migrations.AlterField(
            model_name="target",
            name="asked_stop",
            field=models.DateTimeField(),
        ),
        migrations.AlterModelOptions(
            name="target",
            options={"ordering": ["rank", "asked_start", "pk"]},
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.UniqueConstraint(
                fields=("request", "camera", "asked_start"), name="target_once_per_window"
            ),
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.CheckConstraint(
                condition=models.Q(("asked_stop__gt", models.F("asked_start"))),
                name="target_asked_runs_forward",
            ),
        ),
        migrations.RemoveField(model_name="footagerequest", name="sought_start"),
        migrations.RemoveField(model_name="footagerequest", name="sought_stop"),
    ]
