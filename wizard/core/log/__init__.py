"""Logs of handsets: from bytes to lines to attempts."""
