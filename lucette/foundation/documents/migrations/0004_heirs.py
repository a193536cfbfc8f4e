"""Who took an agreement over reads what was written of it."""

from django.db import migrations, models

from lucette.kernel import walls


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0003_codes'),
    ]

    operations = [
        migrations.AddField(
            model_name='document',
            name='heir_id',
            field=models.UUIDField(null=True, verbose_name='structure qui le reprend'),
        ),
        walls.rows_also_read_by("documents_document", "heir_reads", "heir_id"),
    ]
