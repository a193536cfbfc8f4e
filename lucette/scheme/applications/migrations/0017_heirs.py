"""Who took an agreement over reads what was written of it."""

import django.db.models.deletion
from django.db import migrations, models

from lucette.kernel import walls


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0016_post_kinds'),
        ('organizations', '0005_walls_of_bank_details'),
    ]

    operations = [
        migrations.AddField(
            model_name='application',
            name='heir',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='structure qui la reprend'),
        ),
        walls.rows_also_read_by("applications_application", "heir_reads", "heir_id"),
    ]
