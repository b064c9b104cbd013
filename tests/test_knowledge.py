"""The shipped knowledge: complete, in plain words, honest about who says so, and free of the known errors."""

from __future__ import annotations

import re
import shutil
import tomllib
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wizard.core import knowledge
from wizard.core.finding import Finding
from wizard.core.knowledge import Basis, Entry, Knowledge, KnowledgeError
from wizard.core.trace import grammar
from wizard.paths import resource

FOLDER = resource("knowledge")

# The public interface: reports, scripts and saved cases key on these words. Never rename one.
CATALOGUE = {
    "name.missing": "critical",
    "name.falls-to-domain-controllers": "critical",
    "name.owner-is-alias": "critical",
    "naptr.missing": "notice",
    "naptr.needed-for-transport": "critical",
    "naptr.service-unusable": "warning",
    "naptr.replacement-mismatch": "warning",
    "naptr.replacement-doubled": "warning",
    "naptr.flag-not-s": "error",
    "naptr.regexp-and-replacement": "warning",
    "naptr.order-prefers-other-transport": "error",
    "srv.missing": "critical",
    "srv.at-parent": "critical",
    "srv.at-subdomain": "critical",
    "srv.other-protocol": "critical",
    "srv.owner-misspelled": "critical",
    "srv.owner-is-alias": "warning",
    "srv.target-doubled": "critical",
    "srv.target-is-address": "critical",
    "srv.target-short": "critical",
    "srv.target-is-alias": "warning",
    "srv.service-declined": "critical",
    "srv.equal-priority": "error",
    "srv.single": "error",
    "srv.priority-inverted": "error",
    "srv.port-differs": "error",
    "srv.port-zero": "critical",
    "srv.target-unplanned": "error",
    "srv.duplicate": "notice",
    "srv.wildcard": "warning",
    "address.missing": "error",
    "address.ipv6-only": "error",
    "address.multiple": "error",
    "address.shared": "error",
    "address.differs": "error",
    "ptr.missing": "notice",
    "ptr.differs": "notice",
    "host.underscore": "warning",
    "ttl.zero": "warning",
    "ttl.long": "warning",
    "ttl.negative-cached": "notice",
    "dns.no-reply": "critical",
    "dns.port-closed": "critical",
    "dns.server-failure": "critical",
    "dns.refused": "critical",
    "dns.type-unsupported": "critical",
    "dns.truncated-tcp-blocked": "critical",
    "dns.referral": "critical",
    "dns.unexpected-source": "critical",
    "dns.malformed-reply": "critical",
    "dns.hijacked": "critical",
    "dns.answers-vary": "error",
    "dns.servers-differ": "error",
    "dns.laptop-differs": "notice",
    "config.parameter-misspelled": "critical",
    "config.transport-invalid": "error",
    "config.transport-not-dnsnaptr": "notice",
    "config.port-not-zero": "error",
    "config.address-is-ip": "error",
    "config.address-is-server": "error",
    "config.address-unplanned": "warning",
    "config.address-malformed": "critical",
    "config.address-list": "error",
    "config.reg-overrides-voip": "warning",
    "config.ignored-fault": "notice",
    "config.outbound-proxy-port": "error",
    "config.expires-out-of-range": "warning",
    "config.failback-mode-invalid": "error",
    "config.sip-disabled": "critical",
    "config.registration-off": "error",
    "config.not-xml": "critical",
    "config.dns-logging-off": "notice",
    "config.sip-logging-off": "info",
    "registration.ok": "info",
    "registration.failed-locally": "critical",
    "registration.rejected": "critical",
    "log.not-a-handset-log": "error",
    "log.lines-broken": "notice",
    "log.lines-missed": "warning",
    "log.upload-failed": "warning",
    "log.no-lookups": "notice",
    "log.truncated": "notice",
    "sip.answers": "info",
    "sip.no-reply": "critical",
    "sip.refused": "critical",
    "sip.tls-failed": "critical",
    "sip.certificate-expired": "warning",
    "sip.certificate-differs": "warning",
}
VARIANTS = {
    "name.missing": {
        "nxdomain": "critical",
        "empty": "critical",
        "without-naptr": "critical",
        "one-label": "critical",
        "beside": "warning",
        "answered-since": "critical",
    },
    "naptr.service-unusable": {"empty": "warning"},
    "naptr.flag-not-s": {"empty": "error"},
    "srv.target-doubled": {"wildcard": "critical", "several": "critical"},
    "srv.wildcard": {"host": "warning"},
    "address.differs": {"wildcard": "error", "unreachable": "error", "unreachable-none": "critical"},
    "srv.missing": {
        "answered-since": "critical",
        "unended": "error",
        "one-host": "error",
        "one-host-silent": "critical",
        "planned-otherwise": "critical",
        "one-host-planned-otherwise": "error",
        "naptr-chose": "critical",
        "one-host-naptr-chose": "error",
    },
    "srv.port-differs": {"several": "error"},
    "srv.port-zero": {"several": "critical"},
    "srv.target-short": {"several": "critical"},
    "srv.other-protocol": {"naptr-chose": "critical"},
    "srv.owner-misspelled": {"partly": "error"},
    "srv.target-unplanned": {
        "planned-missing": "error",
        "planned-missing-several": "error",
        "several": "error",
    },
    "address.missing": {
        "filtered": "error",
        "none-filtered": "critical",
        "none": "critical",
        "none-cut": "critical",
        "by-srv": "error",
        "none-by-srv": "critical",
        "elsewhere": "error",
        "none-elsewhere": "critical",
        "several": "error",
        "none-several": "critical",
        "by-srv-several": "error",
        "none-by-srv-several": "critical",
    },
    "address.ipv6-only": {"none": "critical"},
    "host.underscore": {"config": "warning"},
    "ttl.negative-cached": {"edited-log": "notice"},
    "dns.hijacked": {"unharmed": "warning"},
    "dns.answers-vary": {"log": "warning"},
    "dns.server-failure": {"dnssec": "critical", "naptr-alone": "critical", "backup": "warning"},
    "dns.refused": {"naptr-alone": "critical", "backup": "warning"},
    "dns.type-unsupported": {"naptr-alone": "critical", "backup": "warning"},
    "dns.port-closed": {"first": "error", "backup": "warning"},
    "dns.truncated-tcp-blocked": {"backup": "warning"},
    "dns.referral": {"backup": "warning"},
    "dns.unexpected-source": {"backup": "warning"},
    "dns.malformed-reply": {"backup": "warning"},
    "dns.no-reply": {
        "tcp-answers": "critical",
        "accepts": "critical",
        "partly": "critical",
        "stopped": "critical",
        "first": "error",
        "backup": "warning",
    },
    "dns.servers-differ": {
        "outdated": "error",
        "zone": "warning",
        "copy": "error",
        "serial": "warning",
        "elsewhere": "error",
        "filtered": "error",
    },
    "config.parameter-misspelled": {
        "word": "critical",
        "word-setting": "error",
        "word-incidental": "warning",
        "setting": "error",
        "incidental": "warning",
    },
    "config.transport-invalid": {"old-spelling": "warning"},
    "config.transport-not-dnsnaptr": {"log": "notice", "unplanned": "critical"},
    "config.address-unplanned": {"near": "critical", "log": "warning", "log-near": "critical"},
    "config.port-not-zero": {
        "no-number": "error",
        "log": "error",
        "log-none": "critical",
        "behind-proxy": "notice",
    },
    "config.address-is-ip": {
        "log": "error",
        "log-line": "error",
        "log-beside": "error",
        "behind-proxy": "notice",
    },
    "config.address-is-server": {"live": "error", "log": "error"},
    "config.address-malformed": {"final-dot": "warning", "log": "critical", "log-bare": "critical"},
    "config.address-list": {"several-entries": "error"},
    "config.expires-out-of-range": {"fail-back": "warning"},
    "config.ignored-fault": {"one-too-many": "notice", "by-hand": "notice"},
    "config.not-xml": {"other-kind": "critical"},
    "config.dns-logging-off": {"log": "notice", "log-unproven": "notice"},
    "log.not-a-handset-log": {
        "beside": "notice",
        "empty-beside": "warning",
        "empty": "error",
        "messages": "error",
        "messages-judged": "warning",
    },
    "registration.failed-locally": {
        "unexplained": "critical",
        "nameless": "critical",
        "cut": "critical",
        "unexplained-nameless": "critical",
    },
    "registration.ok": {"one-server": "info", "live": "info", "live-one-server": "info"},
    "registration.rejected": {
        "unclear": "critical",
        "cut": "critical",
        "cut-nameless": "critical",
        "tried-again": "critical",
        "someone-later": "critical",
        "went-on": "error",
        "turned-to": "critical",
    },
    "log.truncated": {
        "start": "notice",
        "part": "notice",
        "both": "notice",
        "end": "notice",
        "error": "notice",
    },
    "sip.no-reply": {
        "accepts": "critical",
        "accepts-backup": "error",
        "accepts-covered": "error",
        "accepts-backup-several": "error",
        "closes": "critical",
        "closes-backup": "error",
        "closes-covered": "error",
        "closes-backup-several": "error",
        "closes-at-once": "critical",
        "closes-at-once-backup": "error",
        "closes-at-once-covered": "error",
        "closes-at-once-backup-several": "error",
        "wants-tls": "critical",
        "wants-tls-backup": "error",
        "wants-tls-covered": "error",
        "wants-tls-backup-several": "error",
        "no-sip": "critical",
        "no-sip-backup": "error",
        "no-sip-covered": "error",
        "no-sip-backup-several": "error",
        "backup": "error",
        "covered": "error",
        "backup-several": "error",
    },
    "sip.refused": {"backup": "error", "covered": "error", "backup-several": "error"},
    "sip.tls-failed": {
        "backup": "error",
        "covered": "error",
        "backup-several": "error",
        "wants-certificate": "warning",
        "wants-certificate-several": "warning",
    },
    "sip.certificate-expired": {"several": "warning"},
    "sip.certificate-differs": {"several": "warning"},
}
FAILURE_LINES = {
    "no-answer", "no-match", "lookup-empty", "naptr-empty", "srv-empty", "nothing-found",
    "registration-failed", "upload-failed",
}  # fmt: skip

