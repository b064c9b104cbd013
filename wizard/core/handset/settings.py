"""What a handset with these files looks for, line by line, and our own choices read back."""

from __future__ import annotations

from dataclasses import dataclass

from wizard.core import names
from wizard.core.handset.configuration import (
    DEFAULT_FAIL_BACK_TIMEOUT,
    FailBack,
    FailOver,
    Family,
    HandsetSettings,
)
from wizard.core.handset.merge import Configuration, Placed
from wizard.core.handset.resolver import TRANSPORTS, Lookfor
from wizard.core.handset.sheet import Entry, Sheet, lay_out
from wizard.core.handset.values import OLD_SPELLINGS, AddressKind, number, read_address
from wizard.core.plan.deployment import DEFAULT_EXPIRES


@dataclass(frozen=True, slots=True)
class Target:
    """One server or proxy as configured; ``placed`` is where its address stands.

    ``lookfor`` is None if the address is no name and no IP address: nothing can be asked for it.
    """

    parameter: str
    placed: Placed
    lookfor: Lookfor | None


@dataclass(frozen=True, slots=True)
class LineSettings:
    """What one line uses. ``line`` is 0 where the files speak of no line: then it goes for all.

    ``servers`` in the handset's order; it registers with all of them at once. With a ``proxy``
    everything goes there, so it is the proxy that the handset looks for (inferred).
    """

    line: int
    servers: tuple[Target, ...] = ()
    proxy: Target | None = None

    @property
    def targets(self) -> tuple[Target, ...]:
        """What the handset really looks for."""
        return (self.proxy,) if self.proxy is not None else self.servers


def settings_of(configuration: Configuration, own_domain: str = "") -> tuple[LineSettings, ...]:
    """What each line uses: servers of its own (reg) before those of all lines (voIpProt).

    ``own_domain`` is the handset's DNS domain, empty if unknown. Misspelled names count for
    nothing, as in the handset.
    """
    sheet = lay_out(configuration, as_meant=False)
    found = []
    for line in sheet.lines or (0,):
        entries = sheet.servers(line) or sheet.servers(0)
        proxy = sheet.proxy(line) or sheet.proxy(0)
        if entries or proxy is not None:
            servers = tuple(_target(entry, own_domain) for entry in entries)
            through = _target(proxy, own_domain) if proxy is not None else None
            found.append(LineSettings(line, servers, through))
    return tuple(found)


def lookfors(lines: tuple[LineSettings, ...]) -> tuple[Lookfor, ...]:
    """What has to be checked for these lines, each once."""
    asked = (target.lookfor for line in lines for target in line.targets)
    return tuple(dict.fromkeys(lookfor for lookfor in asked if lookfor is not None))


def _target(entry: Entry, own_domain: str) -> Target:
    placed = next(one for one in entry.get("address") if one.value)
    read = read_address(placed.value)
    address = placed.value.strip("[]") if read.kind is AddressKind.IP else read.bare
    usable = read.kind in {AddressKind.IP, AddressKind.NAME, AddressKind.FINAL_DOT} and address
    lookfor = Lookfor(address, _port(entry), _transport(entry), _own(address, own_domain)) if usable else None
    return Target(f"{entry.prefix}.address", placed, lookfor)


def _own(address: str, own_domain: str) -> str:
    return own_domain if own_domain and not names.is_ip(address) else ""


def _port(entry: Entry) -> int:
    port = number(entry.value("port"))
    return port if port is not None and port <= 65535 else 0


def _transport(entry: Entry) -> str:
    """The transport in force.

    An unknown value is taken for the default, as it seems to be in the handset (inferred from the
    bulletin's own example).
    """
    value = OLD_SPELLINGS.get(entry.value("transport"), entry.value("transport"))
    return value if value in TRANSPORTS else "DNSnaptr"


# Our own choices, read back ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Written:
    """What a file of ours says: the name to look up, the transport, and the choices."""

    address: str
    transport: str
    port: str
    settings: HandsetSettings


def written_of(sheet: Sheet) -> Written | None:
    """The choices that make this configuration; None if no server and no proxy is set.

    They are those of the first line that has servers of its own, else those for all lines.
    """
    for line in (*sheet.lines, 0):
        servers, proxy = sheet.servers(line), sheet.proxy(line)
        if servers or proxy is not None:
            return _written(sheet, line, servers[0] if servers else None, proxy)
    return None


def _written(sheet: Sheet, line: int, server: Entry | None, proxy: Entry | None) -> Written:
    leading = server if server is not None else proxy
    assert leading is not None
    carrier = proxy if proxy is not None else leading
    expires = number(server.value("expires")) if server is not None else None
    settings = HandsetSettings(
        family=Family.REG if line else Family.VOIP,
        line=line or 1,
        expires=expires or DEFAULT_EXPIRES,
        outbound_proxy=proxy is not None,
        logging=bool(sheet.log("log.render", "level") or sheet.log("log.level.change", "dns")),
        fail_back=_fail_back(carrier),
        registrar=server is not None,
        fail_over=_fail_over(carrier),
        fail_back_timeout=_timeout(carrier),
    )
    return Written(leading.value("address"), leading.value("transport"), leading.value("port"), settings)


def _fail_back(entry: Entry) -> FailBack | None:
    mode = entry.value("failOver.failBack.mode")
    return FailBack(mode) if mode in set(FailBack) else None


def _fail_over(entry: Entry) -> FailOver | None:
    match number(entry.value("failOver.reRegisterOn")):
        case 1:
            return FailOver.SEPARATE
        case 0:
            return FailOver.SHARED
    return None


def _timeout(entry: Entry) -> int:
    seconds = number(entry.value("failOver.failBack.timeout"))
    return DEFAULT_FAIL_BACK_TIMEOUT if seconds is None else seconds
