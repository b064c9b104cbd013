"""Every fault that DNS can show, as zones of a real BIND: what a check must say of it, and what mends it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.core.zones import NAPTR, SRV, body

ZONE = "eslab.local"
NAME = f"testserver.{ZONE}"
REVERSE = "2.225.10.in-addr.arpa"
POINTERS = f"31 PTR piper.{ZONE}.\n32 PTR piper2.{ZONE}.\n"
OK, CACHED = "registration.ok", "ttl.negative-cached"
BARE_PLAN = (
    "--naptr",
    "always",
    "--server",
    f"piper.{ZONE}=10.225.2.31",
    "--server",
    f"piper2.{ZONE}=10.225.2.32",
)
PLAN = ("--domain", ZONE, "--subdomain", "testserver", *BARE_PLAN)

NO_PLAN = "Nothing but a plan knows what was meant."
HANDSET = "The handset's configuration is what is wrong."
WELL = "Nothing is wrong."
PASSES = "The answer is no fault. It is forgotten in time."


@dataclass(frozen=True)
class Row:
    """A fault of a zone.

    ``zone`` are the records of ``eslab.local``, ``others`` further zones. ``plan`` are the arguments of a
    plan, empty for none. ``beside`` are all the other codes that belong to it, ``verdict`` is empty where
    it is the code itself. ``unmended`` says why records cannot mend it; otherwise the printed fix of
    ``mended_by`` (this code, if empty) does, and ``after`` is all that is left then.
    ``products`` are those for Windows whose lines find the zone by themselves.
    """

    code: str
    zone: str
    beside: frozenset[str] = frozenset()
    plan: tuple[str, ...] = ()
    verdict: str = ""
    variant: str = ""
    name: str = NAME
    transport: str = ""
    port: int = 0
    others: Mapping[str, str] = field(default_factory=dict)
    caused_by: str = ""
    mended_by: str = ""
    unmended: str = ""
    after: frozenset[str] = frozenset({OK})
    products: tuple[str, ...] = ("powershell", "dnscmd", "windows")

    @property
    def zones(self) -> dict[str, str]:
        """All zones of the site."""
        return {ZONE: self.zone, REVERSE: POINTERS, **self.others}

    @property
    def arguments(self) -> tuple[str, ...]:
        """What the handset looks for, as ``check`` takes it."""
        what = self.plan or ("--address", self.name)
        transport = ("--transport", self.transport) if self.transport else ()
        return (*what, *transport, *(("--port", str(self.port)) if self.port else ()))


def both(owner: str, *, port: int = 5060) -> str:
    """A pair of good SRV records at another place."""
    return f"{owner} SRV 10 10 {port} piper.{ZONE}.\n{owner} SRV 20 10 {port} piper2.{ZONE}.\n"


def also(*codes: str) -> frozenset[str]:
    return frozenset(codes)


HOSTS = "piper A 10.225.2.31\npiper2 A 10.225.2.32\n"
MORE = (3, 4, 5)
"""The numbers of three servers more than the usual two."""
MORE_PLAN = (*PLAN, *(word for n in MORE for word in ("--server", f"piper{n}.{ZONE}=10.225.2.3{n}")))
MORE_HOSTS = tuple(f"piper{n} A 10.225.2.3{n}" for n in MORE)
MORE_POINTERS = {REVERSE: POINTERS + "".join(f"3{n} PTR piper{n}.{ZONE}.\n" for n in MORE)}
TCP_PLAN = (*PLAN, "--transport", "tcp")
CONTROLLERS = f"@ A 10.0.0.1\n_ldap._tcp.dc._msdcs SRV 0 100 389 dc\ndc A 10.0.0.1\n{HOSTS}"
MISSING = also("name.missing", CACHED)

ROWS = {
    # Name
    "nothing, nobody knows the hosts": Row("name.missing", "", also(CACHED), PLAN, variant="nxdomain"),
    "nothing, the hosts are there": Row("name.missing", HOSTS, also(CACHED), PLAN, variant="nxdomain"),
    "nothing, a host has another address": Row(
        "name.missing", "piper A 10.225.2.31\npiper2 A 10.225.2.99", also(CACHED), PLAN, variant="nxdomain"
    ),
    "nothing, planned without NAPTR": Row(
        "name.missing", HOSTS, also(CACHED), (*PLAN, "--naptr", "needed"), variant="nxdomain",
        after=also(OK, "naptr.missing"),
    ),
    "nothing, planned for TCP": Row("name.missing", HOSTS, also(CACHED), TCP_PLAN, variant="nxdomain"),
    "a name without records for SIP": Row(
        "name.missing", f"testserver TXT x\n{HOSTS}", also(CACHED), PLAN, variant="empty"
    ),
    "an empty non-terminal": Row(
        "name.missing", f"x.testserver A 10.0.0.1\n{HOSTS}", also(CACHED), PLAN, variant="empty"
    ),
    "the apex of a zone without records for SIP": Row(
        "name.missing", HOSTS, also(CACHED), ("--domain", ZONE, *BARE_PLAN), variant="empty"
    ),
    "nothing, asked for TLS": Row(
        "name.missing", HOSTS, also(CACHED), variant="nxdomain", transport="TLS", unmended=NO_PLAN
    ),
    "nothing, and a port": Row(
        "name.missing", HOSTS, also("config.port-not-zero", CACHED), variant="nxdomain", port=5060,
        unmended=NO_PLAN,
    ),
    "a zone of its own for the sub-domain, without records": Row(
        "name.missing", HOSTS, also(CACHED), PLAN, variant="empty", others={NAME: ""},
        products=("powershell",),
    ),
    "nothing, without a plan": Row("name.missing", "", also(CACHED), variant="nxdomain", unmended=NO_PLAN),
    "domain controllers": Row(
        "name.falls-to-domain-controllers", CONTROLLERS, also("srv.missing", CACHED),
        ("--domain", ZONE, *BARE_PLAN), name=ZONE,
    ),
    "an alias at the name": Row(
        "name.owner-is-alias", f"testserver CNAME other\nother A 10.0.0.1\n{HOSTS}",
        also("srv.missing", CACHED), PLAN,
    ),
    "an alias at the name, no NAPTR planned": Row(
        "name.owner-is-alias", f"testserver CNAME other\nother A 10.0.0.1\n{HOSTS}",
        also("srv.missing", CACHED), (*PLAN, "--naptr", "needed"), after=also(OK, "naptr.missing"),
    ),
    "an alias at the name that leads nowhere": Row(
        "name.owner-is-alias", f"testserver CNAME nowhere\n{HOSTS}", MISSING, PLAN
    ),
    "an alias at the name, the SRV records behind it": Row(
        "name.owner-is-alias", f"testserver CNAME other\nother TXT x\n{both('_sip._udp.other')}{HOSTS}",
        MISSING, after=also(OK, "naptr.missing"),
    ),
    # NAPTR
    "no NAPTR": Row("naptr.missing", body(naptr=""), also(OK), verdict=OK),
    "no NAPTR, SRV for TCP alone": Row(
        "naptr.needed-for-transport", both("_sip._tcp.testserver") + HOSTS, MISSING
    ),
    "no NAPTR, SRV for TLS alone": Row(
        "naptr.needed-for-transport", both("_sips._tcp.testserver", port=5061) + HOSTS, MISSING
    ),
    "no NAPTR, SRV for TCP as planned": Row(
        "naptr.needed-for-transport", both("_sip._tcp.testserver") + HOSTS, MISSING, TCP_PLAN
    ),
    "NAPTR for ENUM alone": Row(
        "naptr.service-unusable", body(naptr=f'{NAPTR} 10 10 "u" "E2U+sip" "!^.*$!sip:a@b!" .'), also(OK),
        verdict=OK,
    ),
    "NAPTR without a service": Row(
        "naptr.service-unusable", body(naptr=f'{NAPTR} 10 10 "s" "" "" _sip._udp.testserver'), also(OK),
        verdict=OK, variant="empty",
    ),
    "NAPTR elsewhere": Row(
        "naptr.replacement-mismatch", body(naptr=f'{NAPTR} 10 10 "s" "SIP+D2U" "" _sip._udp.es'), also(OK),
        verdict=OK,
    ),
    "NAPTR without a final dot": Row(
        "naptr.replacement-doubled",
        body(naptr=f'{NAPTR} 10 10 "s" "SIP+D2U" "" _sip._udp.testserver.{ZONE}'), also(OK), verdict=OK,
    ),
    "NAPTR with the flag a": Row(
        "naptr.flag-not-s", body(naptr=f'{NAPTR} 10 10 "a" "SIP+D2U" "" piper'), also(OK)
    ),
    "NAPTR without a flag": Row(
        "naptr.flag-not-s", body(naptr=f'{NAPTR} 10 10 "" "SIP+D2U" "" _sip._udp.testserver'), also(OK),
        variant="empty",
    ),
    "NAPTR with both": Row(
        "naptr.regexp-and-replacement",
        body(naptr=f'{NAPTR} 10 10 "s" "SIP+D2U" "!^.*$!sip:a@b!" _sip._udp.testserver'), also(OK),
        verdict=OK,
    ),
    "NAPTR with several faults": Row(
        "naptr.flag-not-s", body(naptr=f'{NAPTR} 10 10 "U" "SIP+D2U" "!a!b!" _sip._udp.es'),
        also(OK, "naptr.regexp-and-replacement"),
    ),
    "NAPTR prefers TCP": Row(
        "naptr.order-prefers-other-transport",
        body(f'{NAPTR} 5 10 "s" "SIP+D2T" "" _sip._tcp.testserver', both("_sip._tcp.testserver")), also(OK),
        PLAN,
    ),
    "NAPTR prefers TCP, and nothing can come before it": Row(
        "naptr.order-prefers-other-transport",
        body(f'{NAPTR} 0 10 "s" "SIP+D2T" "" _sip._tcp.testserver', both("_sip._tcp.testserver")), also(OK),
        PLAN,
    ),
    "NAPTR for TLS alone": Row(
        "naptr.order-prefers-other-transport",
        body(naptr=f'{NAPTR} 10 10 "s" "SIPS+D2T" "" _sips._tcp.testserver'),
        also("srv.other-protocol", "srv.missing", CACHED), PLAN,
    ),
    # SRV, where it is
    "no SRV": Row("srv.missing", body(srv="", srv2=""), also(CACHED), PLAN),
    "no SRV, no hosts": Row("srv.missing", body(srv="", srv2="", a="", a2=""), also(CACHED), PLAN),
    "no SRV, an address": Row(
        "srv.missing", body("testserver A 10.0.0.1", srv="", srv2=""), also(CACHED, OK), PLAN,
        variant="one-host",
    ),
    "no SRV, without a plan": Row("srv.missing", body(srv="", srv2=""), also(CACHED), unmended=NO_PLAN),
    "SRV at the parent": Row(
        "srv.at-parent", both("_sip._udp") + HOSTS, MISSING, after=also(OK, "naptr.missing")
    ),
    "SRV at the parent, with a plan": Row(
        "srv.at-parent", both("_sip._udp") + HOSTS, MISSING, PLAN
    ),
    "SRV at a sub-domain": Row(
        "srv.at-subdomain", both("_sip._udp.sip.testserver") + HOSTS, MISSING, after=also(OK, "naptr.missing")
    ),
    "SRV for TCP, planned for UDP": Row(
        "srv.other-protocol", both("_sip._tcp.testserver") + HOSTS, MISSING, PLAN
    ),
    "SRV for UDP, asked for TLS": Row(
        "srv.other-protocol", body(), MISSING, transport="TLS"
    ),
    "NAPTR prefers TCP, SRV for UDP alone, without a plan": Row(
        "srv.other-protocol", body(f'{NAPTR} 5 10 "s" "SIP+D2T" "" _sip._tcp.testserver'),
        also("srv.missing", CACHED), variant="naptr-chose",
    ),
    "NAPTR for UDP alone, SRV for TLS, without a plan": Row(
        "srv.other-protocol",
        body(both("_sips._tcp.testserver", port=5061), srv="", srv2=""), also("srv.missing", CACHED),
        variant="naptr-chose",
    ),
    "SRV without underscores": Row(
        "srv.owner-misspelled", both("sip.udp.testserver") + HOSTS, MISSING, after=also(OK, "naptr.missing")
    ),
    "SRV with labels swapped": Row(
        "srv.owner-misspelled", both("_udp._sip.testserver") + HOSTS, MISSING, after=also(OK, "naptr.missing")
    ),
    "SRV with the domain doubled": Row(
        "srv.owner-misspelled", both(f"_sip._udp.{NAME}") + HOSTS, MISSING, after=also(OK, "naptr.missing")
    ),
    "SRV with the sub-domain doubled in a zone of its own": Row(
        "srv.owner-misspelled", HOSTS, MISSING, others={NAME: both("_sip._udp.testserver")},
        after=also(OK, "naptr.missing"),
    ),
    "SRV for TLS as other makers' phones have it": Row(
        "srv.owner-misspelled", both("_sip._tls.testserver", port=5061) + HOSTS, MISSING, transport="TLS",
    ),
    "SRV misspelled, with a plan": Row(
        "srv.owner-misspelled", both("_sip.udp.testserver") + HOSTS, MISSING, PLAN
    ),
    "one of two SRV misspelled": Row(
        "srv.owner-misspelled", body(srv2="_sip._upd.testserver SRV 20 10 5060 piper2"),
        also("srv.single", OK), variant="partly",
    ),
    "one of two SRV without underscores": Row(
        "srv.owner-misspelled", body(srv="sip.udp.testserver SRV 10 10 5060 piper"),
        also("srv.single", OK), variant="partly",
    ),
    "one of two SRV with the domain doubled, as planned": Row(
        "srv.owner-misspelled", body(srv2=f"_sip._udp.{NAME} SRV 20 10 5060 piper2"),
        also("srv.single", "srv.target-unplanned", OK), PLAN, variant="partly",
    ),
    "two of three SRV misspelled, as planned": Row(
        "srv.owner-misspelled",
        body("_udp._sip.testserver SRV 30 10 5060 piper3", "_udp._sip.testserver SRV 20 10 5060 piper2",
             "piper3 A 10.225.2.33", srv2=""),
        also("srv.single", "srv.target-unplanned", OK),
        (*PLAN, "--server", f"piper3.{ZONE}=10.225.2.33"), variant="partly",
        others={REVERSE: f"{POINTERS}33 PTR piper3.{ZONE}."},
    ),
    "one record, and an old one of nobody's at a wrong place": Row(
        "srv.target-unplanned",
        body("_sip._upd.testserver SRV 20 10 5060 old", "old A 10.225.2.39", srv2=""),
        also("srv.single", OK), PLAN, verdict="srv.single", variant="planned-missing",
        others={REVERSE: f"{POINTERS}39 PTR old.{ZONE}."},
    ),
    "SRV by an alias": Row(
        "srv.owner-is-alias",
        body("_sip._udp.testserver CNAME _sip._udp.other", both("_sip._udp.other"), srv="", srv2=""),
        also(OK), verdict=OK,
    ),
    # SRV, where it leads
    "SRV without a final dot": Row(
        "srv.target-doubled", body(srv=f"{SRV} 10 10 5060 piper.{ZONE}"), also(OK, CACHED, "address.missing")
    ),
    "no address for a host that an SRV without a final dot makes up": Row(
        "address.missing", body(srv=f"{SRV} 10 10 5060 piper.{ZONE}"),
        also(OK, CACHED, "srv.target-doubled"), variant="by-srv", verdict="srv.target-doubled",
        caused_by="srv.target-doubled", mended_by="srv.target-doubled",
    ),
    "no address for any of them": Row(
        "address.missing",
        body(srv=f"{SRV} 10 10 5060 piper.{ZONE}", srv2=f"{SRV} 20 10 5060 piper2.{ZONE}"),
        also(CACHED, "srv.target-doubled"), variant="none-by-srv", verdict="srv.target-doubled",
        caused_by="srv.target-doubled", mended_by="srv.target-doubled",
    ),
    "both SRV without a final dot": Row(
        "srv.target-doubled",
        body(srv=f"{SRV} 10 10 5060 piper.{ZONE}", srv2=f"{SRV} 20 10 5060 piper2.{ZONE}"),
        also(CACHED, "address.missing"),
    ),
    "SRV without a final dot, as planned": Row(
        "srv.target-doubled", body(srv=f"{SRV} 10 10 5060 piper.{ZONE}"),
        also(OK, CACHED, "address.missing", "srv.target-unplanned"), PLAN,
    ),
    "three doubled targets": Row(
        "srv.target-doubled",
        body(*MORE_HOSTS, *(f"{SRV} {n}0 10 5060 piper{n}.{ZONE}" for n in MORE)),
        also(OK, CACHED, "address.missing", "srv.target-unplanned"), MORE_PLAN, variant="several",
        others=MORE_POINTERS,
    ),
    "SRV leads to an address": Row(
        "srv.target-is-address", body(srv=f"{SRV} 10 10 5060 10.225.2.31."), also(OK, "srv.target-unplanned"),
        PLAN,
    ),
    "SRV leads to an address without a final dot": Row(
        "srv.target-is-address", body(srv=f"{SRV} 10 10 5060 10.225.2.31"),
        also(OK, CACHED, "address.missing", "srv.target-unplanned"), PLAN,
    ),
    "SRV leads to an address, without a plan": Row(
        "srv.target-is-address", body(srv=f"{SRV} 10 10 5060 10.225.2.31."), also(OK), unmended=NO_PLAN
    ),
    "SRV leads to one label": Row("srv.target-short", body(srv2=f"{SRV} 20 10 5060 piper2."), also(OK)),
    "SRV leads to one label, as planned": Row(
        "srv.target-short", body(srv2=f"{SRV} 20 10 5060 piper2."), also(OK, "srv.target-unplanned"), PLAN
    ),
    "three SRV lead to one label": Row(
        "srv.target-short", body(*MORE_HOSTS, *(f"{SRV} {n}0 10 5060 piper{n}." for n in MORE)),
        also(OK, "srv.target-unplanned"), MORE_PLAN, variant="several", others=MORE_POINTERS,
    ),
    "SRV leads to an alias": Row(
        "srv.target-is-alias", body("first CNAME piper", srv=f"{SRV} 10 10 5060 first"), also(OK), verdict=OK
    ),
    "a planned host is an alias": Row(
        "srv.target-is-alias", body("real A 10.225.2.31", a="piper CNAME real"), also(OK), PLAN, verdict=OK
    ),
    "SIP declined": Row(
        "srv.service-declined", body(srv=f"{SRV} 0 0 0 .", srv2=""), also("srv.target-unplanned"), PLAN
    ),
    "SIP declined, without a plan": Row(
        "srv.service-declined", body(srv=f"{SRV} 0 0 0 .", srv2=""), unmended=NO_PLAN
    ),
    # SRV, the set
    "equal priorities": Row("srv.equal-priority", body(srv2=f"{SRV} 10 10 5060 piper2"), also(OK), PLAN),
    "equal priorities before a third": Row(
        "srv.equal-priority",
        body(f"{SRV} 30 10 5060 piper3", "piper3 A 10.225.2.33", srv2=f"{SRV} 10 10 5060 piper2"), also(OK),
        (*PLAN, "--server", f"piper3.{ZONE}=10.225.2.33"),
        others={REVERSE: f"{POINTERS}33 PTR piper3.{ZONE}."},
    ),
    "equal priorities, without a plan": Row(
        "srv.equal-priority", body(srv2=f"{SRV} 10 10 5060 piper2"), also(OK), unmended=NO_PLAN
    ),
    "one record": Row("srv.single", body(srv2=""), also(OK, "srv.target-unplanned"), PLAN),
    "one record, the other host unknown": Row(
        "srv.single", body(srv2="", a2=""), also(OK, "srv.target-unplanned"), PLAN
    ),
    "one record, without a plan": Row("srv.single", body(srv2=""), also(OK), unmended=NO_PLAN),
    "priorities against the plan": Row(
        "srv.priority-inverted", body(srv=f"{SRV} 30 10 5060 piper"), also(OK), PLAN
    ),
    "a port against the plan": Row("srv.port-differs", body(srv2=f"{SRV} 20 10 5070 piper2"), also(OK), PLAN),
    "an unusual port, without a plan": Row(
        "srv.port-differs", body(srv2=f"{SRV} 20 10 5070 piper2"), also(OK), unmended=NO_PLAN
    ),
    "three ports against the plan": Row(
        "srv.port-differs", body(*MORE_HOSTS, *(f"{SRV} {n}0 10 5070 piper{n}" for n in MORE)), also(OK),
        MORE_PLAN, variant="several", others=MORE_POINTERS,
    ),
    "three times port 0": Row(
        "srv.port-zero", body(*MORE_HOSTS, *(f"{SRV} {n}0 10 0 piper{n}" for n in MORE)), also(OK),
        MORE_PLAN, variant="several", others=MORE_POINTERS,
    ),
    "port 0": Row("srv.port-zero", body(srv=f"{SRV} 10 10 0 piper"), also(OK)),
    "port 0 everywhere": Row(
        "srv.port-zero", body(srv=f"{SRV} 10 10 0 piper", srv2=f"{SRV} 20 10 0 piper2"), also()
    ),
    "port 0, with a plan": Row("srv.port-zero", body(srv=f"{SRV} 10 10 0 piper"), also(OK), PLAN),
    "port 0 and doubled": Row(
        "srv.target-doubled", body(srv=f"{SRV} 10 10 0 piper.{ZONE}"),
        also("srv.port-zero", "address.missing", OK, CACHED),
    ),
    "one server too many": Row(
        "srv.target-unplanned", body(f"{SRV} 30 10 5060 old", "old A 10.225.2.39"), also(OK), PLAN,
        others={REVERSE: f"{POINTERS}39 PTR old.{ZONE}."},
    ),
    "one server instead of another": Row(
        "srv.target-unplanned", body("old A 10.225.2.39", srv2=f"{SRV} 20 10 5060 old"), also(OK), PLAN,
        others={REVERSE: f"{POINTERS}39 PTR old.{ZONE}."},
    ),
    "one server that nobody knows instead of another": Row(
        "srv.target-unplanned", body(srv2=f"{SRV} 20 10 5060 old"), also(OK, CACHED, "address.missing"), PLAN,
    ),
    "servers that nobody knows": Row(
        "srv.target-unplanned", body(srv=f"{SRV} 10 10 5060 old", srv2=f"{SRV} 20 10 5060 older"),
        also(CACHED, "address.missing"), PLAN,
    ),
    "a planned server without a record": Row(
        "srv.target-unplanned", body("piper3 A 10.225.2.33"), also(OK),
        (*PLAN, "--server", f"piper3.{ZONE}=10.225.2.33"), variant="planned-missing",
        others={REVERSE: f"{POINTERS}33 PTR piper3.{ZONE}."},
    ),
    "three planned servers without a record": Row(
        "srv.target-unplanned", body(*MORE_HOSTS), also(OK), MORE_PLAN, variant="planned-missing-several",
        others=MORE_POINTERS,
    ),
    "three servers too many": Row(
        "srv.target-unplanned", body(*MORE_HOSTS, *(f"{SRV} 30 10 5060 piper{n}" for n in MORE)), also(OK),
        PLAN, variant="several", others=MORE_POINTERS,
    ),
    "one server twice": Row("srv.duplicate", body(f"{SRV} 30 10 5060 piper"), also(OK), verdict=OK),
    "one server twice, with a plan": Row(
        "srv.duplicate", body(f"{SRV} 5 10 5060 piper"), also(OK), PLAN, verdict=OK
    ),
    "a wildcard answers": Row(
        "srv.wildcard",
        body("*.testserver SRV 10 10 5060 piper", "*.testserver SRV 20 10 5060 piper2", srv="", srv2=""),
        also(OK), verdict=OK,
    ),
    "a wildcard beside the records": Row(
        "srv.wildcard", body("*._udp.testserver SRV 10 10 5060 piper"), also(OK), verdict=OK
    ),
    "a wildcard without a final dot": Row(
        "srv.target-doubled",
        body("*.testserver SRV 10 10 5060 piper", f"*.testserver SRV 20 10 5060 piper2.{ZONE}", srv="",
             srv2=""),
        also(OK, CACHED, "address.missing", "srv.wildcard"), mended_by="srv.wildcard",
    ),
    "a wildcard has an address for a target without a final dot": Row(
        "srv.target-doubled",
        body("* A 10.225.2.77", srv=f"{SRV} 10 10 5060 piper.{ZONE}"), also(OK), variant="wildcard",
    ),
    "a wildcard has an address for both, as planned": Row(
        "srv.target-doubled",
        body("* A 10.225.2.77", srv=f"{SRV} 10 10 5060 piper.{ZONE}", srv2=f"{SRV} 20 10 5060 piper2.{ZONE}"),
        also(OK, "srv.target-unplanned", "address.shared"), PLAN, variant="wildcard",
    ),
    "a wildcard has the address of a planned host": Row(
        "address.differs", body("* A 10.225.2.77", a2=""), also(OK), PLAN, variant="wildcard",
    ),
    "a wildcard has the addresses of planned hosts, and nothing else is there": Row(
        "srv.missing", body("* A 10.225.2.77", srv="", srv2="", a2=""), also(CACHED), PLAN,
    ),
    "a wildcard is an alias, and nothing else is there": Row(
        "srv.missing", "* CNAME www\nwww A 10.225.2.77\n", also(OK, CACHED), PLAN, variant="one-host",
    ),
    "a wildcard is an alias, and a planned host is missing": Row(
        "address.differs", body("* CNAME www", "www A 10.225.2.77", a2=""), also(OK), PLAN,
        variant="wildcard",
    ),
    "a wildcard is an alias, and the SRV records are at the parent": Row(
        "srv.at-parent", f"* CNAME www\nwww A 10.225.2.77\n{both('_sip._udp')}{HOSTS}",
        also("srv.missing", CACHED), PLAN,
    ),
    "a wildcard has the address of a host, without a plan": Row(
        "srv.wildcard", body("* A 10.225.2.77", a2=""), also(OK), variant="host", verdict=OK,
        unmended=NO_PLAN,
    ),
    # Addresses
    "an address missing": Row("address.missing", body(a2=""), also(OK, CACHED), PLAN),
    "addresses missing": Row(
        "address.missing", body(a="", a2="piper2 TXT x"), also(CACHED), PLAN, variant="none",
    ),
    "three addresses missing": Row(
        "address.missing", body(*(f"{SRV} {n}0 10 5060 piper{n}" for n in MORE)), also(OK, CACHED),
        MORE_PLAN, variant="several", others=MORE_POINTERS,
    ),
    "all of five addresses missing": Row(
        "address.missing", body(*(f"{SRV} {n}0 10 5060 piper{n}" for n in MORE), a="", a2="x TXT x"),
        also(CACHED), MORE_PLAN, variant="none-several", others=MORE_POINTERS,
    ),
    "an address missing, without a plan": Row(
        "address.missing", body(a2=""), also(OK, CACHED), unmended=NO_PLAN
    ),
    "a host in the folder of the sub-domain": Row(
        "address.missing", body(a2="piper2.testserver A 10.225.2.32"), also(OK, CACHED), variant="elsewhere"
    ),
    "both hosts in the folder of the sub-domain": Row(
        "address.missing", body(a="piper.testserver A 10.225.2.31", a2="piper2.testserver A 10.225.2.32"),
        also(CACHED), variant="none-elsewhere",
    ),
    "an alias to nowhere": Row(
        "address.missing", body(a2="piper2 CNAME nowhere"), also(OK, CACHED, "srv.target-is-alias"), PLAN
    ),
    "IPv6 alone": Row("address.ipv6-only", body(a2="piper2 AAAA 2001:db8::1"), also(OK, CACHED), PLAN),
    "IPv6 alone, everywhere": Row(
        "address.ipv6-only", body(a="piper AAAA 2001:db8::1", a2="piper2 AAAA 2001:db8::2"), also(CACHED),
        PLAN, variant="none",
    ),
    "several addresses": Row(
        "address.multiple", body("piper A 10.225.2.41"), also(OK), PLAN,
        others={REVERSE: f"{POINTERS}41 PTR piper.{ZONE}."},
    ),
    "several addresses, without a plan": Row(
        "address.multiple", body("piper A 10.225.2.41"), also(OK), unmended=NO_PLAN,
        others={REVERSE: f"{POINTERS}41 PTR piper.{ZONE}."},
    ),
    "one address for two, without a plan": Row(
        "address.shared", body(a2="piper2 A 10.225.2.31"), also(OK, "ptr.differs"), unmended=NO_PLAN
    ),
    "one address for two": Row(
        "address.shared", body(a2="piper2 A 10.225.2.31"), also(OK, "ptr.differs", "address.differs"), PLAN,
        verdict="address.differs", caused_by="address.differs", mended_by="address.differs",
    ),
    "an address against the plan": Row(
        "address.differs", body(a2="piper2 A 10.225.2.99"), also(OK), PLAN,
        others={REVERSE: f"{POINTERS}99 PTR piper2.{ZONE}."},
    ),
    "an address of the handset itself": Row(
        "address.differs", body(a2="piper2 A 127.0.1.1"), also(OK), variant="unreachable", unmended=NO_PLAN,
    ),
    "an address of the handset itself, against the plan": Row(
        "address.differs", body(a2="piper2 A 127.0.1.1"), also(OK), PLAN,
    ),
    "no address but those of the handset itself": Row(
        "address.differs", body(a="piper A 127.0.0.1", a2="piper2 A 0.0.0.0"), variant="unreachable-none",
        unmended=NO_PLAN,
    ),
    "no SRV, and the name has the handset's own address": Row(
        "srv.missing", f"testserver A 0.0.0.0\n{HOSTS}", also(CACHED, "address.differs"), PLAN,
    ),
    "no pointer": Row("ptr.missing", body(), also(OK), verdict=OK, others={REVERSE: f"31 PTR piper.{ZONE}."}),
    "another pointer": Row(
        "ptr.differs", body(), also(OK), verdict=OK,
        others={REVERSE: f"31 PTR old.{ZONE}.\n32 PTR piper2.{ZONE}."},
    ),
    "an underscore": Row(
        "host.underscore", body("pi_per A 10.225.2.31", srv=f"{SRV} 10 10 5060 pi_per", a=""), also(OK),
        verdict=OK, others={REVERSE: f"31 PTR pi_per.{ZONE}.\n32 PTR piper2.{ZONE}."},
        after=also(OK, "ptr.differs"),
    ),
    # Time to live
    "time to live 0": Row("ttl.zero", body(a="piper 0 A 10.225.2.31"), also(OK), verdict=OK),
    "time to live 0 of the SRV records": Row(
        "ttl.zero", body(srv="_sip._udp.testserver 0 SRV 10 10 5060 piper",
                         srv2="_sip._udp.testserver 0 SRV 20 10 5060 piper2"), also(OK), PLAN, verdict=OK,
    ),
    "time to live of a day": Row("ttl.long", body(a="piper 86400 A 10.225.2.31"), also(OK), verdict=OK),
    "time to live of a week of the NAPTR record": Row(
        "ttl.long", body(naptr='testserver 604800 NAPTR 10 10 "s" "SIP+D2U" "" _sip._udp.testserver'),
        also(OK), verdict=OK,
    ),
    "remembered": Row(
        CACHED, body(srv="", srv2=""), also("srv.missing"), verdict="srv.missing", unmended=PASSES
    ),
    # The handset
    "a server's name for the domain": Row(
        "config.address-is-server", both("_sip._udp") + HOSTS, also("srv.missing", CACHED),
        variant="live", name=f"piper.{ZONE}", unmended=HANDSET,
    ),
    "a port": Row(
        "config.port-not-zero", body("testserver A 10.225.2.31"), also(OK), variant="log", port=5060,
        unmended=HANDSET,
    ),
    "a port, and no address at the name": Row(
        "config.port-not-zero", body(), also(CACHED), variant="log", port=5060, unmended=HANDSET
    ),
    "an IP address": Row(
        "config.address-is-ip", body(), variant="log", name="10.225.2.31", unmended=HANDSET
    ),
    "all well": Row(OK, body(), variant="live", unmended=WELL),
    "all well, the transport set": Row(
        OK, body(both("_sip._tcp.testserver")), variant="live", transport="TCPOnly", unmended=WELL
    ),
    "all well, as planned": Row(OK, body(), plan=PLAN, variant="live", unmended=WELL),
    "all well with one server, as planned": Row(
        OK, body(srv2="", a2=""), plan=PLAN[:-2], variant="live-one-server", unmended=WELL
    ),
}  # fmt: skip
