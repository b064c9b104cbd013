"""Kamailio, a SIP server over UDP, TCP and TLS."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.servers.process import LOOPBACK, Server, folder, free_port, program, running
from tests.servers.ready import sip_status

_CONFIG = """
#!KAMAILIO
debug=2
log_stderror=yes
children=1
tcp_children=1
enable_tls=yes
auto_aliases=no
{aliases}
listen=udp:{address}:{port}
listen=tcp:{address}:{port}
listen=tls:{address}:{tls_port}
loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "textops.so"
loadmodule "sanity.so"
loadmodule "maxfwd.so"
loadmodule "tls.so"
modparam("tls", "certificate", "{place}/certificate.pem")
modparam("tls", "private_key", "{place}/key.pem")
modparam("tls", "tls_method", "TLSv1.2+")
modparam("tls", "verify_certificate", 0)
modparam("tls", "require_certificate", 0)

request_route {{
    if (!mf_process_maxfwd_header("10")) {{
        sl_send_reply("483", "Too Many Hops");
        exit;
    }}
    if (!sanity_check()) {{
        exit;
    }}
    if (is_method("OPTIONS") && uri==myself) {{
        sl_send_reply("200", "OK");
        exit;
    }}
    sl_send_reply("404", "Not Found");
}}
"""


@contextmanager
def serve(
    *,
    address: str = LOOPBACK,
    aliases: Sequence[str] = (),
    certificate_name: str = "piper.eslab.local",
) -> Iterator[Server]:
    """Answers 200 to OPTIONS for its address or one of its ``aliases``, 404 to everything else.

    ``certificate_name`` is the DNS name in its certificate (``certificate.pem`` in its folder), which
    signs itself.
    """
    kamailio = program("kamailio")
    with folder("kamailio") as place:
        port, tls_port = free_port(address), free_port(address)
        config = _CONFIG.format(
            place=place,
            address=address,
            port=port,
            tls_port=tls_port,
            aliases="\n".join(f'alias="{alias}"' for alias in aliases),
        )
        (place / "kamailio.cfg").write_text(config, encoding="utf-8")
        _make_certificate(place, certificate_name)

        def ready() -> bool:
            return sip_status(address, port) == 200 and sip_status(address, tls_port, "tls") == 200

        command: list[str | Path] = [kamailio, "-DD", "-E", "-m", "32", "-M", "4", "-Y", place]
        command += ["-f", place / "kamailio.cfg", "-P", place / "kamailio.pid"]
        with running(command, place, port, ready, address) as server:
            server.tls_port = tls_port
            yield server


def _make_certificate(place: Path, name: str) -> None:
    command = [program("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    command += ["-nodes", "-days", "2", "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}"]
    command += ["-keyout", str(place / "key.pem"), "-out", str(place / "certificate.pem")]
    subprocess.run(command, check=True, capture_output=True, timeout=30)
