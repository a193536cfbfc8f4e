"""A document is seen by the scope it concerns, by national roles, and by everyone when it is public."""
from django.db import migrations

from lucette.kernel import walls


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial"), ("journal", "0001_walls"), ("territories", "0001_initial")]
    operations = [walls.rows_by_scope(
        "documents_document", department="department_code", organization="organization_id", public="public",
        region="SELECT region_id FROM territories_department WHERE code = department_code",
    )]
