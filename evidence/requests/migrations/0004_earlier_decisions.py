"""What was decided before there were rows for it: by one commander each, as the request says."""

from django.db import migrations

from portal.lib.ids import new_id


def keep(apps, schema_editor):
    request = apps.get_model("requests", "FootageRequest")
    approval = apps.get_model("requests", "Approval")
    decided = request.objects.exclude(decided_by=None).filter(approvals=None)
    approval.objects.bulk_create(
        [
            approval(
                public_id=new_id(),
                request=row,
                requested_by_id=row.requested_by_id,
                person_id=row.decided_by_id,
                verdict="refuse" if row.state == "refused" else "approve",
                reason=row.decision_reason,
                at=row.decided_at,
            )
            for row in decided.iterator()
        ],
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [("requests", "0003_approval")]

    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
