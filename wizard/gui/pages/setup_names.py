"""What the fields of a plan are called."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def field_name(field: str) -> str:
    """The name of a field as in ``Problem.field``: "Port of server 2"."""
    names = {
        "domain": QCoreApplication.translate("PlanField", "Domain"),
        "subdomain": QCoreApplication.translate("PlanField", "Sub-domain"),
        "servers": QCoreApplication.translate("PlanField", "SIP servers"),
        "ttl": QCoreApplication.translate("PlanField", "Time to live"),
        "host": QCoreApplication.translate("PlanField", "Host name of server {number}"),
        "address": QCoreApplication.translate("PlanField", "IP address of server {number}"),
        "port": QCoreApplication.translate("PlanField", "Port of server {number}"),
        "priority": QCoreApplication.translate("PlanField", "Priority of server {number}"),
        "weight": QCoreApplication.translate("PlanField", "Weight of server {number}"),
    }
    if not field.startswith("server."):
        return names[field]
    _, row, part = field.split(".")
    return names[part].format(number=int(row) + 1)
