"""The rules over one server entry or outbound proxy.

``facts["repair"]`` is the value that puts a fault right, there only where it is certain; else
``facts["left"]`` says why it is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wizard.core import names
from wizard.core.about import told
from wizard.core.finding import Finding
from wizard.core.handset.merge import Placed
from wizard.core.handset.parameters import Kind
from wizard.core.handset.resolver import PROTOCOLS, TRANSPORTS
from wizard.core.handset.sheet import Entry, Sheet
from wizard.core.handset.values import (
    FAIL_BACK_MODES,
    OLD_SPELLINGS,
    AddressKind,
    AddressRead,
    meant_mode,
    meant_transport,
    number,
    read_address,
)
from wizard.core.handset.wanted import Wanted
from wizard.core.plan.deployment import DEFAULT_EXPIRES, LEAST_EXPIRES

LONGEST = 2**31 - 1
# Field: lowest, highest, default.
_SECONDS = {
    "expires": (LEAST_EXPIRES, LONGEST, DEFAULT_EXPIRES),
    "expires.overlap": (5, 65535, 60),
    "expires.lineSeize": (0, 65535, 30),
}
UNPLANNED = "config.address-unplanned"
_ONE_ALONE = frozenset({"UDPOnly", "TCPOnly", "TLS"})
_TIMEOUT = (60, 65535, 3600)
_WHICH_ONE = "lint-entries.which-one"
_WHICH_NAME = "lint-entries.which-name"
_NO_NAME = "lint-entries.no-name"
_EXTRA = "lint-entries.one-too-many"
_SIP_DOMAIN = "lint-entries.sip-domain"
_BEHIND = "behind-proxy"
_DNS_FIRST = "lint-entries.dns-first"


@dataclass(frozen=True, slots=True)
class _Rules:
    entry: Entry
    wanted: Wanted
    is_extra: bool
    below: tuple[Placed, ...]
    """The address that the files give where the handset's own menu or web page has another one."""
    proxy: str = ""
    """The domain of the outbound proxy in front of this server, empty without one."""

    @property
    def address(self) -> str:
        return self.entry.value("address")

    @property
    def covered(self) -> bool:
        """Whether the plan is about this entry."""
        return self.wanted.covers(self.entry.kind, self.address)

    @property
    def asks_dns(self) -> bool:
        """Whether this entry is to be found through DNS: it has a name, or the plan gives it one.

        A name that an IP address on the handset's web page hides is found again once that is cleared.
        """
        placed = (*self.entry.get("address"), *self.below)
        kinds = {read_address(one.value).kind for one in placed}
        return kinds != {AddressKind.IP} or self.covered

    def finding(self, code: str, field: str, placed: Placed, *, variant: str = "", **facts: str) -> Finding:
        name = f"{self.entry.prefix}.{field}"
        table = {"parameter": name, "value": placed.shown, "file": placed.file.name, **facts}
        return Finding(code, name, (placed.evidence(),), table, variant)


def entry_findings(entry: Entry, sheet: Sheet, wanted: Wanted) -> Iterator[Finding]:
    """Every fault of one entry.

    One without an address is not used, unless the files are only a part of the configuration: then
    its first server may well be.
    """
    first = entry.kind is Kind.SERVER and entry.server == 1 and "address" not in entry.fields
    if not entry.is_set and not (first and sheet.is_partial):
        return
    below = sheet.hidden.get(f"{entry.prefix}.address", ())
    rules = _Rules(entry, wanted, sheet.is_extra(entry), below, _proxy_before(entry, sheet))
    yield from _addresses(rules)
    if entry.kind is Kind.SERVER:
        yield from _port(rules)
        yield from _seconds(rules)
    else:
        yield from _proxy_port(rules)
    yield from _transport(rules)
    yield from _fail_back(rules)


def _proxy_before(entry: Entry, sheet: Sheet) -> str:
    """The domain that DNS is asked for in place of a server's own address (RFC 3261, 8.1.2).

    A line without an outbound proxy of its own has that of all lines.
    """
    if entry.kind is not Kind.SERVER:
        return ""
    proxy = sheet.proxy(entry.line) or sheet.proxy(0)
    read = read_address(proxy.value("address")) if proxy is not None else None
    return read.bare if read is not None and read.kind is AddressKind.NAME else ""


def _addresses(rules: _Rules) -> Iterator[Finding]:
    for placed in rules.entry.get("address"):
        read = read_address(placed.value)
        code, variant = _address_fault(read, rules)
        if code:
            facts = _new_address(placed, read, rules)
            yield rules.finding(code, "address", placed, variant=variant, **facts)
        if read.has_underscore:
            facts = {"target": read.bare, "left": told(_DNS_FIRST)}
            yield rules.finding("host.underscore", "address", placed, variant="config", **facts)


def _address_fault(read: AddressRead, rules: _Rules) -> tuple[str, str]:
    match read.kind:
        case AddressKind.IP:
            return "config.address-is-ip", _BEHIND if rules.proxy else ""
        case AddressKind.LIST:
            return "config.address-list", ""
        case AddressKind.MALFORMED:
            return "config.address-malformed", ""
    if read.bare and rules.wanted.is_server(read.bare):
        return "config.address-is-server", ""
    if read.kind is AddressKind.FINAL_DOT:
        return "config.address-malformed", "final-dot"
    if rules.entry.kind is Kind.SERVER and read.bare and rules.wanted.is_unplanned(read.bare):
        return UNPLANNED, "near" if rules.wanted.is_near(read.bare) else ""
    return "", ""


