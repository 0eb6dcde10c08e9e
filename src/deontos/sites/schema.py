"""Whether the database has the tables of this version: which migrations wait, and which come from a newer version."""

from dataclasses import dataclass

from django.db import connection
from django.db.migrations.executor import MigrationExecutor


@dataclass(frozen=True, slots=True)
class SchemaState:
    """Migrations by name, in the order in which they would run: `waiting` here, `unknown` to this version."""

    waiting: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def is_current(self) -> bool:
        """Whether nothing waits. What a newer version added does not disturb an older one during a change-over."""
        return not self.waiting


def schema_state() -> SchemaState:
    """The state of the database that this process uses."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    unknown = executor.loader.applied_migrations.keys() - executor.loader.disk_migrations.keys()
    ours = {label for label, _name in executor.loader.disk_migrations}
    return SchemaState(
        tuple(f"{migration.app_label}.{migration.name}" for migration, _backwards in plan),
        tuple(sorted(f"{label}.{name}" for label, name in unknown if label in ours)),
    )
