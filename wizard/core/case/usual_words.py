"""Words in names that tell nothing about anybody: they stay when names are replaced."""

from __future__ import annotations

from wizard.core.dns.further_srv import USUAL_SUBDOMAINS

STANDARD = frozenset(
    {
        *("_sip", "_sips", "_udp", "_tcp", "_tls", "_ldap", "_msdcs", "udp", "tcp", "tls", "sips", "dc"),
        *("com", "net", "org", "edu", "gov", "int", "info", "biz", "local", "lan", "internal", "intranet"),
        *("private", "corp", "home", "localdomain", "localhost", "invalid", "test", "example", "arpa"),
        *("in-addr", "ip6", "www", "dns", "ns", "*"),
        *USUAL_SUBDOMAINS,
    }
)
"""Labels of host and domain names."""

FILE_WORDS = frozenset(
    {
        *(
            "app",
            "now",
            "boot",
            "phone",
            "web",
            "site",
            "log",
            "cfg",
            "xml",
            "txt",
            "gz",
            "zip",
            "json",
            "old",
        ),
        *("orig", "repaired", "handset", "sip", "features", "pasted", "standard", "input", "evidence"),
        *("answers", "configuration", "config", "master", "directory"),
    }
)
"""Words of file names."""

FILE_SUFFIXES = frozenset({"log", "cfg", "xml", "txt", "gz", "zip", "json", "csv"})
"""Suffixes of file names, without the dot."""
