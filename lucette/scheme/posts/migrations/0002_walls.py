"""Numbers that people quote."""
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("posts", "0001_initial"), ("journal", "0001_walls")]
    operations = [
        migrations.RunSQL("CREATE SEQUENCE posts_number;", "DROP SEQUENCE posts_number;"),
    ]