def _new_address(placed: Placed, read: AddressRead, rules: _Rules) -> dict[str, str]:
    """The address to put there. A name that only has to be cleaned stays that name."""
    plan = rules.wanted.plan
    if _address_fault(read, rules)[1] == _BEHIND:
        return {"proxy": rules.proxy, "left": told(_SIP_DOMAIN)}
    if plan is not None and _address_fault(read, rules)[0] == UNPLANNED:
        return {"expected": plan.name, "left": told(_WHICH_NAME)}
    if read.bare and not rules.wanted.is_server(read.bare):
        return {"repair": read.bare}
    if rules.is_extra:
        return {"left": told(_EXTRA)}
    if plan is not None and rules.covered:
        return {"repair": plan.name}
    if plan is None and read.kind is AddressKind.LIST:
        return {"left": told(_WHICH_ONE)}
    if plan is None and read.kind is AddressKind.MALFORMED:
        return {"left": told(_NO_NAME)}
    return {"left": rules.wanted.why_not(placed.shown)}


def _mended(rules: _Rules) -> str:
    """The address as it is once it is repaired: the port belongs to that one."""
    read = read_address(rules.address)
    placed = rules.entry.get("address")
    if not placed or not _address_fault(read, rules)[0]:
        return rules.address
    return _new_address(placed[0], read, rules).get("repair", rules.address)


def _port(rules: _Rules) -> Iterator[Finding]:
    own, plan = read_address(_mended(rules)), rules.wanted.plan
    # Where it is the name of both, or of the plan, DNS is what is meant.
    meant = (rules.proxy, plan.name if plan is not None else "")
    behind = own.kind if rules.proxy and not any(names.same(own.bare, one) for one in meant) else None
    for placed in rules.entry.get("port"):
        port = number(placed.value)
        if not placed.value or port == 0 or not rules.asks_dns or behind is AddressKind.IP:
            continue
        variant = "" if port is not None and port <= 65535 else "no-number"
        if behind is AddressKind.NAME and not variant:
            facts = {"proxy": rules.proxy, "left": told(_SIP_DOMAIN)}
            yield rules.finding("config.port-not-zero", "port", placed, variant=_BEHIND, **facts)
            continue
        yield rules.finding("config.port-not-zero", "port", placed, variant=variant, repair="0")


def _proxy_port(rules: _Rules) -> Iterator[Finding]:
    if not rules.asks_dns:
        return
    ports = rules.entry.get("port")
    for placed in ports:
        if number(placed.value) != 0:
            yield rules.finding("config.outbound-proxy-port", "port", placed, repair="0")
    if not ports:
        placed = rules.entry.get("address")[0]
        yield rules.finding("config.outbound-proxy-port", "port", placed, repair="0", missing="1")


def _transport(rules: _Rules) -> Iterator[Finding]:
    plan = rules.wanted.plan if rules.covered else None
    for placed in rules.entry.get("transport"):
        value = placed.value
        if value in TRANSPORTS or not value:
            planned = plan is not None and plan.handset_transport == value
            if _is_of_another(value, rules):
                assert plan is not None
                right = plan.handset_transport
                facts = {"expected": right, "planned": plan.transport.value.upper()}
                found = {"variant": "unplanned", "left": told("lint-entries.which-transport"), **facts}
                yield rules.finding("config.transport-not-dnsnaptr", "transport", placed, **found)
            elif value not in {"", "DNSnaptr"} and rules.asks_dns and not planned:
                yield rules.finding("config.transport-not-dnsnaptr", "transport", placed)
        elif value in OLD_SPELLINGS:
            right = OLD_SPELLINGS[value]
            found = {"variant": "old-spelling", "expected": right, "repair": right}
            yield rules.finding("config.transport-invalid", "transport", placed, **found)
        else:
            right = plan.handset_transport if plan is not None else meant_transport(value)
            facts = {"expected": right or "DNSnaptr"}
            facts |= {"repair": right} if right else {"left": told("lint-entries.which-transport")}
            yield rules.finding("config.transport-invalid", "transport", placed, **facts)


def _is_of_another(value: str, rules: _Rules) -> bool:
    """Whether a transport is not that of the plan for this very name: its SRV records stand elsewhere.

    What TCPpreferred does where there is nothing for TCP is not known.
    """
    plan = rules.wanted.plan
    if plan is None or value not in _ONE_ALONE or not names.same(read_address(rules.address).bare, plan.name):
        return False
    return PROTOCOLS[value] != plan.transport.value


def _seconds(rules: _Rules) -> Iterator[Finding]:
    for field, (low, high, default) in _SECONDS.items():
        for placed in rules.entry.get(field):
            seconds = number(placed.value)
            if placed.value and (seconds is None or not low <= seconds <= high):
                facts = {"expected": str(default), "repair": str(default)}
                yield rules.finding("config.expires-out-of-range", field, placed, **facts)


def _fail_back(rules: _Rules) -> Iterator[Finding]:
    for placed in rules.entry.get("failOver.failBack.mode"):
        if placed.value and placed.value not in FAIL_BACK_MODES:
            right = meant_mode(placed.value) or "registration"
            field = "failOver.failBack.mode"
            yield rules.finding("config.failback-mode-invalid", field, placed, repair=right)
    low, high, default = _TIMEOUT
    for placed in rules.entry.get("failOver.failBack.timeout"):
        seconds = number(placed.value)
        if placed.value and seconds != 0 and (seconds is None or not low <= seconds <= high):
            facts = {"expected": str(default), "repair": str(default)}
            field = "failOver.failBack.timeout"
            yield rules.finding("config.expires-out-of-range", field, placed, variant="fail-back", **facts)
