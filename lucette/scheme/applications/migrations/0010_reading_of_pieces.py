"""What the instruction says of a document is an answer, not the state of a workflow."""
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("applications", "0009_silence")]
    operations = [
        migrations.RemoveConstraint(model_name="piece", name="piece_answered_by_whom_and_when"),
        migrations.RemoveConstraint(model_name="piece", name="piece_refused_with_reason"),
        migrations.RenameField(model_name="piece", old_name="status", new_name="answer"),
        migrations.AlterField(
            model_name="piece",
            name="answer",
            field=models.CharField(
                choices=[("given", "fournie"), ("accepted", "acceptée"), ("refused", "à refaire")],
                default="given",
                max_length=8,
                verbose_name="lecture",
            ),
        ),
        migrations.AddConstraint(
            model_name="piece",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer", "given"), ("answered_at", None), ("answered_by", None))
                | (~models.Q(("answer", "given")) & models.Q(("answered_at__isnull", False), ("answered_by__isnull", False))),
                name="piece_answered_by_whom_and_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="piece",
            constraint=models.CheckConstraint(
                condition=~models.Q(("answer", "refused")) | ~models.Q(("said", "")), name="piece_refused_with_reason"
            ),
        ),
    ]
