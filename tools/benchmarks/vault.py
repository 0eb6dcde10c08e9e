"""How long the slow parts of the vault take: opening a slot with a passphrase, and sealing and wrapping a long text."""

import time
from collections.abc import Callable, Iterable
from statistics import median
from uuid import UUID

from tools.benchmarks import Figure, measures

TIMES = 15
MEGABYTE = 1_000_000
NOBODY = UUID("00000000-0000-4000-8000-000000000000")


@measures("vault")
def vault() -> Iterable[Figure]:
    """Milliseconds in the middle, in one process."""
    from deontos.vault.contexts import ItemContext
    from deontos.vault.install_secrets import InstallSecrets
    from deontos.vault.keys import new_user_keys
    from deontos.vault.sealing import new_item_key, seal_item, wrap_item_key
    from deontos.vault.signatures import item_message, sign
    from deontos.vault.slots import make_slot, open_slot

    keys, pepper = new_user_keys(), InstallSecrets.generate().pepper_kek
    slot = make_slot("seven words of a passphrase", keys.to_bytes(), pepper, NOBODY)
    context = ItemContext(NOBODY, NOBODY, NOBODY, "message", epoch=1)
    text, key = b"x" * MEGABYTE, new_item_key()
    unlocking = _taken(lambda: open_slot(slot, "seven words of a passphrase", pepper, NOBODY))
    sealing = _taken(lambda: (seal_item(text, key, context), wrap_item_key(key, keys.sealing.public, context)))
    sealed = seal_item(text, key, context)
    signing = _taken(lambda: sign(keys.signing, *item_message(context, sealed)))
    yield Figure(f"opening a vault with its passphrase (Argon2id, 64 MiB), median of {TIMES}", unlocking, "ms")
    yield Figure(f"sealing a text of 1 MB and wrapping its key, median of {TIMES}", sealing, "ms")
    yield Figure(f"signing it, median of {TIMES}", signing, "ms")


def _taken(work: Callable[[], object]) -> float:
    taken = []
    for _time in range(TIMES):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    return round(median(taken), 2)