TYPICAL = {
    "some": "piper.eslab.local, piper2.eslab.local, …",
    "address": "10.225.2.31",
    "answering": "10.225.2.36:53",
    "addresses": "10.225.2.10, 10.225.2.11",
    "code": "403",
    "advice": "Check user name and password in the handset.",
    "column": "17",
    "next": "piper2.eslab.local",
    "planned": "_sip._udp.testserver.eslab.local",
    "count": "12",
    "domain": "eslab.local",
    "folder": "eslab.local",
    "detail": "the reply has another id than the question",
    "end": "2026-06-30",
    "expected": "_sip._udp.testserver.eslab.local",
    "file": "0004f2a1b2c3-app.log",
    "flags": "a",
    "found": "_sip._udp.eslab.local",
    "line": "12",
    "name": "testserver.eslab.local",
    "names": "pbx.example.com",
    "only": "TCPOnly",
    "other": "SIP+D2T",
    "owner": "_sip._udp.testserver.eslab.local",
    "parameter": "voIpProt.server.1.transport",
    "port": "5060",
    "priority": "10",
    "protocol": "UDP",
    "proxy": "testserver.eslab.local",
    "question": "SRV _sip._udp.testserver.eslab.local",
    "said": "403 Forbidden",
    "regexp": "!^.*$!sip:info@eslab.local!",
    "replacement": "_sip._udp.es",
    "reply": "NOTIMP",
    "result": "17",
    "rtype": "NAPTR",
    "newest": "2026112203",
    "seconds": "86400",
    "serial": "2026112201",
    "server": "10.225.2.35:53",
    "servers": "10.225.2.35:53, 10.225.2.36:53, 10.225.2.37:53",
    "service": "SIP+D2T",
    "source": "10.225.2.1:53",
    "start": "2025-07-01",
    "subject": "testserver.eslab.local",
    "target": "piper.eslab.local",
    "targets": "piper.eslab.local, piper2.eslab.local",
    "transport": "UDP",
    "user": "1512",
    "value": "10.225.2.31",
    "wait": "at most 3600 seconds",
    "zone": "eslab.local",
}
# Where a fact has another form than in most entries: the longest that is likely.
SPECIAL = {
    "srv.target-doubled": {"target": "piper2.eslab.local.testserver.eslab.local"},
    "srv.owner-misspelled": {"found": "_sip._udp.testserver.eslab.local.eslab.local"},
    "srv.owner-is-alias": {"target": "_sip._udp.pbx.eslab.local"},
    "srv.port-differs": {"expected": "5061"},
    "naptr.needed-for-transport": {"found": "_sips._tcp"},
    "naptr.service-unusable": {"service": "E2U+sip"},
    "naptr.replacement-doubled": {"replacement": "_sip._udp.testserver.eslab.local.eslab.local"},
    "config.port-not-zero": {"parameter": "voIpProt.server.1.port", "value": "5060"},
    "config.address-is-ip": {"parameter": "voIpProt.server.1.address"},
    "config.address-is-server": {"parameter": "voIpProt.server.1.address", "value": "piper.eslab.local"},
    "config.address-malformed": {
        "parameter": "voIpProt.server.1.address",
        "value": "sip:testserver.eslab.local:5060",
    },
    "config.address-list": {
        "parameter": "voIpProt.server.1.address",
        "value": "10.225.2.66, testserver.eslab.local",
    },
    "config.transport-not-dnsnaptr": {"value": "TCPpreferred"},
    "config.registration-off": {"parameter": "reg.1.server.1.register", "value": "0"},
    "config.sip-disabled": {"parameter": "voIpProt.SIP.enable", "value": "0"},
    "config.reg-overrides-voip": {"parameter": "reg.1.server.1.address"},
    "config.ignored-fault": {
        "parameter": "voIpProt.server.1.port",
        "value": "5060",
        "expected": "0",
        "left": "Keep that one.",
    },
    "config.expires-out-of-range": {
        "parameter": "voIpProt.server.1.expires",
        "value": "60",
        "expected": "3600",
    },
    "config.not-xml": {"file": "0004f2a1b2c3.cfg", "detail": "mismatched tag"},
    "config.dns-logging-off": {"parameter": "log.level.change.dns"},
    "naptr.order-prefers-other-transport": {"expected": "SIP+D2U"},
    "address.differs": {"expected": "10.225.2.31", "found": "10.225.2.131"},
    "config.parameter-misspelled": {
        "parameter": "volpProt.server.1.transport",
        "spelled": "voIpProt.server.1.transport (capital I)",
    },
    "config.transport-invalid": {"value": "DNSsnaptr", "expected": "DNSnaptr"},
    "config.outbound-proxy-port": {"parameter": "voIpProt.SIP.outboundProxy.port"},
    "config.failback-mode-invalid": {
        "parameter": "reg.1.server.1.failOver.failBack.mode",
        "value": "newRequests",
    },
    "registration.ok": {
        "servers": "piper.eslab.local (10.225.2.31:5060), piper2.eslab.local (10.225.2.32:5060)",
        "server": "piper.eslab.local (10.225.2.31:5060)",
    },
    "sip.answers": {"server": "piper.eslab.local"},
    "sip.no-reply": {"server": "piper.eslab.local", "standby": "piper2.eslab.local"},
    "sip.refused": {"server": "piper.eslab.local", "standby": "piper2.eslab.local"},
    "sip.tls-failed": {
        "standby": "piper2.eslab.local",
        "server": "piper.eslab.local",
        "detail": "the server and this computer know no TLS version in common",
    },
    "sip.certificate-expired": {"server": "piper.eslab.local"},
    "sip.certificate-differs": {"server": "piper.eslab.local"},
}
MISSPELLED = "volpProt"


