"""One natural person behind several accounts: asked by every wall that wants different people."""
from django.db import migrations

SQL = """
-- the first account of the natural person behind this one; the id itself when it is nobody's account
CREATE FUNCTION lucette_natural_person(account uuid) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce((SELECT coalesce(same_person_as_id, id) FROM public.accounts_person WHERE id = account), account)
$$;

CREATE FUNCTION accounts_first_account() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM public.accounts_person WHERE id = NEW.same_person_as_id AND same_person_as_id IS NOT NULL)
     OR EXISTS (SELECT 1 FROM public.accounts_person WHERE same_person_as_id = NEW.id) THEN
    RAISE EXCEPTION 'accounts of one person all name her first one' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'person_names_her_first_account';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER first_account BEFORE INSERT OR UPDATE OF same_person_as_id ON accounts_person
  FOR EACH ROW WHEN (NEW.same_person_as_id IS NOT NULL) EXECUTE FUNCTION accounts_first_account();
ALTER TABLE accounts_person ENABLE ALWAYS TRIGGER first_account;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_same_person")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
