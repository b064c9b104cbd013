"""The build's own modules lie in a folder that is no package: a package called packaging is in use."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
for folder in ("packaging", "packaging/wine"):
    if str(ROOT / folder) not in sys.path:
        sys.path.append(str(ROOT / folder))
