"""Numbers that people quote."""
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial"), ("journal", "0001_walls")]
    operations = [
        migrations.RunSQL("CREATE SEQUENCE reports_number;", "DROP SEQUENCE reports_number;"),
    ]
