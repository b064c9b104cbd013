"""Every fault of a DNS service, on a server that really has it; a scripted one for what none of them does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from tests.core import live
from tests.core.diagnosis.every_row.rows import CACHED, NAME, OK, PLAN, POINTERS, REVERSE, ZONE, also
from tests.core.zones import body
from tests.servers import bind, dnsmasq, knot, scripted, signed, unbound, zone
from tests.servers.process import Server, free_port
from tests.servers.swallowing import swallowed
from wizard.core.handset.resolver import Lookfor

OWNER = f"_sip._udp.{NAME}"
RECORDS = (
    f'{NAME}. 3600 IN NAPTR 10 10 "s" "SIP+D2U" "" {OWNER}.',
    f"{OWNER}. 3600 IN SRV 10 10 5060 piper.{ZONE}.",
    f"{OWNER}. 3600 IN SRV 20 10 5060 piper2.{ZONE}.",
    f"piper.{ZONE}. 3600 IN A 10.225.2.31",
    f"piper2.{ZONE}. 3600 IN A 10.225.2.32",
)
GOOD = scripted.records(ZONE, *RECORDS)
PLAN_OF_BOTH = tuple(
    text.replace("piper.eslab.local=10.225.2.31", "piper.eslab.local=9.9.9.31") for text in PLAN
)
GOOD_ZONES = {ZONE: body(), REVERSE: POINTERS}

Places = list[tuple[str, int]]
"""Addresses and ports of the DNS servers to ask."""
Start = Callable[[], AbstractContextManager[Places]]


@dataclass(frozen=True)
class Service:
    """DNS servers with a fault, and what a check of them must say.

    With ``holder`` the last of them is the server of the zone, which is asked on request. ``verdict`` is
    empty where it is the code itself.
    """

    code: str
    start: Start
    beside: frozenset[str] = frozenset()
    variant: str = ""
    consequences: frozenset[str] = frozenset()
    holder: bool = False
    verdict: str = ""
    plan: tuple[str, ...] = ()


def _one(serve: Callable[[], AbstractContextManager[object]]) -> Start:
    @contextmanager
    def start() -> Iterator[Places]:
        with serve() as server:
            yield [(server.address, server.port)]  # type: ignore[attr-defined]

    return start


def _scripted(
    behaviour: scripted.Behaviour | scripted.Script, *, tcp: bool = True
) -> Callable[[], AbstractContextManager[Places]]:
    return _one(lambda: scripted.serve(behaviour, tcp=tcp))


def _without(rdtype: str, how: scripted.Behaviour) -> scripted.Script:
    return scripted.Script(GOOD).on("*", rdtype, how)


@contextmanager
def _behind_a_firewall() -> Iterator[Places]:
    with swallowed() as place:
        yield [place]


@contextmanager
def _a_forwarder_to_nobody() -> Iterator[Places]:
    with swallowed() as (address, port), dnsmasq.serve([f"server=/{ZONE}/{address}#{port}"]) as router:
        yield [(router.address, router.port)]


@contextmanager
def _nobody() -> Iterator[Places]:
    yield [("127.0.0.1", free_port())]


@contextmanager
def _two_that_differ() -> Iterator[Places]:
    """A primary, and a second server whose zone is an old copy."""
    old = {ZONE: body(a2="piper2 A 10.225.2.92"), REVERSE: f"{POINTERS}92 PTR piper2.{ZONE}.\n"}
    with bind.serve(GOOD_ZONES) as one, knot.serve(old) as other:
        yield [(one.address, one.port), (other.address, other.port)]


def _version(serial: int, records: str = "", primary: str = "ns") -> dict[str, str]:
    """The lab's zones; that of the names with this serial number."""
    text = zone.text(ZONE, records or body()).replace(
        "SOA ns hostmaster 1 ", f"SOA {primary} hostmaster {serial} "
    )
    return {ZONE: text, REVERSE: f"{POINTERS}92 PTR piper2.{ZONE}.\n"}


@contextmanager
def _a_secondary_that_stayed_behind() -> Iterator[Places]:
    """The newer one has counted past the end of the serial numbers."""
    old = _version(2**32 - 3, body(a2="piper2 A 10.225.2.92"))
    with knot.serve(old) as one, bind.serve(_version(2)) as other:
        yield [(one.address, one.port), (other.address, other.port)]


