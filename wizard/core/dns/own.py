"""The DNS servers of this computer, as its system is configured. Asks nobody."""

from __future__ import annotations

import dns.resolver

from wizard.core.dns.answer import Server, parse_server


def own_servers() -> tuple[Server, ...]:
    """This computer's DNS servers in order, none where the system names none.

    Read from ``resolv.conf``, or on Windows from the network adapters. They serve for comparison
    alone: "it works on my laptop" proves nothing about the handset.
    """
    try:
        resolver = dns.resolver.Resolver(configure=True)
    except dns.resolver.NoResolverConfiguration:
        return ()
    except OSError:
        return ()
    found = (parse_server(str(server)) for server in resolver.nameservers)
    return tuple(dict.fromkeys(server for server in found if server is not None))