@cache
def shipped() -> Knowledge:
    return knowledge.load(FOLDER)


@pytest.fixture(scope="module")
def known() -> Knowledge:
    return shipped()


# Every code with every variant, the plain entry as "".
ENTRIES = [(code, variant) for code in CATALOGUE for variant in ("", *VARIANTS.get(code, {}))]
every_entry = pytest.mark.parametrize(
    ("code", "variant"), ENTRIES, ids=[f"{code}-{variant}".rstrip("-") for code, variant in ENTRIES]
)


def typical(code: str, variant: str, entry: Entry) -> Finding:
    """A finding as the checks would state it, with exactly the facts that the entry declares."""
    facts = {name: {**TYPICAL, **SPECIAL.get(code, {})}[name] for name in entry.facts}
    return Finding(code, TYPICAL["subject"], facts=facts, variant=variant)


def texts_of(entry: Entry) -> str:
    return "\n".join((entry.title, entry.why, *entry.fix, entry.source))


# Complete ----------------------------------------------------------------------------------


def test_the_catalogue_is_explained_with_its_severities(known: Knowledge) -> None:
    assert {code: entry.severity for code, entry in known.entries.items()} == CATALOGUE
    assert {
        code: {name: variant.severity for name, variant in entry.variants.items()}
        for code, entry in known.entries.items()
        if entry.variants
    } == VARIANTS


