"""Numbers that people quote."""
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("agreements", "0006_amendments")]
    operations = [
        migrations.RunSQL("CREATE SEQUENCE agreements_amendment_number;", "DROP SEQUENCE agreements_amendment_number;"),
    ]
