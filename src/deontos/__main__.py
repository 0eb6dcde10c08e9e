"""The command line as a program: `deontos …` and `python -m deontos …`."""

import os
import resource
import sys

from deontos.sites.cli import frame


def main() -> int:
    """Carry out one command. What it writes is for its owner alone, and a crash leaves no memory on the disk."""
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return frame.main()


if __name__ == "__main__":
    sys.exit(main())
