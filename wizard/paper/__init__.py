"""Documents on paper: PDF and printing. Needs Qt, and no window; nothing here is ever HTML.

The door to it: :func:`pdf_of` makes a PDF, :func:`paint` draws on a printer's pages.
"""

from __future__ import annotations

from wizard.paper.look import Paper
from wizard.paper.pdf import pdf_of
from wizard.paper.sheets import paint

__all__ = ["Paper", "paint", "pdf_of"]
