"""Bank details are seen by their organization and by national roles only."""
from django.db import migrations

from lucette.kernel import walls


class Migration(migrations.Migration):
    dependencies = [("organizations", "0001_initial"), ("journal", "0001_walls")]
    operations = [walls.rows_by_scope("organizations_bankdetails", organization="organization_id")]
