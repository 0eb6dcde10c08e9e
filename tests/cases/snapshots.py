"""What the database holds, to show that a refused action changed nothing."""

from typing import Any

from django.apps import apps

from deontos.cases.models import CaseClock, CaseFile, CaseStep


def counts() -> dict[str, int]:
    """How many rows every table of the house has."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def everything() -> tuple[dict[str, int], list[Any]]:
    """Row counts of every table, and every value of every case."""
    rows = [list(model._default_manager.order_by("pk").values()) for model in (CaseFile, CaseClock, CaseStep)]
    return counts(), rows
