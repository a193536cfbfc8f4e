"""Nobody decides a file from which a tie keeps her away, under any of her accounts (I18)."""
from django.db import migrations

SQL = """
CREATE FUNCTION committee_kept_away() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM public.reviews_interest i
              WHERE i.application_id = NEW.application_id AND i.strength = 'hard' AND i.withdrawn_at IS NULL
                AND public.lucette_natural_person(i.person_id) = public.lucette_natural_person(NEW.decided_by)) THEN
    RAISE EXCEPTION 'a tie keeps this person away from the file' USING ERRCODE = 'check_violation', CONSTRAINT = 'line_decided_by_nobody_tied';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER decided_by_nobody_tied AFTER INSERT OR UPDATE OF decided_by ON committee_agendaline
  FOR EACH ROW WHEN (NEW.decided_by IS NOT NULL) EXECUTE FUNCTION committee_kept_away();
ALTER TABLE committee_agendaline ENABLE ALWAYS TRIGGER decided_by_nobody_tied;
ALTER TABLE committee_agendaline ENABLE ALWAYS TRIGGER corrects_its_session;
ALTER TABLE committee_agendaline ENABLE ALWAYS TRIGGER closed_never_edited;
ALTER TABLE committee_session ENABLE ALWAYS TRIGGER rectifies_a_closed_one;
"""
BACK = "DROP TRIGGER decided_by_nobody_tied ON committee_agendaline; DROP FUNCTION committee_kept_away();"


class Migration(migrations.Migration):
    dependencies = [("committee", "0004_conflicts_are_interests"), ("accounts", "0004_natural_person")]
    operations = [migrations.RunSQL(SQL, BACK)]
