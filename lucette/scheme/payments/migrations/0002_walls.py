"""Numbers that people quote."""
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_initial"), ("journal", "0001_walls")]
    operations = [
        migrations.RunSQL("CREATE SEQUENCE payments_order_number; CREATE SEQUENCE payments_invoice_number; CREATE SEQUENCE payments_message_number;", "DROP SEQUENCE payments_order_number; DROP SEQUENCE payments_invoice_number; DROP SEQUENCE payments_message_number;"),
    ]
