"""A site whose DNS is mended as the product prints it: lines are taken out and put in, nothing is made up."""

from __future__ import annotations

import csv
import re
import shlex
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import dns.name
import dns.query
import dns.rdatatype
import dns.rrset
import dns.zone
import dns.zonefile

from tests.core.judged import KNOWN
from tests.core.plan.recipes.windows_double import WindowsDns
from tests.servers import bind, zone
from tests.servers.process import Server
from wizard.core.plan.recipes import REMOVE_ADDED

Fact = tuple[str, str, int, str]
"""Owner, type, time to live and data, names absolute."""

_OWN_ZONE = re.compile(
    r"If named\.conf has a zone (\S+) of its own, work in its file for the lines whose name ends in \1\."
)
_MARK = "; remove: "
_OPEN = re.compile(r"Open the zone file of (\S+)\.")


class Site:
    """A BIND server and its zone files."""

    def __init__(self, server: Server, files: Mapping[str, list[str]] | None = None) -> None:
        self.server = server
        self.files = dict(files or {})

    def load(self, zones: Mapping[str, str]) -> None:
        """Serves these zones and nothing else."""
        self.files = {origin: zone.text(origin, text).splitlines() for origin, text in zones.items()}
        self._reload()

    def _reload(self) -> None:
        bind.reload(self.server, {origin: "\n".join(lines) for origin, lines in self.files.items()})

    def follow(self, steps: Sequence[str], lines: Sequence[str]) -> None:
        """Does with the zone file what the steps and the lines of a recipe say, and loads it."""
        self.files = self.edited(steps, lines)
        self._reload()

    def edited(self, steps: Sequence[str], lines: Sequence[str]) -> dict[str, list[str]]:
        """The zone files after that. Every line must fit: nothing is taken out or put in twice."""
        files = {origin: list(file) for origin, file in self.files.items()}
        opened = _OPEN.fullmatch(steps[0])
        inner = _OWN_ZONE.match(steps[1])
        assert opened is not None
        for line in lines:
            ((owner, *_rest),) = parsed(line.removeprefix(_MARK), opened[1])
            own = inner is not None and inner[1] in files and f".{owner}".endswith(f".{inner[1]}")
            origin = inner[1] if inner is not None and own else opened[1]
            file = files[origin]
            (fact,) = parsed(line.removeprefix(_MARK), origin)
            fitting = [there for there in file if _means(fact, parsed(there, origin))]
            if line.startswith(_MARK):
                assert fitting, f"no line of {origin} says {fact}"
                file.remove(fitting[0])
            else:
                assert not fitting, f"{origin} says already {fact}"
                file.append(line)
        return files

    def records(self) -> set[Fact]:
        """All records of all zones as the server has them, their heads apart."""
        return {fact for origin in self.files for fact in transferred(self.server, origin)}


def told(files: Mapping[str, Sequence[str]]) -> set[Fact]:
    """All records that zone files tell of; an alias stands alone at its name."""
    found = {fact for origin, file in files.items() for line in file for fact in parsed(line, origin)}
    for owner in [owner for owner, kind, _, _ in found if kind == "CNAME"]:
        assert sum(name == owner for name, _, _, _ in found) == 1, f"an alias is not alone at {owner}"
    return found


def _means(gone: Fact, there: Iterable[Fact]) -> bool:
    """Whether a line is that record. Nobody compares the time to live before taking one out."""
    owner, kind, _ttl, data = gone
    return any((owner, kind, data.lower()) == (o, k, d.lower()) for o, k, _, d in there)


@cache
def parsed(text: str, origin: str) -> frozenset[Fact]:
    """The records of one line of a zone file; none for a remark or a directive."""
    if text.startswith("$"):
        return frozenset()
    rrsets = dns.zonefile.read_rrsets(
        text, origin=dns.name.from_text(origin), relativize=False, default_ttl=3600, rdclass=None
    )
    return frozenset(facts(rrsets))


