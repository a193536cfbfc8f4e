"""The number that people quote."""
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("payments", "0005_countersignature")]
    operations = [migrations.RunSQL("CREATE SEQUENCE payments_bordereau_number", "DROP SEQUENCE payments_bordereau_number")]
