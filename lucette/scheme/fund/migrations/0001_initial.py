import django.db.models.deletion
import lucette.kernel.clock
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Endowment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=lucette.kernel.clock.now, editable=False, verbose_name='créé le')),
                ('status_since', models.DateTimeField(editable=False, null=True, verbose_name='dans cet état depuis')),
                ('status_by', models.UUIDField(editable=False, null=True, verbose_name='par')),
                ('code', models.SlugField(max_length=40, unique=True, verbose_name='code')),
                ('title', models.CharField(max_length=200, verbose_name='intitulé')),
                ('authority_cents', models.BigIntegerField(verbose_name='autorisation, en centimes')),
                ('posts', models.PositiveIntegerField(verbose_name='postes')),
                ('status', models.CharField(choices=[('prepared', 'préparée'), ('signed', 'signée'), ('notified', 'notifiée')], default='prepared', max_length=12, verbose_name='état')),
                ('signed_at', models.DateTimeField(editable=False, null=True, verbose_name='signée le')),
                ('notified_at', models.DateTimeField(editable=False, null=True, verbose_name='notifiée le')),
            ],
            options={
                'verbose_name': 'dotation',
                'verbose_name_plural': 'dotations',
                'constraints': [models.CheckConstraint(condition=models.Q(('authority_cents__gt', 0), ('posts__gt', 0)), name='endowment_is_not_empty'), models.CheckConstraint(condition=models.Q(models.Q(('notified_at', None), ('signed_at', None), ('status', 'prepared')), models.Q(('notified_at', None), ('signed_at__isnull', False), ('status', 'signed')), models.Q(('notified_at__isnull', False), ('signed_at__isnull', False), ('status', 'notified')), _connector='OR'), name='endowment_dates_follow_status')],
            },
        ),
        migrations.CreateModel(
            name='EndowmentSignature',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=lucette.kernel.clock.now, editable=False, verbose_name='créé le')),
                ('party', models.CharField(choices=[('dgcl', 'Direction générale des collectivités locales'), ('anct', 'Agence nationale de la cohésion des territoires'), ('cdc', 'Caisse des Dépôts')], max_length=8, verbose_name='partie')),
                ('person', models.UUIDField(verbose_name='signataire')),
                ('signed_at', models.DateTimeField(verbose_name='signée le')),
                ('endowment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='fund.endowment', verbose_name='dotation')),
            ],
            options={
                'verbose_name': 'signature de la dotation',
                'verbose_name_plural': 'signatures de la dotation',
                'constraints': [models.UniqueConstraint(fields=('endowment', 'party'), name='endowment_signed_once_a_party'), models.UniqueConstraint(fields=('endowment', 'person'), name='endowment_signed_once_a_person')],
            },
        ),
        migrations.CreateModel(
            name='Envelope',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=lucette.kernel.clock.now, editable=False, verbose_name='créé le')),
                ('code', models.CharField(choices=[('grants', 'Subventions'), ('training', 'Formation et certification'), ('equipment', 'Équipement'), ('animation', 'Animation et ressources'), ('management', 'Gestion'), ('contingency', 'Imprévus')], max_length=12, verbose_name='code')),
                ('label', models.CharField(max_length=80, verbose_name='libellé')),
                ('share_cents', models.BigIntegerField(verbose_name='part, en centimes')),
                ('rank', models.PositiveSmallIntegerField(verbose_name='rang')),
                ('endowment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='envelopes', to='fund.endowment', verbose_name='dotation')),
            ],
            options={
                'verbose_name': 'enveloppe',
                'verbose_name_plural': 'enveloppes',
                'ordering': ['rank'],
                'constraints': [models.UniqueConstraint(fields=('endowment', 'code'), name='envelope_once_an_endowment'), models.CheckConstraint(condition=models.Q(('share_cents__gte', 0)), name='envelope_share_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='EnvelopeMove',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=lucette.kernel.clock.now, editable=False, verbose_name='créé le')),
                ('status_since', models.DateTimeField(editable=False, null=True, verbose_name='dans cet état depuis')),
                ('status_by', models.UUIDField(editable=False, null=True, verbose_name='par')),
                ('source', models.CharField(choices=[('grants', 'Subventions'), ('training', 'Formation et certification'), ('equipment', 'Équipement'), ('animation', 'Animation et ressources'), ('management', 'Gestion'), ('contingency', 'Imprévus')], max_length=12, verbose_name='de l’enveloppe')),
                ('target', models.CharField(choices=[('grants', 'Subventions'), ('training', 'Formation et certification'), ('equipment', 'Équipement'), ('animation', 'Animation et ressources'), ('management', 'Gestion'), ('contingency', 'Imprévus')], max_length=12, verbose_name='vers l’enveloppe')),
                ('cents', models.BigIntegerField(verbose_name='montant, en centimes')),
                ('reason', models.CharField(max_length=200, verbose_name='motif')),
                ('status', models.CharField(choices=[('requested', 'demandé'), ('confirmed', 'confirmé'), ('withdrawn', 'retiré')], default='requested', max_length=12, verbose_name='état')),
                ('requested_by', models.UUIDField(verbose_name='demandé par')),
                ('confirmed_by', models.UUIDField(null=True, verbose_name='confirmé par')),
                ('endowment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='fund.endowment', verbose_name='dotation')),
            ],
            options={
                'verbose_name': 'virement entre enveloppes',
                'verbose_name_plural': 'virements entre enveloppes',
                'constraints': [models.CheckConstraint(condition=models.Q(('cents__gt', 0), models.Q(('source', models.F('target')), _negated=True)), name='move_between_two_envelopes'), models.CheckConstraint(condition=models.Q(('confirmed_by', None), models.Q(('confirmed_by', models.F('requested_by')), _negated=True), _connector='OR'), name='move_by_two_persons'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed_by__isnull', False), ('status', 'confirmed')), models.Q(models.Q(('status', 'confirmed'), _negated=True), ('confirmed_by', None)), _connector='OR'), name='move_confirmed_by_someone')],
            },
        ),
        migrations.CreateModel(
            name='Tranche',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=lucette.kernel.clock.now, editable=False, verbose_name='créé le')),
                ('cents', models.BigIntegerField(verbose_name='montant, en centimes')),
                ('bank_reference', models.CharField(max_length=80, verbose_name='référence bancaire')),
                ('received_on', models.DateField(verbose_name='reçue le')),
                ('recorded_by', models.UUIDField(verbose_name='enregistrée par')),
                ('endowment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tranches', to='fund.endowment', verbose_name='dotation')),
            ],
            options={
                'verbose_name': 'tranche de dotation',
                'verbose_name_plural': 'tranches de dotation',
                'ordering': ['received_on', 'created_at'],
                'constraints': [models.UniqueConstraint(fields=('endowment', 'bank_reference'), name='tranche_once_a_bank_reference'), models.CheckConstraint(condition=models.Q(('cents__gt', 0)), name='tranche_is_not_empty')],
            },
        ),
    ]
