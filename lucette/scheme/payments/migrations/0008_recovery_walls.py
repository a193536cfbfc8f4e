"""Three different natural persons on a recovery; what is asked never changes; closed, nothing of it is left open."""
from django.db import migrations

from lucette.kernel import walls

SQL = """
CREATE SEQUENCE payments_recovery_number;
CREATE SEQUENCE payments_settlement_number;

CREATE FUNCTION payments_recovery_people() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE people uuid[] := ARRAY(
  SELECT public.lucette_natural_person(p) FROM unnest(ARRAY[NEW.issued_by, NEW.notified_by, NEW.closed_by]) p WHERE p IS NOT NULL
);
BEGIN
  IF cardinality(people) <> (SELECT count(DISTINCT p) FROM unnest(people) p) THEN
    RAISE EXCEPTION 'issued, notified and given up by different people' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'recovery_by_different_people';
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION payments_recovery_closed() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM public.payments_recoveryline l WHERE l.recovery_id = NEW.id AND l.cents <> l.collected_cents + l.given_up_cents) THEN
    RAISE EXCEPTION 'something of this recovery is still open' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'recovery_closed_leaves_nothing';
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION payments_recovery_line_kept() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF (NEW.recovery_id, NEW.instalment_id, NEW.cents) IS DISTINCT FROM (OLD.recovery_id, OLD.instalment_id, OLD.cents) THEN
    RAISE EXCEPTION 'what is asked back never changes' USING ERRCODE = 'check_violation', CONSTRAINT = 'recovery_line_is_kept';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER recovery_by_different_people AFTER INSERT OR UPDATE OF issued_by, notified_by, closed_by ON payments_recovery
  FOR EACH ROW EXECUTE FUNCTION payments_recovery_people();
CREATE TRIGGER recovery_closed_leaves_nothing AFTER INSERT OR UPDATE OF status ON payments_recovery
  FOR EACH ROW WHEN (NEW.status IN ('collected', 'waived', 'written_off', 'cancelled')) EXECUTE FUNCTION payments_recovery_closed();
CREATE TRIGGER recovery_line_is_kept BEFORE UPDATE ON payments_recoveryline
  FOR EACH ROW EXECUTE FUNCTION payments_recovery_line_kept();
ALTER TABLE payments_recovery ENABLE ALWAYS TRIGGER recovery_by_different_people;
ALTER TABLE payments_recovery ENABLE ALWAYS TRIGGER recovery_closed_leaves_nothing;
ALTER TABLE payments_recoveryline ENABLE ALWAYS TRIGGER recovery_line_is_kept;
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0007_recoveries"), ("accounts", "0004_natural_person"), ("journal", "0001_walls")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop), walls.closed_history("payments_recoveryreceipt")]
