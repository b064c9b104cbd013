"""The handset's configuration for a plan: parameters, XML and the fields of CMS.

Parameter names are the vendor's, byte for byte. The bulletin's own example misspells one and
gives a transport value that no manual allows; neither is ever written here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from wizard.core.about import told
from wizard.core.plan.deployment import DEFAULT_EXPIRES, LEAST_EXPIRES, Deployment
from wizard.core.xmltext import escape, quoteattr

ANY_PORT = "0"
_HYPHENS = re.compile("-(?=-)")
"""Two in a row would end a comment too early."""


class Family(StrEnum):
    """Which parameters carry the server: one set for all lines, or one set a line."""

    VOIP = "voip"
    REG = "reg"


class FailBack(StrEnum):
    """When the handset goes back to the primary (84-Series Administration Guide)."""

    REGISTRATION = "registration"
    DNS_TTL = "DNSTTL"
    DURATION = "duration"


class FailOver(StrEnum):
    """What the handset does about its registration when it turns to another server."""

    SHARED = "shared"
    SEPARATE = "separate"


DEFAULT_FAIL_BACK_TIMEOUT = 3600
SHORTEST_FAIL_BACK_TIMEOUT = 60
LONGEST_FAIL_BACK_TIMEOUT = 65535
"""Seconds (84-Series Administration Guide); 0 as well: no return before the next failure."""


def expires_doubt(seconds: int) -> str:
    """A sentence about a registration that expires early; empty for one that every manual allows."""
    if seconds >= LEAST_EXPIRES:
        return ""
    return told("setting.expires-low", least=LEAST_EXPIRES)


@dataclass(frozen=True, slots=True)
class HandsetSettings:
    """What the technician chose for the handset. ``expires`` in seconds, ``line`` counts from 1.

    ``fail_back`` None leaves the handset's own default (registration) untouched; ``fail_over`` None
    does so for what happens to the registration. ``fail_back_timeout`` is in seconds and counts for
    ``FailBack.DURATION`` alone. ``registrar`` False leaves the servers out, so that the outbound
    proxy stands instead of them; without an outbound proxy it has no effect.
    """

    family: Family = Family.VOIP
    line: int = 1
    expires: int = DEFAULT_EXPIRES
    outbound_proxy: bool = False
    logging: bool = True
    fail_back: FailBack | None = None
    registrar: bool = True
    fail_over: FailOver | None = None
    fail_back_timeout: int = DEFAULT_FAIL_BACK_TIMEOUT


@dataclass(frozen=True, slots=True)
class Parameter:
    """One attribute of a configuration file. ``why`` is one sentence for the user."""

    name: str
    value: str
    why: str


@dataclass(frozen=True, slots=True)
class Group:
    """Parameters that belong to one XML element. The handset reads attributes, not elements."""

    element: str
    parameters: tuple[Parameter, ...]


def server_prefix(settings: HandsetSettings) -> str:
    """``voIpProt.server.1`` or ``reg.<line>.server.1``."""
    return "voIpProt.server.1" if settings.family is Family.VOIP else f"reg.{settings.line}.server.1"


def proxy_prefix(settings: HandsetSettings) -> str:
    """``voIpProt.SIP.outboundProxy`` or ``reg.<line>.outboundProxy``."""
    if settings.family is Family.VOIP:
        return "voIpProt.SIP.outboundProxy"
    return f"reg.{settings.line}.outboundProxy"


def groups(plan: Deployment, settings: HandsetSettings) -> tuple[Group, ...]:
    """Everything that this plan needs in the handset, in file order."""
    found = []
    if settings.registrar or not settings.outbound_proxy:
        found.append(Group(_element(server_prefix(settings)), server_parameters(plan, settings)))
    if settings.outbound_proxy:
        found.append(Group(proxy_prefix(settings), proxy_parameters(plan, settings)))
    if settings.logging:
        found.append(Group("log", logging_parameters()))
    return tuple(found)


def server_parameters(plan: Deployment, settings: HandsetSettings) -> tuple[Parameter, ...]:
    """The four parameters of CS-14-17, Step 1, and what was chosen for failing over."""
    prefix = server_prefix(settings)
    own = () if settings.outbound_proxy else fail_over_parameters(prefix, settings)
    return (
        Parameter(f"{prefix}.address", plan.name, told("setting.address")),
        Parameter(f"{prefix}.port", ANY_PORT, told("setting.port")),
        Parameter(f"{prefix}.transport", plan.handset_transport, _why_transport(plan)),
        Parameter(f"{prefix}.expires", str(settings.expires), told("setting.expires")),
        *own,
    )


def _why_transport(plan: Deployment) -> str:
    if plan.handset_transport == "DNSnaptr":
        return told("setting.transport.naptr")
    return told("setting.transport.explicit")


def proxy_parameters(plan: Deployment, settings: HandsetSettings) -> tuple[Parameter, ...]:
    """The outbound proxy follows the same rules; older files ship port 5060, so 0 is explicit.

    With a proxy the fail-over settings belong to it and not to the server (Administration Guide).
    """
    prefix = proxy_prefix(settings)
    return (
        Parameter(f"{prefix}.address", plan.name, told("setting.proxy-address")),
        Parameter(f"{prefix}.port", ANY_PORT, told("setting.proxy-port")),
        Parameter(f"{prefix}.transport", plan.handset_transport, _why_transport(plan)),
        *fail_over_parameters(prefix, settings),
    )


def fail_over_parameters(prefix: str, settings: HandsetSettings) -> tuple[Parameter, ...]:
    """What was chosen for failing over and back; nothing that was left to the handset."""
    found = list(_registration_parameters(f"{prefix}.failOver", settings.fail_over))
    if settings.fail_back is not None:
        name = f"{prefix}.failOver.failBack"
        mode = settings.fail_back.value
        found.append(Parameter(f"{name}.mode", mode, told(f"setting.fail-back.{mode}")))
        if settings.fail_back is FailBack.DURATION:
            why = told("setting.fail-back-timeout")
            found.append(Parameter(f"{name}.timeout", str(settings.fail_back_timeout), why))
    return tuple(found)


def _registration_parameters(prefix: str, choice: FailOver | None) -> tuple[Parameter, ...]:
    """``failRegistrationOn`` counts with ``reRegisterOn`` alone, ``onlySignalWithRegistered`` with both."""
    register, forget = f"{prefix}.reRegisterOn", f"{prefix}.failRegistrationOn"
    if choice is FailOver.SHARED:
        return (
            Parameter(register, "0", told("setting.shared.re-register")),
            Parameter(forget, "0", told("setting.shared.fail-registration")),
        )
    if choice is FailOver.SEPARATE:
        return (
            Parameter(register, "1", told("setting.separate.re-register")),
            Parameter(forget, "1", told("setting.separate.fail-registration")),
            Parameter(
                f"{prefix}.onlySignalWithRegistered",
                "1",
                told("setting.separate.only-registered"),
            ),
        )
    return ()


def logging_parameters() -> tuple[Parameter, ...]:
    """The log levels that CS-14-17 (Troubleshooting) asks for; the one for SIP is its closing advice."""
    return (
        Parameter("log.render.level", "0", told("setting.log.render")),
        Parameter("log.level.change.dns", "1", told("setting.log.dns")),
        Parameter("log.level.change.sip", "1", told("setting.log.sip")),
    )


def log_steps() -> tuple[str, ...]:
    """How to get a log, in this order (CS-14-17, Troubleshooting)."""
    return (
        told("log-step.put-in"),
        told("log-step.restart"),
        told("log-step.wait"),
        told("log-step.upload"),
        told("log-step.open"),
        told("log-step.take-out"),
    )


def block(plan: Deployment, settings: HandsetSettings) -> str:
    """The XML elements to paste into an existing file."""
    return _block(groups(plan, settings))


def document(plan: Deployment, settings: HandsetSettings) -> str:
    """A complete, well-formed configuration file."""
    return _document(groups(plan, settings), told("setting.document", name=plan.name))


def logging_block() -> str:
    """The log levels alone, to paste into an existing file."""
    return _block((Group("log", logging_parameters()),))


def logging_document() -> str:
    """The log levels alone as a complete, well-formed configuration file."""
    return _document((Group("log", logging_parameters()),), told("setting.log-document"))


def _block(found: tuple[Group, ...]) -> str:
    return "\n".join(_render(group) for group in found) + "\n"


def _document(found: tuple[Group, ...], about: str) -> str:
    elements = "\n".join("  " + line for group in found for line in _render(group).splitlines())
    note = _HYPHENS.sub("- ", escape(about))
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f"<!-- {note} -->\n<handsetConfig>\n{elements}\n</handsetConfig>\n"
    )


def _element(prefix: str) -> str:
    return prefix.rpartition(".")[0]


def _render(group: Group) -> str:
    rows = [f"{parameter.name}={quoteattr(parameter.value)}" for parameter in group.parameters]
    return f"<{group.element}\n  " + "\n  ".join(rows) + "/>"


def cms_fields(plan: Deployment, settings: HandsetSettings) -> tuple[tuple[str, str], ...]:
    """What to type in CMS: one name alone, never "IP, domain", which makes two servers of it."""
    return (
        ("Server Address", plan.name),
        ("Port", ANY_PORT),
        ("Transport", plan.handset_transport),
        ("Expires", str(settings.expires)),
    )
