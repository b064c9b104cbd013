"""The change of records that mends a fault: what stands in DNS beside what should stand there.

A change covers a record set (the records of one name and type) as a whole, and every fault of that set
carries the same one. So nothing is made twice, nothing that was right is taken away by an undo, and the
changes of several sets can be made one after the other.
"""

from __future__ import annotations

from wizard.core.diagnosis.changes.address import address_change, hyphen_change, pointer_change, set_change
from wizard.core.diagnosis.changes.missing import missing_change, moved_change
from wizard.core.diagnosis.changes.naptr import naptr_change, new_naptr_change
from wizard.core.diagnosis.changes.srv import (
    full_name,
    planned_srv_change,
    real_host,
    srv_change,
    wildcard_change,
)
from wizard.core.diagnosis.changes.standing import LONG_TTL, alias_at

__all__ = [
    "LONG_TTL", "address_change", "alias_at", "full_name", "hyphen_change", "missing_change", "moved_change",
    "naptr_change", "new_naptr_change", "planned_srv_change", "pointer_change", "real_host", "set_change",
    "srv_change", "wildcard_change",
]  # fmt: skip
