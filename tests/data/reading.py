"""Opens a data folder with everything in its `demo.json`, as a process of its own, and prints what it found as JSON.

`DEONTOS_DATA_DIR=folder python -m tests.data.reading`
"""

import json
import os
import sys
from collections import Counter
from pathlib import Path
from typing import Any


def main() -> int:
    """Migrate, verify both chains of every organisation, open every receipt and every reader's cases, files too."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    demo = json.loads((Path(os.environ["DEONTOS_DATA_DIR"]) / "demo.json").read_text("utf-8"))
    print(json.dumps({"faults": _audit_faults(), "by_receipt": _by_receipt(demo), "by_reader": _by_reader(demo)}))
    return 0


def _audit_faults() -> list[str]:
    from deontos.audit.queries import findings
    from deontos.audit.vocabulary import ChainKind
    from deontos.organisations.models import Organisation

    return [
        f"{organisation.slug} {chain} {finding.number} {finding.fault}"
        for organisation in Organisation.objects.all()
        for chain in ChainKind
        for finding in findings(organisation.id, chain)
    ]


def _by_receipt(demo: dict[str, Any]) -> dict[str, int]:
    from deontos.correspondence.queries import conversation_of
    from deontos.correspondence.sittings import keys_of
    from deontos.kernel.clock import today
    from deontos.keyring.readers import UnlockedReader
    from deontos.organisations.models import Organisation
    from deontos.vault.receipts import Receipt

    found: Counter[str] = Counter()
    for live in demo["receipts"]:
        receipt = Receipt.read(live["receipt"])
        conversation = conversation_of(receipt, Organisation.objects.get(slug=live["organisation"]).id)
        assert conversation is not None
        _count(found, conversation.id, UnlockedReader(keys_of(receipt), today(), holder=conversation.holder_id))
    return dict(found)


def _by_reader(demo: dict[str, Any]) -> dict[str, int]:
    from deontos.cases.dossier import dossier_items_of, opened_notes
    from deontos.cases.models import CaseFile
    from deontos.kernel.clock import now, today
    from deontos.keyring.actions.vaults import unlocked_keys
    from deontos.keyring.queries import pairs_readable_by
    from deontos.keyring.readers import UnlockedReader
    from deontos.organisations.models import Person

    found: Counter[str] = Counter()
    for someone in demo["people"]:
        if not someone["vault_passphrase"]:
            continue
        person = Person.objects.get(email=someone["email"])
        reader = UnlockedReader(unlocked_keys(person, someone["vault_passphrase"], at=now()), today(), person=person.id)
        found["vaults"] += 1
        pairs = pairs_readable_by(person.id, on=today()).values("epoch__pair")
        for case in CaseFile.objects.filter(disclosure__conversation__pair__in=pairs):
            found["cases"] += 1
            _count(found, case.disclosure.conversation_id, reader)
            for item in opened_notes(dossier_items_of(case), reader):
                found["dossier"] += 1
                found["dossier_authentic"] += item.authentic
    return dict(found)


def _count(found: "Counter[str]", conversation: Any, reader: Any) -> None:
    from deontos.correspondence.attachments import open_attachment
    from deontos.correspondence.queries import items_of, opened
    from deontos.correspondence.vocabulary import ItemKind

    for item in opened(items_of(conversation), reader):
        found["items"] += 1
        found["authentic"] += item.authentic
        found["empty"] += not item.content
    for attachment in items_of(conversation).filter(kind=ItemKind.ATTACHMENT):
        found["files"] += 1
        found["bytes"] += sum(map(len, open_attachment(attachment, reader)))


if __name__ == "__main__":
    sys.exit(main())
