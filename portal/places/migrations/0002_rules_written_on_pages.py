from django.db import migrations, models

import portal.lib.ids


def give_ids(apps, _editor):
    """Each row its own: the default of a new column is drawn once for all rows."""
    for row in apps.get_model("places", "RuleRow").objects.all():
        row.public_id = portal.lib.ids.new_id()
        row.save(update_fields=["public_id"])


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial")]

    operations = [
        migrations.AddField(
            "rulerow",
            "public_id",
            models.CharField(default="", editable=False, max_length=16),
        ),
        migrations.RunPython(give_ids, migrations.RunPython.noop),
        migrations.AlterField(
            "rulerow",
            "public_id",
            models.CharField(
                default=portal.lib.ids.new_id, editable=False, max_length=16, unique=True
            ),
        ),
        migrations.AddField(
            "rulerow",
            "recorded_by",
            models.CharField(blank=True, default="", max_length=60),
            preserve_default=False,
        ),
        migrations.AddField(
            "rulerow", "recorded_at", models.DateTimeField(blank=True, null=True)
        ),
    ]
