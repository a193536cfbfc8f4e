"""A closed period holds, whatever the channel; an event is corrected once at most, by its exact mirror."""
from django.db import migrations

from lucette.kernel import walls

FUNCTIONS = """
-- every writer holds the table of postings in ROW EXCLUSIVE mode until its transaction ends: this waits for them all and for
-- another closing, then holds back the next ones until this transaction ends
CREATE FUNCTION ledger_hold_writers() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET lock_timeout = '10s' AS $$
BEGIN
  LOCK TABLE public.ledger_posting IN SHARE ROW EXCLUSIVE MODE;
END $$;

CREATE FUNCTION ledger_close_period() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM public.ledger_hold_writers();
  IF EXISTS (SELECT 1 FROM public.ledger_closedperiod WHERE book_id = NEW.book_id AND until >= NEW.until) THEN
    RAISE EXCEPTION 'this book is already closed up to % or later', NEW.until USING ERRCODE = 'restrict_violation';
  END IF;
  SELECT coalesce(max(id), 0) INTO NEW.last_posting FROM public.ledger_posting;
  RETURN NEW;
END $$;

-- a snapshot taken before a closing would not see it: postings are written under READ COMMITTED, where each statement sees its own hour
CREATE FUNCTION ledger_refuse_closed_period() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE late record;
BEGIN
  IF current_setting('transaction_isolation') IN ('repeatable read', 'serializable') THEN
    RAISE EXCEPTION 'postings are written under READ COMMITTED' USING ERRCODE = 'feature_not_supported';
  END IF;
  SELECT c.until, e.business_date INTO late FROM added
    JOIN public.ledger_closedperiod c ON c.book_id = added.book_id
    JOIN public.ledger_event e ON e.id = added.event_id AND e.business_date <= c.until
    ORDER BY c.until DESC LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'the period up to % is closed', late.until USING ERRCODE = 'restrict_violation',
      CONSTRAINT = 'period_is_closed', DETAIL = format('%s %s', to_char(late.until, 'YYYY-MM-DD'), to_char(late.business_date, 'YYYY-MM-DD'));
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION ledger_mirrors_exactly() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF ARRAY(SELECT (book_id, debit_id, credit_id, amount)::text FROM public.ledger_posting WHERE event_id = NEW.id ORDER BY 1)
     <> ARRAY(SELECT (book_id, credit_id, debit_id, amount)::text FROM public.ledger_posting WHERE event_id = NEW.corrects_id ORDER BY 1) THEN
    RAISE EXCEPTION 'event % does not mirror event %', NEW.id, NEW.corrects_id USING ERRCODE = 'check_violation',
      CONSTRAINT = 'correction_is_a_mirror';
  END IF;
  RETURN NULL;
END $$;
"""

TRIGGERS = """
CREATE TRIGGER closes BEFORE INSERT ON ledger_closedperiod FOR EACH ROW EXECUTE FUNCTION ledger_close_period();
CREATE TRIGGER in_an_open_period AFTER INSERT ON ledger_posting REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_closed_period();
CREATE CONSTRAINT TRIGGER mirrors_exactly AFTER INSERT ON ledger_event DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.corrects_id IS NOT NULL) EXECUTE FUNCTION ledger_mirrors_exactly();
ALTER TABLE ledger_closedperiod ENABLE ALWAYS TRIGGER closes;
ALTER TABLE ledger_posting ENABLE ALWAYS TRIGGER in_an_open_period;
ALTER TABLE ledger_event ENABLE ALWAYS TRIGGER mirrors_exactly;
"""

PRIVATE = ["ledger_close_period", "ledger_refuse_closed_period", "ledger_mirrors_exactly"]


def private() -> migrations.RunSQL:
    """Trigger functions of the owner are not to be hung on a table of one's own."""
    text = "".join(f"REVOKE EXECUTE ON FUNCTION {name}() FROM PUBLIC;\n" for name in PRIVATE)
    text += "".join(f'REVOKE EXECUTE ON FUNCTION {name}() FROM "{role}";\n' for role in walls.roles() for name in PRIVATE)
    return migrations.RunSQL(text, migrations.RunSQL.noop)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_closing"), ("journal", "0001_walls")]
    operations = [
        *(migrations.RunSQL(text, migrations.RunSQL.noop) for text in (FUNCTIONS, TRIGGERS)),
        walls.closed_history("ledger_closedperiod"),
        private(),
    ]
