"""Where the built executable starts."""

import sys

from wizard.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