@contextmanager
def _versions_that_say_the_same() -> Iterator[Places]:
    with knot.serve(_version(2026112202)) as one, bind.serve(_version(2026112201)) as other:
        yield [(one.address, one.port), (other.address, other.port)]


@contextmanager
def _one_of_the_world_outside() -> Iterator[Places]:
    """A resolver that knows the public DNS, where nobody has heard of the site's zone."""
    world = {"local": "$TTL 900\n@ SOA a.servers x 1 3600 600 86400 900\n@ NS ns\nns A 127.0.0.1\n"}
    with (
        bind.serve(GOOD_ZONES) as one,
        bind.serve(world) as top,
        unbound.serve(stubs={"local": (top.address, top.port)}) as outside,
    ):
        yield [(one.address, one.port), (outside.address, outside.port)]


@contextmanager
def _a_filter_of_private_addresses() -> Iterator[Places]:
    """A router's dnsmasq as many are set up: no private address may come from outside."""
    with bind.serve(GOOD_ZONES) as one:
        lines = [f"server=/{ZONE}/{one.address}#{one.port}", "stop-dns-rebind"]
        with dnsmasq.serve(lines) as router:
            yield [(router.address, router.port), (one.address, one.port)]


@contextmanager
def _nothing_but_a_filter() -> Iterator[Places]:
    with _a_filter_of_private_addresses() as places:
        yield places[:1]


@contextmanager
def _nothing_but_unbound_as_a_filter() -> Iterator[Places]:
    with bind.serve(GOOD_ZONES) as one:
        options = ("private-address: 10.0.0.0/8", f'local-zone: "{ZONE}." nodefault')
        with unbound.serve(stubs={ZONE: (one.address, one.port)}, options=options) as filtering:
            yield [(filtering.address, filtering.port)]


@contextmanager
def _a_filter_before_one() -> Iterator[Places]:
    """One of the servers has a public address, which passes."""
    with bind.serve({ZONE: body(a="piper A 9.9.9.31")}) as one, _a_filter_before(one) as router:
        yield [(router.address, router.port)]


def _a_filter_before(one: Server) -> AbstractContextManager[Server]:
    return dnsmasq.serve([f"server=/{ZONE}/{one.address}#{one.port}", "stop-dns-rebind"])


@contextmanager
def _one_lacks_the_zone() -> Iterator[Places]:
    with bind.serve(GOOD_ZONES) as one, knot.serve({ZONE: ""}) as other:
        yield [(one.address, one.port), (other.address, other.port)]


def _behind_a_good_one(start: Start) -> Start:
    """What ``start`` starts, and before it in the handset's list a server that answers everything."""

    @contextmanager
    def both() -> Iterator[Places]:
        with bind.serve(GOOD_ZONES) as one, start() as places:
            yield [(one.address, one.port), *places]

    return both


def _before_a_good_one(start: Start) -> Start:
    @contextmanager
    def both() -> Iterator[Places]:
        with start() as places, bind.serve(GOOD_ZONES) as one:
            yield [*places, (one.address, one.port)]

    return both


@contextmanager
def _a_cache_and_its_zone() -> Iterator[Places]:
    """Unbound that was asked before the records were there."""
    with (
        bind.serve({ZONE: ""}) as before,
        unbound.serve(stubs={ZONE: (before.address, before.port)}) as cache,
    ):
        live.chain(cache, Lookfor(NAME), further=True)
        with bind.serve(GOOD_ZONES) as now:
            yield [(cache.address, cache.port), (now.address, now.port)]


@contextmanager
def _a_zone_whose_signatures_ran_out() -> Iterator[Places]:
    with signed.expired(ZONE, body()) as place:
        yield [place]


@contextmanager
def _a_zone_without_the_signatures_expected() -> Iterator[Places]:
    with signed.expected(GOOD_ZONES, ZONE) as place:
        yield [place]


def _stopping_after(count: int) -> Start:
    """Answers so many questions, then none."""

    @contextmanager
    def start() -> Iterator[Places]:
        left = iter(range(count))

        def behaviour(asked: scripted.Asked) -> scripted.Reply | None:
            return GOOD(asked) if next(left, None) is not None else None

        with scripted.serve(behaviour) as server:
            yield [(server.address, server.port)]

    return start