def test_every_form_of_log_line_is_explained_and_nothing_else(known: Knowledge) -> None:
    assert list(known.lines) == [rule.id for rule in grammar.RULES]


def test_lines_that_tell_of_a_failure(known: Knowledge) -> None:
    assert {line.id for line in known.lines.values() if line.failure} == FAILURE_LINES


@pytest.mark.parametrize("rule", grammar.RULES, ids=lambda rule: rule.id)
def test_samples_prove_their_rule(known: Knowledge, rule: grammar.Rule) -> None:
    for sample in known.lines[rule.id].samples:
        event = grammar.read(rule.module, sample)
        assert type(event) is rule.event
        assert grammar.write(event) == sample


def test_samples_are_lines_of_the_bulletin(known: Knowledge) -> None:
    folder = Path(__file__).parent / "data" / "bulletin"
    logs = {which: _messages(folder / f"{which.lower()}-restored.log") for which in ("Failed", "Successful")}
    everything = {message for messages in logs.values() for message in messages}
    for line in known.lines.values():
        places = re.findall(r"(Failed|Successful) Registration Log, lines? ([\d, and]+)", line.section)
        if line.id == "upload-failed":
            assert "Not in CS-14-17" in line.section
            continue
        assert set(line.samples) <= everything
        assert places
        for which, numbers in places:
            for number in re.findall(r"\d+", numbers):
                assert logs[which][int(number) - 1] in line.samples, f"{line.id}: {which} {number}"


