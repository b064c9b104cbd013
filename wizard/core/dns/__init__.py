"""Asking DNS servers: every outcome, also a failure, is a value."""
