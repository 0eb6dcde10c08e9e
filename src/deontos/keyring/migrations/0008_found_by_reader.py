import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Subquery


def fill_in(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Write with each envelope of an epoch of which pair that is."""
    epochs = apps.get_model("keyring", "Epoch").objects.filter(pk=OuterRef("epoch"))
    envelopes = apps.get_model("keyring", "Envelope").objects.filter(epoch__isnull=False)
    envelopes.update(pair=Subquery(epochs.values("pair")[:1]))


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0001_initial'),
        ('keyring', '0007_custody_ended'),
    ]

    operations = [
        migrations.AddField(
            model_name='envelope',
            name='pair',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='keyring.pair'),
        ),
        migrations.RunPython(fill_in, migrations.RunPython.noop),
    ]
