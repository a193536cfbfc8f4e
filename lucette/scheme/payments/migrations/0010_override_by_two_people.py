"""An override is asked and answered by two natural persons, whatever the channel and however many accounts one of them has."""
from django.db import migrations

SQL = """
CREATE FUNCTION payments_override_people() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.answered_by IS NOT NULL AND public.lucette_natural_person(NEW.answered_by) = public.lucette_natural_person(NEW.asked_by) THEN
    RAISE EXCEPTION 'one natural person never asks and answers an override' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'override_by_two_people';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER override_by_two_people AFTER INSERT OR UPDATE OF asked_by, answered_by ON payments_conditionoverride
  FOR EACH ROW EXECUTE FUNCTION payments_override_people();
ALTER TABLE payments_conditionoverride ENABLE ALWAYS TRIGGER override_by_two_people;
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0009_held_lines"), ("accounts", "0004_natural_person")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
