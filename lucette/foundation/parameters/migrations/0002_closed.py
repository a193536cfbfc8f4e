"""Decisions are only ever added to."""
from django.db import migrations

from lucette.kernel import walls


class Migration(migrations.Migration):
    dependencies = [("parameters", "0001_initial"), ("journal", "0001_walls")]
    operations = [walls.closed_history("parameters_parameterdecision")]
