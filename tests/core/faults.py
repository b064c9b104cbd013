"""Every fault that a log can show: the zone that has it, and what its log must be judged to be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tests.core import logs
from tests.core.judged import KNOWN, checked
from tests.core.logs import HEALTHY, LAB, NAME, OWNER, Form, numbers
from wizard.core.diagnosis.judge import Judgement, judge_log
from wizard.core.handset.resolver import Lookfor
from wizard.core.plan.deployment import Deployment, SipServer
from wizard.core.trace import events as ev

PIPER = SipServer("piper.eslab.local", "10.225.2.31", 5060, 10, 10)
PIPER2 = SipServer("piper2.eslab.local", "10.225.2.32", 5060, 20, 10)
PLAN = Deployment("eslab.local", "testserver", (PIPER, PIPER2))
SRV = f"{OWNER} 3600 SRV"
NAPTR = f"{NAME} 3600 NAPTR"
Proof = Callable[[Sequence[ev.Event]], list[int]]
OK = "registration.ok"
FAILED = "registration.failed-locally"
CACHED = "ttl.negative-cached"


def of(*kinds: type[ev.Event], **fields: object) -> Proof:
    return lambda said: numbers(said, *kinds, **fields)


def record(target: str) -> Proof:
    """The three lines of one SRV record."""

    def proof(said: Sequence[ev.Event]) -> list[int]:
        (first,) = numbers(said, ev.SrvTarget, target=target)
        return [first, first + 1, first + 2]

    return proof


def both(*proofs: Proof) -> Proof:
    return lambda said: sorted(number for proof in proofs for number in proof(said))


NONE_AT = of(ev.NoAnswer, ev.NoMatch, ev.LookupEmpty, ev.NaptrEmpty, ev.SrvEmpty, ev.NothingFound)
LOCAL = of(ev.NothingFound, ev.RegistrationFailed)


def none_of(rtype: str, *more: type[ev.Event]) -> Proof:
    return both(of(ev.NoAnswer, ev.NoMatch, rtype=rtype), of(*more) if more else lambda _said: [])


@dataclass(frozen=True)
class Fault:
    """A zone (or what is wrong with it), how the handset is set up, and what the log must be judged to be."""

    zone: tuple[str, ...]
    codes: set[str]
    verdict: str
    proof: dict[str, Proof] = field(default_factory=dict)
    lookfor: Lookfor = LAB
    plan: Deployment | None = None
    variants: dict[str, str] = field(default_factory=dict)


def changed(**lines: str) -> tuple[str, ...]:
    """The healthy zone with other records (``naptr``, ``srv``, ``srv2``, ``a``, ``a2``), empty for none."""
    names = ("naptr", "srv", "srv2", "a", "a2")
    assert set(lines) <= set(names)
    whole = {**dict(zip(names, HEALTHY, strict=True)), **lines}
    return tuple(line for text in whole.values() for line in text.split("; ") if line)


FAULTS = {
    "nothing at all": Fault(
        (), {"name.missing", FAILED, CACHED}, "name.missing",
        {"name.missing": NONE_AT, FAILED: LOCAL, CACHED: of(ev.NegativeCached)},
    ),
    "nothing, the transport set": Fault(
        (), {"name.missing", FAILED, CACHED, "config.transport-not-dnsnaptr"}, "name.missing",
        {"name.missing": NONE_AT, "config.transport-not-dnsnaptr": of(ev.LookupStarted, rtype="SRV")},
        Lookfor(NAME, 0, "TCPOnly"), variants={"name.missing": "without-naptr"},
    ),
    "no NAPTR": Fault(
        changed(naptr=""), {OK, "naptr.missing"}, OK,
        {"naptr.missing": none_of("NAPTR", ev.NaptrEmpty), OK: of(ev.Answered)},
    ),
    "NAPTR for another service": Fault(
        changed(naptr=f"{NAPTR} 1 1 u E2U+sip !^.*$!sip:a@b! ."), {OK, "naptr.service-unusable"}, OK,
        {"naptr.service-unusable": of(ev.NaptrService)},
    ),
    "NAPTR without a service": Fault(
        changed(naptr=f"{NAPTR} 1 1 s - - {OWNER}"), {OK, "naptr.service-unusable"}, OK,
        {"naptr.service-unusable": of(ev.NaptrService)}, variants={"naptr.service-unusable": "empty"},
    ),
    "NAPTR elsewhere": Fault(
        changed(naptr=f"{NAPTR} 1 1 s SIP+D2U - _sip._udp.es"), {OK, "naptr.replacement-mismatch"}, OK,
        {"naptr.replacement-mismatch": of(ev.NaptrReplacement)},
    ),
    "NAPTR doubled": Fault(
        changed(naptr=f"{NAPTR} 1 1 s SIP+D2U - {OWNER}.eslab.local"), {OK, "naptr.replacement-doubled"}, OK,
        {"naptr.replacement-doubled": of(ev.NaptrReplacement)},
    ),
    "NAPTR with the flag a": Fault(
        changed(naptr=f"{NAPTR} 1 1 a SIP+D2U - {OWNER}"), {OK, "naptr.flag-not-s"}, "naptr.flag-not-s",
        {"naptr.flag-not-s": of(ev.NaptrFlags)},
    ),
    "NAPTR without a flag": Fault(
        changed(naptr=f"{NAPTR} 1 1 - SIP+D2U - {OWNER}"), {OK, "naptr.flag-not-s"}, "naptr.flag-not-s",
        {"naptr.flag-not-s": of(ev.NaptrFlags)}, variants={"naptr.flag-not-s": "empty"},
    ),
    "NAPTR with regexp and replacement": Fault(
        changed(naptr=f"{NAPTR} 1 1 s SIP+D2U !a!b! {OWNER}"), {OK, "naptr.regexp-and-replacement"}, OK,
        {"naptr.regexp-and-replacement": of(ev.NaptrRegexp, ev.NaptrReplacement)},
    ),
    "NAPTR prefers another transport": Fault(
        (*changed(naptr=f"{NAPTR} 2 1 s SIP+D2U - {OWNER}; {NAPTR} 1 1 s SIP+D2T - _sip._tcp.{NAME}"),
         f"_sip._tcp.{NAME} 60 SRV 1 1 5060 piper.eslab.local",
         f"_sip._tcp.{NAME} 60 SRV 2 1 5060 piper2.eslab.local"),
        {OK, "naptr.order-prefers-other-transport"}, "naptr.order-prefers-other-transport",
        {"naptr.order-prefers-other-transport": of(ev.NaptrOrder, ev.NaptrService)}, plan=PLAN,
    ),
    "no SRV, and no address at the name": Fault(
        changed(srv="", srv2=""), {"srv.missing", FAILED, CACHED}, "srv.missing",
        {"srv.missing": both(none_of("SRV", ev.SrvEmpty), of(ev.LookupEmpty, rtype="SRV")), FAILED: LOCAL},
    ),
    "no SRV, but an address at the name": Fault(
        (*changed(srv="", srv2=""), f"{NAME} 3600 A 10.225.2.40"), {"srv.missing", OK, CACHED}, "srv.missing",
        {"srv.missing": both(none_of("SRV", ev.SrvEmpty), of(ev.LookupEmpty, rtype="SRV"))},
        variants={"srv.missing": "one-host", OK: "one-server"},
    ),
    "SRV target doubled": Fault(
        changed(srv=f"{SRV} 10 10 5060 piper.eslab.local.eslab.local"),
        {"srv.target-doubled", "address.missing", OK, CACHED}, "srv.target-doubled",
        {"srv.target-doubled": record("piper.eslab.local.eslab.local."),
         "address.missing": both(none_of("A"), of(ev.LookupEmpty, rtype="A"))},
        variants={OK: "one-server"},
    ),
    "all SRV targets doubled with the sub-domain": Fault(
        changed(srv=f"{SRV} 1 1 5060 piper.eslab.local.{NAME}", srv2=f"{SRV} 2 1 5060 b.eslab.local.{NAME}"),
        {"srv.target-doubled", "address.missing", FAILED, CACHED}, "srv.target-doubled",
        variants={"address.missing": "none"},
    ),
    "SRV target is an address": Fault(
        changed(srv=f"{SRV} 10 10 5060 10.225.2.31"),
        {"srv.target-is-address", "address.missing", OK, CACHED}, "srv.target-is-address",
        {"srv.target-is-address": record("10.225.2.31.")}, variants={OK: "one-server"},
    ),
    "SRV target short": Fault(
        changed(srv2=f"{SRV} 20 10 5060 piper2"),
        {"srv.target-short", "address.missing", OK, CACHED}, "srv.target-short",
        {"srv.target-short": record("piper2.")}, variants={OK: "one-server"},
    ),
    "SIP declined": Fault(
        changed(srv=f"{SRV} 0 0 0 .", srv2=""), {"srv.service-declined", FAILED}, "srv.service-declined",
        {"srv.service-declined": record(".")},
    ),
    "equal priorities": Fault(
        changed(srv=f"{SRV} 5 0 5060 piper.eslab.local", srv2=f"{SRV} 5 90 5060 piper2.eslab.local"),
        {"srv.equal-priority", OK}, "srv.equal-priority",
        {"srv.equal-priority": both(record("piper.eslab.local."), record("piper2.eslab.local."))},
    ),
    "one SRV record": Fault(
        changed(srv2=""), {"srv.single", OK}, "srv.single", {"srv.single": record("piper.eslab.local.")},
        variants={OK: "one-server"},
    ),
    "priorities against the plan": Fault(
        changed(srv=f"{SRV} 20 10 5060 piper.eslab.local", srv2=f"{SRV} 10 10 5060 piper2.eslab.local"),
        {"srv.priority-inverted", OK}, "srv.priority-inverted",
        {"srv.priority-inverted": both(record("piper.eslab.local."), record("piper2.eslab.local."))},
        plan=PLAN,
    ),
    "an unusual port": Fault(
        changed(srv2=f"{SRV} 20 10 5070 piper2.eslab.local"), {"srv.port-differs", OK}, "srv.port-differs",
        {"srv.port-differs": record("piper2.eslab.local.")},
    ),
    "a port against the plan": Fault(
        changed(srv2=f"{SRV} 20 10 5070 piper2.eslab.local"), {"srv.port-differs", OK}, "srv.port-differs",
        {"srv.port-differs": record("piper2.eslab.local.")}, plan=PLAN,
    ),
    "port 0": Fault(
        changed(srv=f"{SRV} 10 10 0 piper.eslab.local"), {"srv.port-zero", OK}, "srv.port-zero",
        {"srv.port-zero": record("piper.eslab.local.")}, plan=PLAN, variants={OK: "one-server"},
    ),
    "an unplanned target": Fault(
        (*changed(), f"{SRV} 30 10 5060 old.eslab.local", "old.eslab.local 60 A 10.225.2.39"),
        {"srv.target-unplanned", OK}, "srv.target-unplanned",
        {"srv.target-unplanned": record("old.eslab.local.")}, plan=PLAN,
    ),
    "a planned server without a record": Fault(
        (*changed(srv2=f"{SRV} 20 10 5060 piper3.eslab.local"), "piper3.eslab.local 60 A 10.225.2.33"),
        {"srv.target-unplanned", OK}, "srv.target-unplanned",
        plan=Deployment("eslab.local", "testserver",
                        (PIPER, PIPER2, SipServer("piper3.eslab.local", "10.225.2.33", 5060, 20, 10))),
        variants={"srv.target-unplanned": "planned-missing"},
    ),
    "one server twice": Fault(
        (*changed(), f"{SRV} 30 5 5060 piper.eslab.local"), {"srv.duplicate", OK}, OK,
    ),
    "an address missing": Fault(
        changed(a2=""), {"address.missing", OK, CACHED}, "address.missing",
        {"address.missing": both(none_of("A"), of(ev.LookupEmpty, rtype="A")), CACHED: of(ev.NegativeCached)},
        variants={OK: "one-server"},
    ),
    "all addresses missing": Fault(
        changed(a="", a2=""), {"address.missing", FAILED, CACHED}, "address.missing",
        {FAILED: LOCAL}, variants={"address.missing": "none"},
    ),
    "several addresses": Fault(
        (*changed(), "piper.eslab.local 3600 A 10.225.2.41"), {"address.multiple", OK}, "address.multiple",
        {"address.multiple": of(ev.Answered, host="piper.eslab.local.")},
    ),
    "one address for two": Fault(
        changed(a2="piper2.eslab.local 3600 A 10.225.2.31"), {"address.shared", OK}, "address.shared",
        {"address.shared": of(ev.Answered, rtype="A")},
    ),
    "an address against the plan": Fault(
        changed(a="piper.eslab.local 3600 A 10.225.2.99"), {"address.differs", OK}, "address.differs",
        {"address.differs": of(ev.Answered, host="piper.eslab.local.")}, plan=PLAN,
    ),
    "an underscore in a host name": Fault(
        (*changed(srv=f"{SRV} 10 10 5060 pi_per.eslab.local"), "pi_per.eslab.local 60 A 10.225.2.31"),
        {"host.underscore", OK}, OK, {"host.underscore": of(ev.Answered, host="pi_per.eslab.local.")},
    ),
    "time to live 0": Fault(
        changed(a="piper.eslab.local 0 A 10.225.2.31"), {"ttl.zero", OK}, OK,
        {"ttl.zero": of(ev.Answered, ttl=0)},
    ),
    "time to live of a day": Fault(
        changed(a="piper.eslab.local 86400 A 10.225.2.31"), {"ttl.long", OK}, OK,
        {"ttl.long": of(ev.Answered, ttl=86400)},
    ),
    "a port in the handset": Fault(
        (*HEALTHY, f"{NAME} 3600 A 10.225.2.31"), {"config.port-not-zero", OK}, "config.port-not-zero",
        {"config.port-not-zero": of(ev.AddressFallback)}, Lookfor(NAME, 5060), variants={OK: "one-server"},
    ),
    "a port in the handset, and no address": Fault(
        HEALTHY, {"config.port-not-zero", FAILED, CACHED}, "config.port-not-zero", {FAILED: LOCAL},
        Lookfor(NAME, 5060), variants={"config.port-not-zero": "log-none"},
    ),
    "an IP address in the handset": Fault(
        (), {"config.address-is-ip"}, "config.address-is-ip",
        {"config.address-is-ip": lambda said: [numbers(said, ev.AddressFallback)[0],
                                               numbers(said, ev.AddressPassedThrough)[0]]},
        Lookfor("10.225.2.31", 5060),
    ),
    "a transport in the handset": Fault(
        HEALTHY, {"config.transport-not-dnsnaptr", OK}, OK,
        {"config.transport-not-dnsnaptr": of(ev.LookupStarted, rtype="SRV")}, Lookfor(NAME, 0, "UDPOnly"),
    ),
}  # fmt: skip


def judged(said: Sequence[ev.Event], form: Form | None = None, plan: Deployment | None = None) -> Judgement:
    """What a log of these events is judged to be."""
    return checked(judge_log(logs.read(said, form), KNOWN, plan))
