"""The hands on a payment are different natural persons, through all its rounds, whatever the channel."""
from django.db import migrations

from lucette.kernel import walls

SQL = """
-- every hand of one payment (an instalment or an invoice) is looked at while nobody adds another
CREATE FUNCTION payments_hold(instalment uuid, invoice uuid) RETURNS void LANGUAGE sql SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT pg_advisory_xact_lock(hashtextextended(coalesce(instalment, invoice)::text, 7402))
$$;

CREATE FUNCTION payments_check_hand(instalment uuid, invoice uuid, person uuid, held smallint) RETURNS void LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM public.payments_orderhand h JOIN public.payments_order o ON o.id = h.order_id
    WHERE (o.instalment_id = instalment OR o.invoice_id = invoice) AND h.hand <> held
      AND public.lucette_natural_person(h.person_id) = public.lucette_natural_person(person)
  ) THEN
    RAISE EXCEPTION 'one natural person never holds two hands on a payment' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'hands_are_different_people';
  END IF;
END $$;

CREATE FUNCTION payments_order_hands() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE people uuid[] := ARRAY[NEW.requested_by, NEW.certified_by, NEW.ordered_by, NEW.accepted_by, NEW.countersigned_by];
        known uuid[] := ARRAY(SELECT public.lucette_natural_person(p) FROM unnest(people) p WHERE p IS NOT NULL);
BEGIN
  PERFORM public.payments_hold(NEW.instalment_id, NEW.invoice_id);
  IF cardinality(known) <> (SELECT count(DISTINCT p) FROM unnest(known) p) THEN
    RAISE EXCEPTION 'one natural person never holds two hands on a payment' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'hands_are_different_people';
  END IF;
  FOR place IN 1..5 LOOP
    IF people[place] IS NOT NULL THEN
      PERFORM public.payments_check_hand(NEW.instalment_id, NEW.invoice_id, people[place], place::smallint);
    END IF;
  END LOOP;
  RETURN NULL;
END $$;

CREATE FUNCTION payments_hand_held() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE paid record;
BEGIN
  SELECT instalment_id, invoice_id INTO paid FROM public.payments_order WHERE id = NEW.order_id;
  PERFORM public.payments_hold(paid.instalment_id, paid.invoice_id);
  PERFORM public.payments_check_hand(paid.instalment_id, paid.invoice_id, NEW.person_id, NEW.hand);
  RETURN NULL;
END $$;

CREATE TRIGGER hands_are_different_people AFTER INSERT OR UPDATE OF requested_by, certified_by, ordered_by, accepted_by, countersigned_by,
  instalment_id, invoice_id ON payments_order FOR EACH ROW EXECUTE FUNCTION payments_order_hands();
CREATE TRIGGER hands_are_different_people AFTER INSERT ON payments_orderhand FOR EACH ROW EXECUTE FUNCTION payments_hand_held();
ALTER TABLE payments_order ENABLE ALWAYS TRIGGER hands_are_different_people;
ALTER TABLE payments_orderhand ENABLE ALWAYS TRIGGER hands_are_different_people;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0003_recoveries_bordereaux_returns"),
        ("accounts", "0004_natural_person"),
        ("journal", "0001_walls"),
    ]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop), walls.closed_history("payments_orderhand")]
