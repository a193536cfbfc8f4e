"""An appeal is answered by another natural person than those who instructed and decided, whatever the channel."""
from django.db import migrations

SQL = """
CREATE FUNCTION reviews_appeal_people() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF public.lucette_natural_person(NEW.answered_by) IN
     (public.lucette_natural_person(NEW.instructor_id), public.lucette_natural_person(NEW.contested_id)) THEN
    RAISE EXCEPTION 'whoever instructed or decided never answers the appeal' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'appeal_answered_by_another';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER appeal_answered_by_another AFTER INSERT OR UPDATE OF answered_by, instructor_id, contested_id ON reviews_appeal
  FOR EACH ROW WHEN (NEW.answered_by IS NOT NULL) EXECUTE FUNCTION reviews_appeal_people();
ALTER TABLE reviews_appeal ENABLE ALWAYS TRIGGER appeal_answered_by_another;
"""


class Migration(migrations.Migration):
    dependencies = [("reviews", "0003_appeals"), ("accounts", "0004_natural_person")]
    operations = [migrations.RunSQL(SQL, "DROP TRIGGER appeal_answered_by_another ON reviews_appeal; DROP FUNCTION reviews_appeal_people();")]
