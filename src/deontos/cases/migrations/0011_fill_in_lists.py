from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Subquery


def fill_in(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Write with each case what its conversation and its clocks say already."""
    cases, clocks = apps.get_model("cases", "CaseFile"), apps.get_model("cases", "CaseClock")
    conversations = apps.get_model("correspondence", "Conversation")
    talk = conversations.objects.filter(disclosure=OuterRef("disclosure"))
    running = clocks.objects.filter(case=OuterRef("pk"), met_on__isnull=True, lifted_on__isnull=True)
    cases.objects.update(
        pair=Subquery(talk.values("pair")[:1]),
        next_on=Subquery(running.order_by("due_on").values("due_on")[:1]),
    )


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0010_listed_at_once'),
    ]

    operations = [
        migrations.RunPython(fill_in, migrations.RunPython.noop),
    ]
