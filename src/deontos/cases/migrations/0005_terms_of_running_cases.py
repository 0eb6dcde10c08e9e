"""Each case keeps the terms that it came under: the Directive's, and the own promise of fourteen days."""

from typing import Any

from django.db import migrations

from deontos.kernel.deadlines import Term, last_day

DIRECTIVE, POLICY = "eu-directive", "policy"
TERMS = {
    "acknowledgement": ((DIRECTIVE, 7, "days", "receipt"), (POLICY, 14, "days", "receipt")),
    "first_answer": ((POLICY, 14, "days", "receipt"),),
    "feedback": ((DIRECTIVE, 3, "months", "acknowledgement"),),
}
AT_ONCE = 500


def write_terms(apps: Any, schema_editor: Any) -> None:  # noqa: ANN401 the models as they were then
    clocks = apps.get_model("cases", "CaseClock").objects
    rows = apps.get_model("cases", "CaseTerm").objects
    clocks.filter(profile="eu_directive").update(profile=DIRECTIVE)
    made = []
    for clock in clocks.filter(terms=None).order_by("id").iterator(chunk_size=AT_ONCE):
        for position, (profile, count, unit, starts_at) in enumerate(TERMS[clock.name], 1):
            due_on = last_day(clock.starts_on, Term(**{unit: count}))
            bound = {"profile": profile, "count": count, "unit": unit, "counted_from": starts_at}
            made.append(
                rows.model(clock=clock, position=position, starts_on=clock.starts_on, due_on=due_on, **bound)
            )
    rows.bulk_create(made, batch_size=AT_ONCE)


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_terms")]

    operations = [migrations.RunPython(write_terms, migrations.RunPython.noop, elidable=False)]