def _messages(path: Path) -> list[str]:
    return [line.split("|", 4)[4] for line in path.read_text(encoding="utf-8").splitlines()]


# In words ----------------------------------------------------------------------------------


@every_entry
def test_every_entry_can_be_put_into_words(known: Knowledge, code: str, variant: str) -> None:
    finding = typical(code, variant, known.entry(code, variant))
    said = known.explain(finding)
    assert said.severity == known.severity(finding)
    assert said.title
    assert len(said.title) <= 110, f"{len(said.title)} characters: {said.title}"
    assert not said.title.endswith(".")
    assert said.why.endswith((".", "?"))
    assert said.fix
    assert all(step.endswith(".") for step in said.fix)
    words = "\n".join((said.title, said.why, *said.fix))
    assert not re.search(r"[{}]|  |\n ", words)


@every_entry
def test_declared_facts_are_the_used_ones(known: Knowledge, code: str, variant: str) -> None:
    entry = known.entry(code, variant)
    used = set(re.findall(r"\{(\w+)\}", "\n".join((entry.title, entry.why, *entry.fix))))
    assert len(set(entry.facts)) == len(entry.facts)
    assert used - {"subject"} == set(entry.facts)


@every_entry
def test_plain_words_without_the_known_errors(known: Knowledge, code: str, variant: str) -> None:
    entry = known.entry(code, variant)
    text = texts_of(entry)
    assert not re.search(r"\bplease\b|\bsimply\b|\bjust\b|\bobviously\b|\buser error\b", text, re.IGNORECASE)
    assert not re.search(r"\b36 s", text), "3600 with its zeros cut away"
    assert not re.search(r"</?[a-zA-Z!]|&[a-z]+;|`", text), "plain text, no markup"
    assert "newRequests" not in text
    assert "concurrentRegistration" not in text
    assert 'transport="naptr"' not in text
    if code != "config.parameter-misspelled":
        assert MISSPELLED.lower() not in text.lower()


