"""The conflicts of a session become ties of a person with an application, which hold at any time (reviews.Interest)."""
from django.db import migrations

MOVE = """
INSERT INTO reviews_interest
       (id, created_at, application_id, person_id, strength, source, reason, declared_by, withdrawal_reason)
SELECT DISTINCT ON (application_id, person_id)
       id, created_at, application_id, person_id, 'hard', 'declared', coalesce(nullif(reason, ''), 'conflit d’intérêts'), person_id, ''
  FROM committee_conflict ORDER BY application_id, person_id, created_at;
"""
# back on every agenda where the file is decided
BACK = """
INSERT INTO committee_conflict (id, created_at, session_id, application_id, person_id, reason)
SELECT gen_random_uuid(), min(i.created_at), l.session_id, i.application_id, i.person_id, min(i.reason)
  FROM reviews_interest i JOIN committee_agendaline l ON l.application_id = i.application_id
 WHERE i.strength = 'hard' AND i.withdrawn_at IS NULL GROUP BY l.session_id, i.application_id, i.person_id;
"""


class Migration(migrations.Migration):
    dependencies = [("committee", "0003_rectification"), ("reviews", "0007_interests")]
    operations = [
        migrations.RunSQL(MOVE, BACK),
        migrations.DeleteModel(name="Conflict"),
    ]
