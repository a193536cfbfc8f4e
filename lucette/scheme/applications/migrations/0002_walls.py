"""Numbers that people quote, and rows by scope."""
from django.db import migrations

from lucette.kernel import walls


class Migration(migrations.Migration):
    dependencies = [("applications", "0001_initial"), ("journal", "0001_walls")]
    operations = [
        migrations.RunSQL("CREATE SEQUENCE applications_number;", "DROP SEQUENCE applications_number;"),
        walls.rows_by_scope("applications_application", department="department_code", region="region_code", organization="organization_id"),
    ]
