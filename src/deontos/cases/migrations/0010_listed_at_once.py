import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0009_writing'),
        ('keyring', '0007_custody_ended'),
    ]

    operations = [
        migrations.AddField(
            model_name='casefile',
            name='pair',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='keyring.pair'),
        ),
        migrations.AddField(
            model_name='casefile',
            name='next_on',
            field=models.DateField(null=True),
        ),
    ]
