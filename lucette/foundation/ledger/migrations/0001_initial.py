import django.db.models.deletion
import django.db.models.functions.comparison
import lucette.kernel.clock
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Book',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=60, unique=True, verbose_name='code')),
                ('unit', models.CharField(choices=[('cents', 'centimes'), ('posts', 'postes')], max_length=8, verbose_name='unité')),
            ],
            options={
                'verbose_name': 'livre',
                'verbose_name_plural': 'livres',
            },
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=120, verbose_name='code')),
                ('label', models.CharField(blank=True, max_length=200, verbose_name='libellé')),
                ('normal', models.CharField(choices=[('debit', 'débit'), ('credit', 'crédit')], max_length=6, verbose_name='sens normal')),
                ('floored', models.BooleanField(default=True, verbose_name='jamais négatif')),
                ('chart_number', models.CharField(blank=True, max_length=20, verbose_name='numéro au plan de comptes')),
                ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='ledger.book', verbose_name='livre')),
            ],
            options={
                'verbose_name': 'compte',
                'verbose_name_plural': 'comptes',
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=200, unique=True, verbose_name='clé')),
                ('kind', models.CharField(max_length=60, verbose_name='sorte')),
                ('payload_hash', models.CharField(max_length=64, verbose_name='empreinte')),
                ('business_date', models.DateField(verbose_name='date de l’acte')),
                ('recorded_at', models.DateTimeField(default=lucette.kernel.clock.now, verbose_name='enregistré le')),
                ('actor_id', models.UUIDField(verbose_name='personne')),
                ('subject', models.CharField(blank=True, db_index=True, max_length=120, verbose_name='objet')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='motif')),
                ('written_in', models.BigIntegerField(db_default=django.db.models.functions.comparison.Cast(django.db.models.functions.comparison.Cast(models.Func(function='pg_current_xact_id'), models.TextField()), models.BigIntegerField()), editable=False, verbose_name='transaction')),
                ('corrects', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.event', verbose_name='corrige')),
            ],
            options={
                'verbose_name': 'événement comptable',
                'verbose_name_plural': 'événements comptables',
            },
        ),
        migrations.CreateModel(
            name='Heading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=60, verbose_name='code')),
                ('label', models.CharField(max_length=200, verbose_name='libellé')),
                ('normal', models.CharField(choices=[('debit', 'débit'), ('credit', 'crédit')], max_length=6, verbose_name='sens normal')),
                ('floored', models.BooleanField(default=True, verbose_name='jamais négatif')),
                ('chart_number', models.CharField(blank=True, max_length=20, verbose_name='numéro au plan de comptes')),
                ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='headings', to='ledger.book', verbose_name='livre')),
            ],
            options={
                'verbose_name': 'rubrique du plan de comptes',
                'verbose_name_plural': 'rubriques du plan de comptes',
            },
        ),
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('amount', models.BigIntegerField(verbose_name='montant')),
                ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.book', verbose_name='livre')),
                ('credit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.account', verbose_name='compte crédité')),
                ('debit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.account', verbose_name='compte débité')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='ledger.event', verbose_name='événement comptable')),
            ],
            options={
                'verbose_name': 'écriture',
                'verbose_name_plural': 'écritures',
            },
        ),
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('sealed_at', models.DateTimeField(default=lucette.kernel.clock.now, verbose_name='scellé le')),
                ('first_posting', models.BigIntegerField(verbose_name='première écriture')),
                ('last_posting', models.BigIntegerField(unique=True, verbose_name='dernière écriture')),
                ('count', models.PositiveIntegerField(verbose_name='nombre d’écritures')),
                ('previous', models.CharField(max_length=64, verbose_name='empreinte précédente')),
                ('digest', models.CharField(max_length=64, verbose_name='empreinte')),
            ],
            options={
                'verbose_name': 'sceau comptable',
                'verbose_name_plural': 'sceaux comptables',
                'constraints': [models.CheckConstraint(condition=models.Q(('first_posting__lte', models.F('last_posting'))), name='ledger_seal_in_order')],
            },
        ),
        migrations.CreateModel(
            name='Balance',
            fields=[
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='balance', serialize=False, to='ledger.account', verbose_name='compte')),
                ('amount', models.BigIntegerField(default=0, verbose_name='solde')),
                ('floored', models.BooleanField(default=True, verbose_name='jamais négatif')),
            ],
            options={
                'verbose_name': 'solde',
                'verbose_name_plural': 'soldes',
                'constraints': [models.CheckConstraint(condition=models.Q(('floored', False), ('amount__gte', 0), _connector='OR'), name='balance_never_below_zero')],
            },
        ),
        migrations.AddIndex(
            model_name='account',
            index=models.Index(fields=['book', 'code'], name='account_by_prefix', opclasses=['int8_ops', 'text_pattern_ops']),
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.UniqueConstraint(fields=('book', 'code'), name='account_once_a_book'),
        ),
        migrations.AddConstraint(
            model_name='heading',
            constraint=models.UniqueConstraint(fields=('book', 'code'), name='heading_once_a_book'),
        ),
        migrations.AddConstraint(
            model_name='posting',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='posting_amount_is_positive'),
        ),
        migrations.AddConstraint(
            model_name='posting',
            constraint=models.CheckConstraint(condition=models.Q(('debit', models.F('credit')), _negated=True), name='posting_between_two_accounts'),
        ),
    ]
