"""The page of the live checks."""

from wizard.gui.pages.checks.page import ChecksPage

__all__ = ["ChecksPage"]