def test_the_misspelling_stands_only_where_it_is_explained() -> None:
    for path in FOLDER.rglob("*.toml"):
        found = path.read_text(encoding="utf-8").count(MISSPELLED)
        assert found == (1 if path.name == "config.toml" else 0), path.name


def test_lines_are_explained_in_plain_words(known: Knowledge) -> None:
    for line in known.lines.values():
        assert len(line.title.split()) <= 8
        assert not line.title.endswith(".")
        assert 1 <= len(re.findall(r"[.?](?:\s|$)", line.explains)) <= 3
        text = f"{line.title}\n{line.explains}\n{line.section}"
        assert not re.search(r"\bplease\b|\b36 s|</?[a-zA-Z!]|`|\{", text, re.IGNORECASE)
        assert MISSPELLED not in text


# Honest ------------------------------------------------------------------------------------


@every_entry
def test_the_source_fits_the_basis(known: Knowledge, code: str, variant: str) -> None:
    entry = known.entry(code, variant)
    if entry.basis is Basis.VENDOR:
        assert re.search(r"CS-14-17|Administration Guide|administrator's guide", entry.source)
    if entry.basis is Basis.STANDARD:
        assert "RFC " in entry.source
    assert entry.source


@pytest.mark.parametrize("code", ["naptr.needed-for-transport", "address.ipv6-only"])
def test_what_was_seen_in_one_log_is_said_so(known: Knowledge, code: str) -> None:
    entry = known.entry(code)
    assert entry.basis is Basis.INFERRED
    assert "was seen to" in entry.why or "was seen, in one log, to" in entry.why


# A remembered "no such record" outlives the repair in DNS. The handset never asks for PTR records.
RECORD_FAULTS = ("name.", "naptr.", "srv.", "address.", "host.", "ttl.")


@every_entry
def test_faults_of_records_end_with_the_restart(known: Knowledge, code: str, variant: str) -> None:
    last = known.entry(code, variant).fix[-1].lower()
    if code.startswith(RECORD_FAULTS) or code == "registration.failed-locally":
        assert "restart each handset" in last or "set the transport of each handset" in last
    if code.startswith("config.") and CATALOGUE[code] in {"critical", "error"}:
        assert "restart each handset" in last or "set the transport of each handset" in last


# Steps after which a handset is to write a log: one handset is enough for that.
FOR_A_LOG = ("Or get a log that tells: ", "If this does not explain it, set log.level.change.sip to 1")


@every_entry
def test_a_repair_is_for_all_handsets(known: Knowledge, code: str, variant: str) -> None:
    """Also where a check or a folder of logs speaks of many handsets."""
    for step in known.entry(code, variant).fix:
        one = "restart the handset" in step.lower()
        if code.startswith("log.") or code == "config.dns-logging-off":
            assert "each handset" not in step, "a better log of this one handset is wanted"
        else:
            assert not one or step.startswith(FOR_A_LOG), step


# The loader refuses what is wrong ----------------------------------------------------------


