"""Writing down that somebody took a copy of a case out, before a byte of it leaves."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from deontos.access.gate import Actor, demand
from deontos.access.permissions import Permission
from deontos.audit.actions import record
from deontos.cases.actions.steps import lock
from deontos.cases.models import CaseFile
from deontos.cases.vocabulary import ExportPart
from deontos.kernel.clock import civil_date
from deontos.keyring.queries import pairs_readable_by
from deontos.keyring.readers import NoEnvelope
from deontos.keyring.vocabulary import KeyringCode


def export(case: CaseFile, parts: Collection[ExportPart], *, by: Actor, at: datetime) -> None:
    """Record that a copy leaves, with which parts.

    Refuses: NotAllowed, NoEnvelope where the case was handed over or a key ended meanwhile.
    Records: case.exported.
    """
    demand(by, Permission.CASES_CASE_EXPORT, case.organisation_id)
    with transaction.atomic():
        _conversation, locked = lock(case)
        if not pairs_readable_by(by.person, on=civil_date(at)).filter(pair=locked.pair_id).exists():
            raise NoEnvelope(KeyringCode.NO_ENVELOPE)
        details: dict[str, object] = {"parts": sorted(parts)}
        record(case.organisation_id, "case.exported", by=by.person, about=case.id, at=at, details=details)
