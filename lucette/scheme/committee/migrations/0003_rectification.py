"""A closed session is never edited: another one, which names it, corrects its lines."""
import django.db.models.deletion
from django.db import migrations, models

WALLS = """
CREATE FUNCTION committee_rectifies_a_closed_one() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.rectifies_id IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM committee_session s
       WHERE s.id = NEW.rectifies_id AND s.status IN ('closed', 'published') AND s.endowment_id = NEW.endowment_id) THEN
    RAISE EXCEPTION 'a session corrects a closed one, of its own endowment'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'session_rectifies_a_closed_one';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER rectifies_a_closed_one BEFORE INSERT OR UPDATE OF rectifies_id, endowment_id ON committee_session
  FOR EACH ROW EXECUTE FUNCTION committee_rectifies_a_closed_one();

CREATE FUNCTION committee_corrects_its_session() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE corrected committee_agendaline;
BEGIN
  SELECT * INTO corrected FROM committee_agendaline WHERE id = NEW.corrects_id;
  IF corrected.session_id IS DISTINCT FROM (SELECT rectifies_id FROM committee_session WHERE id = NEW.session_id)
      OR corrected.application_id <> NEW.application_id THEN
    RAISE EXCEPTION 'a line corrects the same file in the session that its own session corrects'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'line_corrects_its_session';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER corrects_its_session BEFORE INSERT OR UPDATE OF session_id, application_id, corrects_id ON committee_agendaline
  FOR EACH ROW EXECUTE FUNCTION committee_corrects_its_session();

CREATE FUNCTION committee_closed_never_edited() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM committee_session WHERE id = OLD.session_id AND status IN ('closed', 'published')) THEN
    RAISE EXCEPTION 'the lines of a closed session are never edited: a rectifying session corrects them'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'closed_session_never_edited';
  END IF;
  RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER closed_never_edited BEFORE UPDATE OR DELETE ON committee_agendaline
  FOR EACH ROW EXECUTE FUNCTION committee_closed_never_edited();
"""
NO_WALLS = """
DROP TRIGGER closed_never_edited ON committee_agendaline;
DROP FUNCTION committee_closed_never_edited();
DROP TRIGGER corrects_its_session ON committee_agendaline;
DROP FUNCTION committee_corrects_its_session();
DROP TRIGGER rectifies_a_closed_one ON committee_session;
DROP FUNCTION committee_rectifies_a_closed_one();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0014_contact_confirmed'),
        ('calls', '0005_silence'),
        ('committee', '0002_walls'),
        ('fund', '0005_renderings'),
        ('organizations', '0005_walls_of_bank_details'),
    ]

    operations = [
        migrations.AddField(
            model_name='agendaline',
            name='correction',
            field=models.TextField(blank=True, verbose_name='motif de la rectification'),
        ),
        migrations.AddField(
            model_name='agendaline',
            name='corrects',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='committee.agendaline', verbose_name='décision corrigée'),
        ),
        migrations.AddField(
            model_name='award',
            name='replaced_by',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committee.agendaline', verbose_name='remplacée par'),
        ),
        migrations.AddField(
            model_name='session',
            name='rectifies',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rectified_by', to='committee.session', verbose_name='séance rectifiée'),
        ),
        migrations.AlterField(
            model_name='award',
            name='application',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='applications.application', verbose_name='candidature'),
        ),
        migrations.AddConstraint(
            model_name='agendaline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('correction', ''), ('corrects', None)), models.Q(('corrects__isnull', False), models.Q(('correction', ''), _negated=True)), _connector='OR'), name='line_corrects_with_its_reason'),
        ),
        migrations.AddConstraint(
            model_name='agendaline',
            constraint=models.CheckConstraint(condition=models.Q(('corrects', None), models.Q(('decision', 'deferred'), _negated=True), _connector='OR'), name='line_corrects_by_a_decision'),
        ),
        migrations.AddConstraint(
            model_name='award',
            constraint=models.UniqueConstraint(condition=models.Q(('released_at', None)), fields=('application',), name='one_live_award_an_application'),
        ),
        migrations.AddConstraint(
            model_name='award',
            constraint=models.CheckConstraint(condition=models.Q(('replaced_by', None), ('released_at__isnull', False), _connector='OR'), name='award_replaced_once_given_back'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.CheckConstraint(condition=models.Q(('rectifies', None), models.Q(models.Q(('rectifies', models.F('id')), _negated=True), ('source', '')), _connector='OR'), name='session_rectifies_another'),
        ),
        migrations.RunSQL(WALLS, NO_WALLS),
    ]
