"""Numbers that people quote."""
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("committee", "0001_initial"), ("journal", "0001_walls")]
    operations = [
        migrations.RunSQL("CREATE SEQUENCE committee_award_number;", "DROP SEQUENCE committee_award_number;"),
    ]
