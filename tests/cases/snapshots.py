"""What the database holds, to show that a refused action changed nothing."""

from typing import Any

from django.apps import apps

from deontos.cases.models import CaseClock, CaseFile, CaseStep, CaseTerm, DossierItem
from deontos.keyring.models import Envelope, Epoch, ItemKey, Pair


def counts() -> dict[str, int]:
    """How many rows every table of the house has."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def everything() -> tuple[dict[str, int], list[Any]]:
    """Row counts of every table, and every value of every case and of its keys."""
    models = (CaseFile, CaseClock, CaseTerm, CaseStep, DossierItem, Envelope, Epoch, ItemKey, Pair)
    rows = [list(model._default_manager.order_by("pk").values()) for model in models]
    return counts(), rows
