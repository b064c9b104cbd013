"""TLS for probes: it shakes hands with whatever a server offers, and says in plain words why it could not."""

from __future__ import annotations

import socket
import ssl

from wizard.core import names
from wizard.core.about import told
from wizard.core.sip.message import plain
from wizard.core.sip.outcome import Outcome, Trouble
from wizard.core.sip.waiting import Patience

SILENT = "tls.silent"
BROKEN_OFF = "tls.broken-off"
NOT_TLS = "tls.not-tls"
NO_VERSION = "tls.no-version"
NO_CIPHER = "tls.no-cipher"
WANTS_CERTIFICATE = "tls.wants-certificate"

# Parts of OpenSSL's reasons, in the order in which they are looked for, and what they come to.
_REASONS = {
    "CERTIFICATE_REQUIRED": WANTS_CERTIFICATE,
    "WRONG_VERSION_NUMBER": NOT_TLS,
    "WRONG_SSL_VERSION": NOT_TLS,
    "PACKET_LENGTH_TOO_LONG": NOT_TLS,
    "RECORD_LAYER_FAILURE": NOT_TLS,
    "HTTP_REQUEST": NOT_TLS,
    "PROTOCOL_VERSION": NO_VERSION,
    "UNSUPPORTED_PROTOCOL": NO_VERSION,
    "HANDSHAKE_FAILURE": "tls.no-cipher-or-certificate",
    "NO_SHARED_CIPHER": NO_CIPHER,
    "INSUFFICIENT_SECURITY": NO_CIPHER,
    "UNRECOGNIZED_NAME": "tls.unknown-name",
    "UNEXPECTED_EOF": BROKEN_OFF,
}


def open_context(*, verify: bool) -> ssl.SSLContext:
    """A context that takes what old servers offer: a probe asks for life and has no secret to keep.

    With ``verify`` it trusts whom this computer trusts; names are never compared here.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_REQUIRED if verify else ssl.CERT_NONE
    if verify:
        context.load_default_certs()
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    context.options |= getattr(ssl, "OP_LEGACY_SERVER_CONNECT", 0x4)
    return context


def sealed(sock: socket.socket, host: str, context: ssl.SSLContext) -> ssl.SSLSocket:
    """A socket that will speak TLS, and names ``host`` in its greeting (SNI) if that is a name."""
    name = names.clean(host, underscore=True)
    shown = None if name.problem else name.name
    return context.wrap_socket(sock, server_hostname=shown, do_handshake_on_connect=False)


def shake_hands(sock: ssl.SSLSocket, patience: Patience) -> ssl.SSLError | str:
    """An empty text once TLS is agreed; else the error, or the key of why not."""
    while True:
        try:
            sock.do_handshake()
        except ssl.SSLWantReadError:
            ready = patience.wait(sock)
        except ssl.SSLWantWriteError:
            ready = patience.wait(sock, write=True)
        except ssl.SSLError as error:
            return error
        except OSError:
            return BROKEN_OFF
        else:
            return ""
        if not ready:
            return SILENT


def trouble(error: ssl.SSLError | str) -> Trouble:
    """Why there is no secure connection: the error, or the key of what is said."""
    if isinstance(error, str):
        return Trouble(Outcome.TLS_FAILED, told(error))
    key = _known(error)
    said = told(key) if key else _other(error.reason or "")
    return Trouble(Outcome.TLS_FAILED, said, key == WANTS_CERTIFICATE)


def _known(error: ssl.SSLError) -> str:
    """The key of an error that OpenSSL gives a known reason for; else empty."""
    if isinstance(error, ssl.SSLEOFError):
        return BROKEN_OFF
    reason = error.reason or ""
    return next((key for part, key in _REASONS.items() if part in reason), "")


def _other(reason: str) -> str:
    """What is said of a reason that is not known here, with OpenSSL's word for it."""
    said = plain(reason.replace("_", " ").lower()) or told("tls.no-reason")
    return told("tls.ended" if "ALERT" in reason else "tls.failed", reason=said)
