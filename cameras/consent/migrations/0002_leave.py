"""Whoever leaves by themself says so once more, by leaving."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("consent", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="consentevent", name="consent_verb_is_known"),
        migrations.AddConstraint(
            model_name="consentevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("verb__in", ["grant", "refuse", "withdraw", "leave"])),
                name="consent_verb_is_known",
            ),
        ),
    ]