GOOD = """\
["srv.single"]
severity = "error"
seen = ["log"]
basis = "vendor"
source = "CS-14-17, Step 1"
facts = ["owner"]
title = "One record at {owner}"
why = "So there is no second one."
fix = ["Add one at {owner}."]
"""
GOOD_LINE = """\
[boot-ready]
title = "Ready"
explains = "It is ready."
section = "Line 46"
basis = "inferred"
samples = ["x"]
"""


def folder_with(root: Path, findings: str | bytes = GOOD, lines: str = GOOD_LINE) -> Path:
    (root / "en" / "findings").mkdir(parents=True, exist_ok=True)
    data = findings.encode() if isinstance(findings, str) else findings
    (root / "en" / "findings" / "one.toml").write_bytes(data)
    (root / "en" / "lines.toml").write_text(lines, encoding="utf-8")
    return root


def test_a_good_file_loads(tmp_path: Path) -> None:
    loaded = knowledge.load(folder_with(tmp_path))
    assert loaded.entry("srv.single").facts == ("owner",)
    assert loaded.lines["boot-ready"].failure is False


def swapped(old: str, new: str, text: str = GOOD) -> str:
    assert old in text
    return text.replace(old, new)


WRONG_ENTRIES = {
    "not TOML": GOOD + "title =",
    "not UTF-8": GOOD.encode() + b"# \xff",
    "no table": 'severity = "error"',
    "unknown key": GOOD + 'advice = "none"',
    "missing key": swapped('why = "So there is no second one."\n', ""),
    "unknown severity": swapped('"error"', '"fatal"'),
    "unknown basis": swapped('"vendor"', '"hearsay"'),
    "unknown evidence": swapped('["log"]', '["rumour"]'),
    "undeclared fact": swapped("at {owner}", "at {name}"),
    "fact without a name": swapped("at {owner}", "at {}"),
    "attribute of a fact": swapped("at {owner}", "at {owner.__class__}"),
    "converted fact": swapped("at {owner}", "at {owner!r}"),
    "formatted fact": swapped("at {owner}", "at {owner:>90}"),
    "open brace": swapped("at {owner}", "at {owner"),
    "text for a list of steps": swapped('["Add one at {owner}."]', '"Add one at {owner}."'),
    "text for a list of facts": swapped('["owner"]', '"owner"'),
    "number for a text": swapped('"So there is no second one."', "2"),
    "number among the steps": swapped('["Add one at {owner}."]', "[1]"),
    "variants without names": GOOD + 'variants = "log"',
    "variant that is no table": GOOD + 'variants = {log = "x"}',
    "variant with an unknown key": GOOD + '["srv.single".variants.log]\nadvice = "none"',
    "variant within a variant": GOOD + '["srv.single".variants.log.variants.more]\nwhy = "So."',
    "variant with an undeclared fact": GOOD + '["srv.single".variants.log]\nwhy = "At {name}."',
    "variant that drops a needed fact": GOOD + '["srv.single".variants.log]\nfacts = []',
}
WRONG_LINES = {
    "no sample": swapped('["x"]', "[]", GOOD_LINE),
    "text for samples": swapped('["x"]', '"x"', GOOD_LINE),
    "unknown key": GOOD_LINE + 'level = "1"',
    "missing key": swapped('section = "Line 46"\n', "", GOOD_LINE),
    "unknown basis": swapped('"inferred"', '"guessed"', GOOD_LINE),
    "failure in words": GOOD_LINE + 'failure = "no"',
    "no table": "boot-ready = 1",
}


@pytest.mark.parametrize("text", list(WRONG_ENTRIES.values()), ids=list(WRONG_ENTRIES))
def test_a_wrong_entry_is_refused(tmp_path: Path, text: str | bytes) -> None:
    with pytest.raises(KnowledgeError, match=r"^one\.toml"):
        knowledge.load(folder_with(tmp_path, findings=text))


@pytest.mark.parametrize("text", list(WRONG_LINES.values()), ids=list(WRONG_LINES))
def test_a_wrong_line_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(KnowledgeError, match=r"^lines\.toml"):
        knowledge.load(folder_with(tmp_path, lines=text))