SERVICES = {
    "behind a firewall": Service("dns.no-reply", _behind_a_firewall),
    "silent": Service("dns.no-reply", _scripted(scripted.silence()), variant="accepts"),
    "unbound that drops": Service(
        "dns.no-reply", _one(lambda: unbound.serve(local_zones={ZONE: "deny"})), variant="accepts"
    ),
    "dnsmasq whose own server is dead": Service("dns.no-reply", _a_forwarder_to_nobody, variant="accepts"),
    "answers over TCP alone": Service(
        "dns.no-reply", _scripted(lambda asked: GOOD(asked) if asked.transport == "tcp" else None),
        variant="tcp-answers",
    ),
    "one answer lost": Service(
        "dns.no-reply", _scripted(scripted.Script(GOOD).on(f"piper2.{ZONE}", "A", scripted.silence())),
        also(OK), "partly",
    ),
    "stopped in the middle": Service("dns.no-reply", _stopping_after(2), variant="stopped"),
    "nobody listens": Service("dns.port-closed", _nobody),
    "a secondary that has nothing yet": Service(
        "dns.server-failure", _one(lambda: bind.serve({"other.local": ""}, secondary=[ZONE]))
    ),
    "unbound without a way out": Service("dns.server-failure", _one(unbound.serve)),
    "a server of other zones": Service("dns.refused", _one(lambda: bind.serve({"other.local": ""}))),
    "unbound that refuses": Service("dns.refused", _one(lambda: unbound.serve(local_zones={ZONE: "refuse"}))),
    "dnsmasq that knows nothing": Service("dns.refused", _one(lambda: dnsmasq.serve([]))),
    "signed with keys that are out of date": Service(
        "dns.server-failure", _a_zone_whose_signatures_ran_out, variant="dnssec"
    ),
    "not signed, where a key is expected": Service(
        "dns.server-failure", _a_zone_without_the_signatures_expected, variant="dnssec"
    ),
    "a failure that passes": Service(
        "dns.server-failure",
        _scripted(
            scripted.Script(GOOD).on(NAME, "NAPTR", scripted.flapping(scripted.servfail(), GOOD, GOOD))
        ),
        also(OK), "naptr-alone",
    ),
    "a failure for NAPTR alone": Service(
        "dns.server-failure", _scripted(_without("NAPTR", scripted.servfail())), also(OK), "naptr-alone"
    ),
    "NAPTR alone refused": Service(
        "dns.refused", _scripted(_without("NAPTR", scripted.refused())), also(OK), "naptr-alone"
    ),
    "a relay that drops NAPTR": Service(
        "dns.type-unsupported", _scripted(_without("NAPTR", scripted.silence())), also(OK), "naptr-alone"
    ),
    "a relay without NAPTR": Service(
        "dns.type-unsupported", _scripted(_without("NAPTR", scripted.notimp())), also(OK), "naptr-alone"
    ),
    "a relay that drops SRV": Service("dns.type-unsupported", _scripted(_without("SRV", scripted.silence()))),
    "cut short": Service("dns.truncated-tcp-blocked", _scripted(scripted.truncated_tcp_closed())),
    "cut short, TCP refused": Service(
        "dns.truncated-tcp-blocked", _scripted(scripted.truncated(GOOD), tcp=False)
    ),
    "delegated to nobody": Service(
        "dns.referral", _one(lambda: bind.serve({ZONE: "testserver NS ns.elsewhere.invalid."}))
    ),
    "lame": Service("dns.referral", _scripted(scripted.lame(ZONE))),
    "another port": Service("dns.unexpected-source", _scripted(scripted.other_port(GOOD))),
    "wrong id": Service("dns.malformed-reply", _scripted(scripted.wrong_id(GOOD))),
    "wrong question": Service("dns.malformed-reply", _scripted(scripted.wrong_question(GOOD))),
    "garbage": Service("dns.malformed-reply", _scripted(scripted.garbage())),
    "dnsmasq that has an address for every name": Service(
        "dns.hijacked", _one(lambda: dnsmasq.serve(["address=/#/203.0.113.80", "local=/#/", "local-ttl=60"])),
        consequences=also("srv.missing"),
    ),
    "an address for every name that does not exist": Service(
        "dns.hijacked",
        _scripted(lambda asked: (GOOD if asked.name.endswith(ZONE) else scripted.hijack())(asked)),
        also(OK, "ptr.missing"), "unharmed", verdict=OK,
    ),
    "another answer each time": Service(
        "dns.answers-vary",
        _scripted(
            scripted.Script(GOOD).on(OWNER, "SRV", scripted.flapping(GOOD, scripted.answer(RECORDS[1])))
        ),
        also(OK),
    ),
    "another answer the fourth time": Service(
        "dns.answers-vary",
        _scripted(
            scripted.Script(GOOD).on(
                OWNER, "SRV", scripted.flapping(GOOD, GOOD, GOOD, scripted.answer(RECORDS[1]))
            )
        ),
        also(OK),
    ),
    "a load balancer of addresses": Service(
        "dns.answers-vary",
        _scripted(
            scripted.Script(GOOD).on(
                f"piper2.{ZONE}", "A",
                scripted.flapping(*[GOOD] * 3, scripted.answer(f"piper2.{ZONE}. 60 IN A 10.225.2.77")),
            )
        ),
        also(OK),
    ),
    "an old copy": Service("dns.servers-differ", _two_that_differ, also(OK)),
    "a cache that remembers": Service(
        "dns.servers-differ", _a_cache_and_its_zone, also(CACHED), "outdated", also("name.missing"),
        holder=True,
    ),
    "an old copy, and its zone": Service(
        "dns.servers-differ", _two_that_differ, also(OK), "zone", holder=True, verdict=OK
    ),
    "a cache that remembers, and its zone is one of the servers": Service(
        "dns.servers-differ", _a_cache_and_its_zone, also(CACHED), "outdated", also("name.missing")
    ),
    "a secondary that stayed behind": Service(
        "dns.servers-differ", _a_secondary_that_stayed_behind, also(OK), "copy"
    ),
    "versions that say the same": Service(
        "dns.servers-differ", _versions_that_say_the_same, also(OK), "serial", verdict=OK
    ),
    "a resolver of the world outside": Service(
        "dns.servers-differ", _one_of_the_world_outside, also(CACHED), "elsewhere", also("name.missing")
    ),
    "a router that lets no private address in": Service(
        "dns.servers-differ", _a_filter_of_private_addresses, also(OK), "filtered", also("address.missing")
    ),
    "a router that lets no private address in, asked alone": Service(
        "address.missing", _nothing_but_a_filter, variant="none-filtered", plan=PLAN
    ),
    "unbound that lets no private address in, asked alone": Service(
        "address.missing", _nothing_but_unbound_as_a_filter, variant="none-filtered", plan=PLAN
    ),
    "a router that lets no private address in, as planned": Service(
        "dns.servers-differ", _a_filter_of_private_addresses, also(OK), "filtered",
        consequences=also("address.missing"), plan=PLAN,
    ),
    "a filter before one private address of two": Service(
        "address.missing", _a_filter_before_one, also(OK), "filtered", plan=PLAN_OF_BOTH
    ),
    "one lacks the zone": Service(
        "dns.servers-differ", _one_lacks_the_zone, also(CACHED), consequences=also("name.missing")
    ),
}  # fmt: skip

_FAILING = {
    "behind a firewall": "dns.no-reply",
    "silent": "dns.no-reply",
    "answers over TCP alone": "dns.no-reply",
    "nobody listens": "dns.port-closed",
    "unbound without a way out": "dns.server-failure",
    "a server of other zones": "dns.refused",
    "a relay that drops SRV": "dns.type-unsupported",
    "cut short": "dns.truncated-tcp-blocked",
    "lame": "dns.referral",
    "another port": "dns.unexpected-source",
    "garbage": "dns.malformed-reply",
}
"""What leaves the handset without an answer, by the name of its row, and its code."""
SERVICES |= {
    f"a backup: {name}": Service(
        code, _behind_a_good_one(SERVICES[name].start), also(OK), "backup", verdict=OK
    )
    for name, code in _FAILING.items()
}
SERVICES |= {
    f"the first of two: {name}": Service(
        _FAILING[name], _before_a_good_one(SERVICES[name].start), also(OK), "first"
    )
    for name in ("behind a firewall", "silent", "nobody listens")
}