def transferred(server: Server, origin: str) -> set[Fact]:
    """A zone as the server has it."""
    whole = dns.zone.Zone(dns.name.from_text(origin), relativize=False)
    dns.query.inbound_xfr(server.address, whole, port=server.port)
    return facts(
        dns.rrset.from_rdata_list(owner, rdataset.ttl, list(rdataset))
        for owner, rdataset in whole.iterate_rdatasets()
        if rdataset.rdtype not in (dns.rdatatype.SOA, dns.rdatatype.NS)
    )


def facts(rrsets: Iterable[dns.rrset.RRset]) -> set[Fact]:
    """Records as text."""
    return {
        (_plain(rrset.name), dns.rdatatype.to_text(rrset.rdtype), rrset.ttl, rdata.to_text())
        for rrset in rrsets
        for rdata in rrset
    }


def _plain(name: dns.name.Name) -> str:
    return name.to_text(omit_final_dot=True).lower()


# Configuration files -----------------------------------------------------------------------

Plain = tuple[str, str, tuple[str, ...]]
"""Owner, type and data of a record; dnsmasq has no time to live of its own for most."""


class Configuration:
    """The records that a configuration file of unbound or dnsmasq has, which its recipe edits."""

    def __init__(self, product: str, found: Iterable[Fact]) -> None:
        self.read = {"unbound": _local_data, "dnsmasq": _dnsmasq_line}[product]
        self.records = plain_records(found)

    def follow(self, lines: Iterable[str]) -> None:
        """Takes lines out and puts lines in; each must fit."""
        for line in lines:
            record = self.read(line.removeprefix("# remove:").removeprefix(f"# {REMOVE_ADDED}").strip())
            if record is None:
                continue
            if line.startswith("# remove:"):
                self.records.remove(record)
            else:
                assert record not in self.records, line
                self.records.add(record)


def _local_data(line: str) -> Plain | None:
    found = re.fullmatch(r"local-data: '(.*)'", line)
    if found is None:
        assert line == "server:" or line.startswith("local-zone: "), line
        return None
    ((owner, kind, _ttl, data),) = parsed(found[1].replace("\\039", "'"), ".")
    return owner, kind, tuple(shlex.split(data))


def _dnsmasq_line(line: str) -> Plain | None:
    kind, _, text = line.partition("=")
    owner, *rest = next(csv.reader([text], escapechar="\\"))
    match kind:
        case "local-ttl":
            return None
        case "srv-host":
            target, port, priority, weight = rest
            return owner, "SRV", (priority, weight, port, f"{target.rstrip('.')}.")
        case "naptr-record":
            return owner, "NAPTR", (*rest[:-1], f"{rest[-1].rstrip('.')}.")
        case "host-record":
            return owner, "A", (rest[0],)
        case _:
            return owner, {"cname": "CNAME", "ptr-record": "PTR"}[kind], (f"{rest[0]}.",)


# Windows -----------------------------------------------------------------------------------


def plain_records(found: Iterable[Fact]) -> set[Plain]:
    """Records without their times to live, and only of the types that recipes write."""
    return {(owner, kind, tuple(shlex.split(data))) for owner, kind, _ttl, data in found if kind != "TXT"}


def windows_double(zones: Iterable[str], found: Iterable[Fact]) -> WindowsDns:
    """A Windows DNS server with these zones and records."""
    return WindowsDns(tuple(zones), plain_records(found))


def printed_for(findings: Iterable[dict[str, Any]], product: str) -> list[dict[str, Any]]:
    """What was printed for a product, each fix once."""
    printed: list[dict[str, Any]] = []
    for finding in findings:
        (one,) = [fix for fix in finding["fix"] if fix["product"] == product]
        if one not in printed:
            printed.append(one)
    return printed


def title(finding: dict[str, Any], variant: str) -> str:
    """What a finding of this variant is called."""
    facts_ = {**finding["facts"], "subject": finding["subject"]}
    return KNOWN.entry(finding["code"], variant).title.format_map(facts_)
