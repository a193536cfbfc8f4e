"""History is only ever added to."""
from django.db import migrations

from lucette.kernel import walls


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_initial")]
    operations = [walls.closed_history("journal_entry"), walls.closed_history("journal_seal")]
