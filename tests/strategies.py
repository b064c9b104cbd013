"""What hypothesis draws plans and records from."""

from __future__ import annotations

from hypothesis import strategies as st

from wizard.core import names
from wizard.core.plan.deployment import Deployment, NaptrUse, Redundancy, SipServer, Transport

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_INNER = _LETTERS + "0123456789-"


def labels() -> st.SearchStrategy[str]:
    """One label of a host name."""
    inner = st.text(_INNER, max_size=8)
    return st.builds("{}{}{}".format, st.sampled_from(_LETTERS), inner, st.sampled_from(_LETTERS + "09"))


def domains(least: int = 2, most: int = 3) -> st.SearchStrategy[str]:
    """A domain name without underscores."""
    return st.lists(labels(), min_size=least, max_size=most).map(".".join)


def addresses() -> st.SearchStrategy[str]:
    """An IPv4 address in dotted form."""
    return st.ip_addresses(v=4).map(str)


def reachable_addresses() -> st.SearchStrategy[str]:
    """An IPv4 address that does not stand for whoever uses it."""
    return addresses().filter(lambda address: not names.leads_to_itself(address))


def server_addresses() -> st.SearchStrategy[str]:
    """An IPv4 address that a server can have."""
    return addresses().filter(names.is_one_computer)


def ttls() -> st.SearchStrategy[int]:
    """A time to live in seconds, from none up to a month."""
    return st.one_of(st.sampled_from((0, 300, 3600, 86_400, 90_061)), st.integers(0, 2_592_000))


@st.composite
def deployments(draw: st.DrawFn) -> Deployment:
    """A valid plan: both options, all transports, hosts inside, further down and outside the domain."""
    domain = draw(domains())
    subdomain = draw(st.one_of(st.just(""), domains(1, 3)))
    places = [domain, f"{draw(labels())}.{domain}", draw(domains())]
    if subdomain:
        places.append(f"{subdomain}.{domain}")
    hosts = draw(
        st.lists(
            st.builds("{}.{}".format, labels(), st.sampled_from(places)),
            min_size=1,
            max_size=5,
            unique=True,
        )
    )
    servers = tuple(
        SipServer(
            host,
            draw(server_addresses()),
            draw(st.integers(1, 65_535)),
            draw(st.integers(0, 65_535)),
            draw(st.integers(0, 65_535)),
        )
        for host in hosts
    )
    return Deployment(
        domain=domain,
        subdomain=subdomain,
        servers=servers,
        transport=draw(st.sampled_from(Transport)),
        naptr=draw(st.sampled_from(NaptrUse)),
        ttl=draw(ttls()),
        redundancy=draw(st.sampled_from(Redundancy)),
    )


def hostile_texts() -> st.SearchStrategy[str]:
    """Text that tries to break out of quotes, comments and lines; never empty, without dots."""
    nasty = "'\"`$;&|<>^%!@#(){}[]\\/,:=*? \t\n\r\x00\u2018\u2019\u201a\u201b\u201c\u2028\u202eäß"
    texts = st.text(st.sampled_from(nasty + "ab1-_"), min_size=1, max_size=12)
    known = (
        "$(calc)",
        "'; calc; '",
        "\u2019; calc; \u2019",
        '" & calc & "',
        "%PATH%",
        "a\nb",
        "--",
        "@",
        "a\\",
        "/f",
    )
    return st.one_of(texts, st.sampled_from(known))
