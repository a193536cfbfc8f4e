"""A person's address or telephone is not changed without the former one being kept, whatever the channel."""
from django.db import migrations

from lucette.kernel import walls

WALL = """
CREATE FUNCTION former_contact_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM accounts_formercontact f WHERE f.person_id = OLD.id AND f.email = OLD.email AND f.phone = OLD.phone;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the former contact of a person is kept' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER former_contact_kept BEFORE UPDATE OF email, phone ON accounts_person FOR EACH ROW
  WHEN (OLD.email IS DISTINCT FROM NEW.email OR OLD.phone IS DISTINCT FROM NEW.phone) EXECUTE FUNCTION former_contact_kept();
ALTER TABLE accounts_person ENABLE ALWAYS TRIGGER former_contact_kept;
"""
UNDO = "DROP TRIGGER former_contact_kept ON accounts_person; DROP FUNCTION former_contact_kept();"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_former_contact"), ("journal", "0001_walls")]
    operations = [migrations.RunSQL(WALL, UNDO), walls.closed_history("accounts_formercontact")]
