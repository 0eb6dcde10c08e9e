"""Somebody who can write in the whole database, and has neither a key of anybody nor an install secret."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from deontos.correspondence.models import Conversation, Item
from deontos.correspondence.vocabulary import ItemKind
from deontos.keyring.models import Envelope, Epoch, ReaderCertificate, ReceiptHolder
from deontos.keyring.readers import Signer
from deontos.keyring.sealing import ItemPlace, OpenPair, give_to_person, give_to_receipt, make_pair, seal
from deontos.keyring.vocabulary import Ground, Purpose
from deontos.organisations.models import Organisation, Person
from deontos.organisations.vocabulary import OfficeKind
from deontos.vault.keys import UserKeys, new_pair, new_user_keys
from tests.factories.organisations import TODAY

LIE = "Trek uw melding in, anders weten wij wie u bent."


@dataclass
class Intruder:
    """What such a person can make: rows of every kind, sealed to public keys, signed with own keys."""

    keys: UserKeys = field(default_factory=new_user_keys)

    def certificate(self, home: Organisation, victim: Person, like: ReaderCertificate | None = None) -> Signer:
        """A certificate that says that the intruder's keys are somebody else's, with the audit row of a real one."""
        made = ReaderCertificate.objects.create(
            organisation=home,
            office=OfficeKind.COMPLAINTS_MANAGER,
            person=victim,
            sealing_public=self.keys.sealing.public,
            verifying_public=self.keys.signing.public,
            valid_from=TODAY,
            valid_until=date(TODAY.year + 1, 1, 1),
            entry=like.entry if like else None,
        )
        return Signer(self.keys.signing, made)

    def holder(self, like: ReceiptHolder | None = None) -> Signer:
        """A receipt that was never used here, with the audit row of a real one."""
        made = ReceiptHolder.objects.create(
            sealing_public=self.keys.sealing.public,
            verifying_public=self.keys.signing.public,
            entry=like.entry if like else None,
        )
        return Signer(self.keys.signing, holder=made)

    def insert(
        self, conversation: Conversation, signer: Signer, content: Any, kind: ItemKind = ItemKind.MESSAGE
    ) -> Item:
        """An item that was never written, in its place as the house makes them; any bytes may be its content."""
        epoch = conversation.pair.epochs.latest("number")
        place = ItemPlace(conversation.organisation_id, conversation.id, kind)
        position = conversation.items.latest("position").position + 1
        plain = content if isinstance(content, bytes) else framed(content, position)
        sealed = seal(epoch, plain, place=place, by=signer)
        return Item.objects.create(
            id=place.item,
            conversation=conversation,
            position=position,
            kind=kind,
            item_key=sealed.item_key,
            ciphertext=sealed.ciphertext,
            signature=sealed.signature,
            author=signer.certificate,
            written_on=TODAY,
        )

    def pair(self, home: Organisation) -> OpenPair:
        """A pair whose private half the intruder keeps."""
        return make_pair(home.id, Purpose.CONVERSATION, on=TODAY)

    def epoch(self, conversation: Conversation) -> OpenPair:
        """A second epoch of a conversation's pair, whose private half the intruder keeps."""
        keys = new_pair()
        made = Epoch.objects.create(pair=conversation.pair, number=2, public_key=keys.public, opened_on=TODAY)
        return OpenPair(made, keys)

    def give(self, opened: OpenPair, conversation: Conversation, giver: Signer) -> list[Envelope]:
        """Envelopes for everybody who reads the conversation, so that all goes on opening."""
        readers = Envelope.objects.filter(epoch__pair=conversation.pair, dormant=False, certificate__isnull=False)
        certificates = {each.certificate for each in readers.select_related("certificate") if each.certificate}
        return [
            give_to_receipt(opened, conversation.holder, by=giver, on=TODAY, ground=Ground.OWN),
            *(give_to_person(opened, each, by=giver, on=TODAY, ground=Ground.IN_LINE) for each in certificates),
        ]


def framed(content: Mapping[str, Any], position: int, on: date = TODAY) -> bytes:
    """What stands inside the seal of an item."""
    return json.dumps({"position": position, "written_on": on.isoformat(), "content": content}).encode()
