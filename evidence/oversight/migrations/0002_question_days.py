from django.db import migrations, models

EARLIER = {"same-address": 365, "off-shift": 120, "vague": 90, "no-outcome": 150, "pair": 240}


def fill(apps, schema_editor):
    """What each rule counted over when it was the same for all its questions."""
    question = apps.get_model("oversight", "Question")
    for rule, days in EARLIER.items():
        question.objects.filter(rule=rule).update(days=days)


class Migration(migrations.Migration):
    dependencies = [("oversight", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="question",
            name="days",
            field=models.PositiveSmallIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
