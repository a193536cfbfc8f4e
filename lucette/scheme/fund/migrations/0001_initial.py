import lucette.kernel.clock
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Endowment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=lucette.kernel.clock.now, editable=False, verbose_name="créé le")),
                ("code", models.CharField(max_length=30, unique=True, verbose_name="code")),
                ("title", models.CharField(max_length=200, verbose_name="intitulé")),
                ("authority_cents", models.BigIntegerField(verbose_name="autorisation, en centimes")),
                ("posts", models.PositiveIntegerField(verbose_name="postes")),
            ],
            options={"verbose_name": "dotation", "verbose_name_plural": "dotations"},
        ),
    ]
