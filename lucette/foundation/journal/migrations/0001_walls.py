"""The first wall: who may do what on every table, present and future; functions that other walls use."""
from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension, UnaccentExtension
from django.db import migrations

from lucette.kernel import walls

FUNCTIONS = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

-- who acts is set with set_config(…, true); afterwards the setting reads '', not NULL: nobody
CREATE FUNCTION lucette_sees(department text, region text, organization uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE (SELECT split_part(coalesce(current_setting('lucette.scope', true), ''), ':', 1))
    WHEN 'national' THEN true
    WHEN 'department' THEN department = (SELECT split_part(current_setting('lucette.scope', true), ':', 2))
    WHEN 'region' THEN region = (SELECT split_part(current_setting('lucette.scope', true), ':', 2))
    WHEN 'organization' THEN organization::text = (SELECT split_part(current_setting('lucette.scope', true), ':', 2))
    ELSE false END
$$;

-- French sorting and search; IMMUTABLE so that it can be indexed (unaccent alone is STABLE)
CREATE FUNCTION french_folded(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT public.unaccent('public.unaccent'::regdictionary, lower($1))
$$;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        BtreeGistExtension(), TrigramExtension(), UnaccentExtension(),
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
        walls.grants(),
    ]
