"""sipp as a SIP server that says one thing to every OPTIONS request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers.process import LOOPBACK, Server, folder, free_port, program, running
from tests.servers.ready import sip_status

_SCENARIO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE scenario SYSTEM "sipp.dtd">
<scenario name="options">
  <recv request="OPTIONS"/>
  <send><![CDATA[

    SIP/2.0 {status}
    [last_Via:]
    [last_From:]
    [last_To:];tag=[call_number]
    [last_Call-ID:]
    [last_CSeq:]
    Content-Length: 0

  ]]></send>
</scenario>
"""


@contextmanager
def serve(*, transport: str = "udp", status: str = "200 OK", address: str = LOOPBACK) -> Iterator[Server]:
    """Answers every OPTIONS request with ``status``, over ``udp`` or ``tcp``."""
    sipp = program("sipp")
    with folder("sipp") as place:
        port = free_port(address)
        (place / "options.xml").write_text(_SCENARIO.format(status=status), encoding="utf-8")

        def ready() -> bool:
            return sip_status(address, port, transport) != 0

        command: list[str | Path] = [sipp, "-sf", place / "options.xml", "-i", address, "-p", str(port)]
        command += ["-t", "u1" if transport == "udp" else "t1", "-nostdin", "-cp", str(free_port())]
        with running(command, place, port, ready, address) as server:
            yield server
