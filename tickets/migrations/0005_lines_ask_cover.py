import common.links
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('warranty', '0002_terms_proofs_claims_verdicts'),
        ('tickets', '0004_extend_search'),
    ]

    operations = [
        migrations.CreateModel(
            name='PlateReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_at', models.DateTimeField(db_index=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'photo to be read',
                'verbose_name_plural': 'photos to be read',
            },
        ),
        migrations.CreateModel(
            name='SerialRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nonce', models.CharField(default=common.links.new_nonce, max_length=24, unique=True)),
                ('asked_at', models.DateTimeField(verbose_name='asked')),
                ('expires_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered')),
            ],
            options={
                'verbose_name': 'request for a serial number',
                'verbose_name_plural': 'requests for serial numbers',
            },
        ),
        migrations.CreateModel(
            name='TermsPreview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField(verbose_name='asked')),
                ('total', models.PositiveIntegerField(default=0)),
                ('done', models.PositiveIntegerField(default=0)),
                ('changed', models.PositiveIntegerField(default=0)),
                ('counts', models.JSONField(default=dict)),
                ('sample', models.JSONField(default=list)),
                ('finished_at', models.DateTimeField(null=True, verbose_name='finished')),
                ('failed', models.BooleanField(default=False)),
                ('terms', models.CharField(blank=True, max_length=64)),
                ('leased_until', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'preview of terms',
                'verbose_name_plural': 'previews of terms',
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='ticketline',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='ticketline',
            name='delete_delete',
        ),
        migrations.RemoveConstraint(
            model_name='event',
            name='event_kind_is_known',
        ),
        migrations.AddField(
            model_name='ticketline',
            name='claim',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='line', to='warranty.claim'),
        ),
        migrations.AddField(
            model_name='ticketlinehistory',
            name='claim',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='warranty.claim'),
        ),
        migrations.AlterField(
            model_name='event',
            name='kind',
            field=models.CharField(choices=[('filed', 'Case opened'), ('customer_wrote', 'Customer wrote'), ('staff_answered', 'Answered'), ('noted', 'Note added'), ('status_changed', 'State changed'), ('assigned', 'Assigned'), ('priority_changed', 'Priority changed'), ('tagged', 'Tags changed'), ('line_added', 'Unit added'), ('line_changed', 'Unit corrected'), ('participant_added', 'Colleague added'), ('participant_removed', 'Colleague removed'), ('contact_changed', 'Contact changed'), ('merged', 'Merged'), ('links_cancelled', 'All links cancelled'), ('link_sent', 'New link sent'), ('mail_resent', 'Mail sent again'), ('mail_bounced', 'Mail came back'), ('proof_asked', 'Proof of purchase asked for'), ('proof_added', 'Proof of purchase added'), ('proof_verified', 'Proof of purchase verified'), ('proof_rejected', 'Proof of purchase rejected'), ('facts_changed', 'Warranty facts changed'), ('verdict_changed', 'Verdict computed'), ('verdict_confirmed', 'Verdict confirmed'), ('verdict_overridden', 'Verdict overridden'), ('override_seconded', 'Override seconded'), ('override_withdrawn', 'Override withdrawn'), ('serial_asked', 'Serial number asked for'), ('serial_read', 'Serial number read from a photo'), ('imported', 'Moved in')], max_length=24, verbose_name='what'),
        ),
        migrations.AddIndex(
            model_name='ticketline',
            index=models.Index(fields=['claim'], include=('ticket',), name='line_claim_to_ticket'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ticketline',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "tickets_ticketlinehistory" ("claim_id", "created_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "product_id", "serial", "serial_as_written", "ticket_id", "unit_id") VALUES (NEW."claim_id", NEW."created_at", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."product_id", NEW."serial", NEW."serial_as_written", NEW."ticket_id", NEW."unit_id"); RETURN NULL;', hash='540dffb07cd8f72c7ab5512a7c6f716a66320040', operation='UPDATE', pgid='pgtrigger_update_update_94ab5', table='tickets_ticketline', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='ticketline',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "tickets_ticketlinehistory" ("claim_id", "created_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "product_id", "serial", "serial_as_written", "ticket_id", "unit_id") VALUES (OLD."claim_id", OLD."created_at", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."product_id", OLD."serial", OLD."serial_as_written", OLD."ticket_id", OLD."unit_id"); RETURN NULL;', hash='4ec4828dcbe50242114cff4c377077928be3ee7f', operation='DELETE', pgid='pgtrigger_delete_delete_0f4ce', table='tickets_ticketline', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['filed', 'customer_wrote', 'staff_answered', 'noted', 'status_changed', 'assigned', 'priority_changed', 'tagged', 'line_added', 'line_changed', 'participant_added', 'participant_removed', 'contact_changed', 'merged', 'links_cancelled', 'link_sent', 'mail_resent', 'mail_bounced', 'proof_asked', 'proof_added', 'proof_verified', 'proof_rejected', 'facts_changed', 'verdict_changed', 'verdict_confirmed', 'verdict_overridden', 'override_seconded', 'override_withdrawn', 'serial_asked', 'serial_read', 'imported'])), name='event_kind_is_known'),
        ),
        migrations.AddField(
            model_name='platereading',
            name='ticket',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='plate_reading', to='tickets.ticket'),
        ),
        migrations.AddField(
            model_name='serialrequest',
            name='line',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='serial_requests', to='tickets.ticketline'),
        ),
        migrations.AddField(
            model_name='serialrequest',
            name='ticket',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='serial_requests', to='tickets.ticket'),
        ),
        migrations.AddField(
            model_name='termspreview',
            name='asked_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='termspreview',
            name='law_version',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='previews', to='warranty.lawversion'),
        ),
        migrations.AddField(
            model_name='termspreview',
            name='policy_version',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='previews', to='warranty.policyversion'),
        ),
        migrations.AddConstraint(
            model_name='serialrequest',
            constraint=models.UniqueConstraint(condition=models.Q(('answered_at__isnull', True)), fields=('line',), name='one_open_serial_request_per_line'),
        ),
        migrations.AddConstraint(
            model_name='serialrequest',
            constraint=models.UniqueConstraint(condition=models.Q(('answered_at__isnull', True), ('line__isnull', True)), fields=('ticket',), name='one_open_serial_request_without_line'),
        ),
        migrations.AddConstraint(
            model_name='termspreview',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('law_version__isnull', True), ('policy_version__isnull', False)), models.Q(('law_version__isnull', False), ('policy_version__isnull', True)), _connector='OR'), name='a_preview_is_of_one_version'),
        ),
    ]
