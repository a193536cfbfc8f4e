"""Numbers that people quote, and rows by scope."""
from django.db import migrations

from lucette.kernel import walls


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_initial"), ("journal", "0001_walls")]
    operations = [
        migrations.RunSQL("CREATE SEQUENCE agreements_number;", "DROP SEQUENCE agreements_number;"),
        walls.rows_by_scope("agreements_agreement", department="department_code", region="region_code", organization="organization_id"),
    ]
