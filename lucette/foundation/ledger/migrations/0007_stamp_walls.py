"""The dates given to seals are history."""
from django.db import migrations

from lucette.kernel import walls


class Migration(migrations.Migration):
    dependencies = [("ledger", "0006_stamps"), ("journal", "0001_walls")]
    operations = [walls.closed_history("ledger_stamp")]