def test_a_code_explained_twice_is_refused(tmp_path: Path) -> None:
    folder = folder_with(tmp_path)
    shutil.copy(folder / "en" / "findings" / "one.toml", folder / "en" / "findings" / "two.toml")
    with pytest.raises(KnowledgeError, match="explained twice"):
        knowledge.load(folder)


def test_a_missing_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError):
        knowledge.load(folder_with(tmp_path), "xx")


_toml = st.text(alphabet="abfirstvwxy.\"[]{}=,\\\n #'0123", max_size=120)
_value = st.recursive(
    st.booleans() | st.integers() | st.text(alphabet="ab{}!:.", max_size=8),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("ab"), inner, max_size=2),
    max_leaves=4,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(text=_toml)
def test_whatever_a_file_holds_it_loads_or_is_refused(tmp_path: Path, text: str) -> None:
    try:
        knowledge.load(folder_with(tmp_path, findings=text))
    except KnowledgeError:
        return
    assert not tomllib.loads(text), "only an empty file is sound"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(
    key=st.sampled_from(["severity", "seen", "basis", "source", "facts", "title", "why", "fix"]), value=_value
)
def test_whatever_a_key_holds_it_loads_or_is_refused(tmp_path: Path, key: str, value: object) -> None:
    rest = [line for line in GOOD.splitlines() if not line.startswith(key)]
    text = "\n".join([*rest, f"{key} = {_as_toml(value)}"])
    try:
        loaded = knowledge.load(folder_with(tmp_path, findings=text))
    except KnowledgeError:
        return
    said = loaded.explain(
        Finding("srv.single", "s", facts=dict.fromkeys(loaded.entry("srv.single").facts, "x"))
    )
    assert all(isinstance(word, str) for word in (said.title, said.why, *said.fix))


def _as_toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(_as_toml, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key} = {_as_toml(inner)}' for key, inner in value.items())}}}"
    return f'"{value}"' if isinstance(value, str) else str(value)


# Explaining --------------------------------------------------------------------------------


@every_entry
def test_a_finding_without_one_of_its_facts_is_a_defect(known: Knowledge, code: str, variant: str) -> None:
    whole = typical(code, variant, known.entry(code, variant))
    for lost in whole.facts:
        facts = {name: value for name, value in whole.facts.items() if name != lost}
        with pytest.raises(KnowledgeError, match=lost):
            known.explain(Finding(code, whole.subject, facts=facts, variant=variant))


@pytest.mark.parametrize(
    ("code", "variant"),
    [("srv.unheard-of", ""), ("srv.missing", "unheard-of"), ("", ""), ("srv.single", "none")],
)
def test_what_is_not_in_the_catalogue_is_a_defect(known: Knowledge, code: str, variant: str) -> None:
    with pytest.raises(KnowledgeError, match=re.escape(repr(code))):
        known.severity(Finding(code, "x", variant=variant))


def test_several_users_are_users(known: Knowledge) -> None:
    def title(user: str) -> str:
        facts = {"user": user, "name": "testserver.eslab.local"}
        return known.explain(Finding("registration.failed-locally", "x", facts=facts)).title

    assert title("4801").startswith("User 4801 could not register: ")
    assert title("4801, 4802").startswith("Users 4801, 4802 could not register: ")
    assert title("4801, 4802, …").startswith("Users 4801, 4802, … could not register: ")


@settings(max_examples=50)
@given(value=st.text(max_size=40), which=st.sampled_from(ENTRIES))
def test_facts_come_through_as_they_are(value: str, which: tuple[str, str]) -> None:
    """Facts are untrusted: braces and percent signs in them are text, never placeholders."""
    known = shipped()
    code, variant = which
    entry = known.entry(code, variant)
    said = known.explain(Finding(code, value, facts=dict.fromkeys(entry.facts, value), variant=variant))
    for template, text in zip(
        (entry.of_many if entry.of_many and ", " in value else entry.title, entry.why, *entry.fix),
        (said.title, said.why, *said.fix),
        strict=True,
    ):
        assert text == re.sub(r"\{\w+\}", lambda _: value, template)
