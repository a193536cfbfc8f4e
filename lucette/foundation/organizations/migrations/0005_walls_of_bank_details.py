"""What must never be true of an account is refused by PostgreSQL, whatever the channel: words of French in `actions`, walls here."""
from django.db import migrations

from lucette.kernel import walls

# SECURITY DEFINER: the checks see every row, whoever writes
WALLS = """
-- false when one of the two is not known yet
CREATE FUNCTION lucette_same_person(one uuid, other uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN coalesce(one = other OR lucette_natural_person(one) = lucette_natural_person(other), false);
END $$;

CREATE FUNCTION bank_details_walls() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE called organizations_callback;
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'bank details are never removed' USING ERRCODE = 'restrict_violation';
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF (NEW.id, NEW.organization_id, NEW.iban, NEW.bic, NEW.bank, NEW.holder, NEW.declared_by, NEW.created_at, NEW.replaces_id,
        NEW.usable_from, NEW.contacts, NEW.call_name, NEW.call_phone, NEW.registered_name, NEW.name_score)
       IS DISTINCT FROM
       (OLD.id, OLD.organization_id, OLD.iban, OLD.bic, OLD.bank, OLD.holder, OLD.declared_by, OLD.created_at, OLD.replaces_id,
        OLD.usable_from, OLD.contacts, OLD.call_name, OLD.call_phone, OLD.registered_name, OLD.name_score) THEN
      RAISE EXCEPTION 'bank details are never changed: they are replaced' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NOT NEW.alerts @> OLD.alerts THEN
      RAISE EXCEPTION 'a reason to hold bank details is never taken away' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.confirmed_by IS NOT NULL AND NEW.confirmed_by IS DISTINCT FROM OLD.confirmed_by THEN
      RAISE EXCEPTION 'bank details are confirmed once' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.status IN ('replaced', 'withdrawn', 'refused') AND NEW.status <> OLD.status THEN
      RAISE EXCEPTION 'the road of these bank details is over' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.status = 'on_hold' AND NEW.status IN ('verified', 'active') OR OLD.status = 'declared' AND NEW.status = 'active' THEN
      RAISE EXCEPTION 'bank details take their road step by step' USING ERRCODE = 'restrict_violation';
    END IF;
  ELSIF NEW.replaces_id IS NOT NULL AND NEW.usable_from < NEW.created_at + interval '24 hours' THEN
    RAISE EXCEPTION 'a change of account waits a day at least' USING ERRCODE = 'check_violation'; -- the least that the parameter may be
  END IF;
  IF lucette_same_person(NEW.confirmed_by, NEW.declared_by) OR lucette_same_person(NEW.verified_by, NEW.declared_by)
     OR lucette_same_person(NEW.verified_by, NEW.confirmed_by) OR lucette_same_person(NEW.activated_by, NEW.declared_by)
     OR lucette_same_person(NEW.activated_by, NEW.confirmed_by) OR lucette_same_person(NEW.released_by, NEW.declared_by)
     OR lucette_same_person(NEW.released_by, NEW.confirmed_by) OR lucette_same_person(NEW.released_by, NEW.verified_by)
     OR lucette_same_person(NEW.released_by, NEW.activated_by) THEN
    RAISE EXCEPTION 'one natural person holds two hands on these bank details' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.status NOT IN ('verified', 'active') OR TG_OP = 'UPDATE' AND NEW.status = OLD.status THEN
    RETURN NEW;
  END IF;
  IF NEW.payee_match = '' AND (TG_OP = 'INSERT' OR NEW.status = 'verified') THEN
    RAISE EXCEPTION 'the bank of these bank details was not asked' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.replaces_id IS NULL THEN
    PERFORM FROM organizations_bankdetails o
      WHERE o.organization_id = NEW.organization_id AND o.id <> NEW.id AND o.active_since IS NOT NULL;
    IF FOUND THEN
      RAISE EXCEPTION 'this organization was paid on another account: this is a change' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  SELECT * INTO called FROM organizations_callback c WHERE c.bank_details_id = NEW.id ORDER BY c.created_at DESC, c.id DESC LIMIT 1;
  IF called.result IS DISTINCT FROM 'confirmed' OR called.created_at < NEW.created_at THEN
    RAISE EXCEPTION 'a change of account needs a call back that confirms it' USING ERRCODE = 'check_violation';
  END IF;
  PERFORM FROM organizations_callback c WHERE c.bank_details_id = NEW.id AND lucette_same_person(c.called_by, NEW.activated_by);
  IF FOUND THEN
    RAISE EXCEPTION 'who called back does not activate' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER walls BEFORE INSERT OR UPDATE OR DELETE ON organizations_bankdetails FOR EACH ROW EXECUTE FUNCTION bank_details_walls();
ALTER TABLE organizations_bankdetails ENABLE ALWAYS TRIGGER walls;

CREATE FUNCTION call_back_walls() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE account organizations_bankdetails;
BEGIN
  SELECT * INTO account FROM organizations_bankdetails b WHERE b.id = NEW.bank_details_id;
  IF lucette_same_person(NEW.called_by, account.declared_by) OR lucette_same_person(NEW.called_by, account.confirmed_by) THEN
    RAISE EXCEPTION 'who declared or confirmed does not call back' USING ERRCODE = 'check_violation';
  END IF;
  IF account.call_phone <> '' AND NEW.phone <> account.call_phone OR account.call_phone = '' AND NEW.source = '' THEN
    RAISE EXCEPTION 'the call is made on the number held before the change' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER walls BEFORE INSERT ON organizations_callback FOR EACH ROW EXECUTE FUNCTION call_back_walls();
ALTER TABLE organizations_callback ENABLE ALWAYS TRIGGER walls;
"""
UNDO = """
DROP TRIGGER walls ON organizations_bankdetails; DROP TRIGGER walls ON organizations_callback;
DROP FUNCTION bank_details_walls(); DROP FUNCTION call_back_walls(); DROP FUNCTION lucette_same_person(uuid, uuid);
"""


class Migration(migrations.Migration):
    dependencies = [("organizations", "0004_checks_of_bank_details"), ("journal", "0001_walls")]
    operations = [
        migrations.RunSQL(WALLS, UNDO),
        walls.rows_by_scope("organizations_callback"),
        walls.closed_history("organizations_callback"),
    ]
