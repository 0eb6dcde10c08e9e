"""The command line as a program: `deontos …` and `python -m deontos …`."""

import sys

from deontos.sites.cli.frame import main

if __name__ == "__main__":
    sys.exit(main())
