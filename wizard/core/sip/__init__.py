"""Asking SIP servers for a sign of life: one OPTIONS request, whose outcome is a value."""
