"""Qt's drawing into memory, without a display. Knows no Qt, and counts before Qt's application is made."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def lend_fonts() -> None:
    """Tells Qt where Windows' fonts lie: offscreen it looks for its own there, and has none.

    Linux' fonts it finds itself.
    """
    if sys.platform == "win32":
        fonts = Path(os.environ.get("SYSTEMROOT", r"C:\Windows"), "Fonts")
        os.environ.setdefault("QT_QPA_FONTDIR", str(fonts))
