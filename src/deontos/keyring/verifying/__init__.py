"""What this room verifies, by the log and by signatures: vaults, certificates, receipts, epochs, envelopes, shares.

No private key is needed; of sleeping envelopes the outer layer is taken off in memory.
"""

from collections.abc import Iterator

from deontos.audit.verification import Flaw, Looked
from deontos.keyring.verifying import ceremonies, certificates, envelopes, made, shares


def flaws(looked: Looked) -> Iterator[Flaw]:
    """Every row of the keyring that is wrong."""
    yield from made.vaults(looked)
    yield from certificates.certificates(looked)
    yield from certificates.certificates_gone()
    yield from made.receipts(looked)
    yield from made.first_epochs(looked)
    yield from made.later_epochs(looked)
    yield from made.epochs_gone()
    yield from envelopes.envelopes(looked)
    yield from shares.shares(looked)
    yield from shares.shares_gone()
    yield from ceremonies.ceremonies(looked)
    yield from ceremonies.stops(looked)
    yield from ceremonies.gone()
