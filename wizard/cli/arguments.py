"""The command line's grammar."""

from __future__ import annotations

import argparse
from typing import NoReturn

from wizard import __version__
from wizard.core.handset.configuration import FailBack, FailOver
from wizard.core.handset.resolver import TRANSPORTS
from wizard.core.plan.deployment import DEFAULT_TTL, NaptrUse, Transport
from wizard.core.plan.recipes import Product

PROGRAM = "failover-wizard"
PLAN_HELP = "HOST=IP[:PORT][/PRIORITY/WEIGHT], in failover order; repeat for every server"


class UsageError(Exception):
    """Wrong usage or unreadable input: one line for stderr, exit code 2."""


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}. See {self.prog} --help.")


def parser() -> Parser:
    """The whole command line but for ``demo`` and ``self-test``, which need the window."""
    root = Parser(
        prog=PROGRAM,
        description="DNS failover of Spectralink 84-Series handsets: set up, checked, explained. "
        "Without a command it opens the window.",
    )
    root.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    commands = root.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=Parser)
    _plan(commands)
    _config(commands)
    _lint(commands)
    _check(commands)
    _log(commands)
    _case(commands)
    _summary(commands)
    commands.add_parser("demo", help="the window on the practice case, or its pages as pictures")
    commands.add_parser("self-test", help="prove that this build works, without a network")
    return root


Commands = argparse._SubParsersAction


def _plan(commands: Commands[Parser]) -> None:
    one = commands.add_parser("plan", help="the DNS records of a plan, for one DNS product")
    plan_arguments(one, required=True)
    formats = ["text", "json", *(product.value for product in Product)]
    one.add_argument("--format", choices=formats, default="text", help="default: text")
    _json(one)


def _config(commands: Commands[Parser]) -> None:
    one = commands.add_parser("config", help="the handset's configuration for a plan, as XML")
    plan_arguments(one, required=True)
    one.add_argument("--family", choices=["voip", "reg"], default="voip", help="voIpProt or reg.<line>")
    one.add_argument("--line", type=_line, default=1, help="line number for reg (default 1)")
    one.add_argument("--expires", type=_expires, default=3600, help="seconds (default 3600)")
    one.add_argument("--outbound-proxy", action="store_true", help="set the outbound proxy as well")
    one.add_argument("--proxy-only", action="store_true", help="set the outbound proxy instead of the server")
    one.add_argument("--logging", action="store_true", help="add the log levels for troubleshooting")
    one.add_argument(
        "--failover",
        choices=[choice.value for choice in FailOver],
        help="shared: the servers know each other's registrations; separate: register with each before use",
    )
    one.add_argument(
        "--failback-mode",
        choices=[mode.value for mode in FailBack],
        help="when to go back to the first server",
    )
    one.add_argument(
        "--failback-timeout", type=_timeout, metavar="S", help="seconds for --failback-mode duration"
    )
    one.add_argument("--block", action="store_true", help="elements to paste instead of a whole file")
    _json(one)


def _lint(commands: Commands[Parser]) -> None:
    one = commands.add_parser("lint", help="what is wrong in the handset's configuration files")
    one.add_argument("files", nargs="+", metavar="FILE", help="configuration files, folders of them, or -")
    plan_arguments(one, required=False)
    one.add_argument(
        "--repair",
        type=_path,
        metavar="OUT",
        help="write the repaired file there, or the repaired files into that folder; a file that is "
        "there already is kept as OUT.orig",
    )
    _json(one)


def _check(commands: Commands[Parser]) -> None:
    one = commands.add_parser("check", help="what the handset would find on real DNS servers")
    one.add_argument("--address", metavar="NAME", help="the name configured in the handset")
    one.add_argument("--case", type=_path, metavar="FILE", help="take plan and DNS servers from a case file")
    one.add_argument(
        "--config",
        action="append",
        default=[],
        metavar="FILE",
        help="take what the handset looks for from its configuration files; repeat",
    )
    plan_arguments(one, required=False, transports=[*TRANSPORTS, *(t.value for t in Transport)])
    one.add_argument("--port", type=int, default=0, help="the handset's port setting (default 0)")
    one.add_argument("--dns", action="append", default=[], metavar="IP[:PORT]", help="a DNS server; repeat")
    one.add_argument("--own-dns", action="store_true", help="ask this computer's DNS too, to compare")
    one.add_argument(
        "--zone-dns",
        action="store_true",
        help="ask the DNS server that holds the zone too: it shows what the others only remember",
    )
    one.add_argument(
        "--sip", action="store_true", help="ask each SIP server found whether it answers (OPTIONS)"
    )
    one.add_argument("--timeout", type=float, default=2.0, help="seconds for one question (default 2)")
    one.add_argument(
        "--product",
        choices=[product.value for product in Product],
        help="print what to type into this DNS product, and the undo",
    )
    one.add_argument("--evidence", type=_path, metavar="OUT", help="save the answers as JSON")
    one.add_argument("--replay", type=_path, metavar="IN", help="use saved answers instead of asking")
    one.add_argument("--predict", action="store_true", help="print the log that the handset would write")
    one.add_argument(
        "--log",
        action="extend",
        nargs="+",
        default=[],
        metavar="PATH",
        help="logs to lay beside it: what the handset still remembers, and with --predict where it parts",
    )
    _json(one)


def _log(commands: Commands[Parser]) -> None:
    one = commands.add_parser("log", help="what handset logs tell")
    one.add_argument(
        "paths", nargs="+", metavar="PATH", help="log files, folders, .gz, .zip, or - for standard input"
    )
    one.add_argument("--follow", action="store_true", help="go on as the files grow, until Ctrl+C")
    plan_arguments(one, required=False)
    _json(one)


def _case(commands: Commands[Parser]) -> None:
    one = commands.add_parser("case", help="put a case file together")
    one.add_argument("out", type=_path, metavar="OUT.json")
    plan_arguments(one, required=False)
    one.add_argument(
        "--config",
        action="extend",
        nargs="+",
        default=[],
        metavar="FILE",
        help="configuration files of the handset; their secrets are left out",
    )
    one.add_argument("--log", action="extend", nargs="+", default=[], metavar="PATH", help="logs to add")
    one.add_argument("--evidence", type=_path, metavar="FILE", help="answers saved by check --evidence")
    one.add_argument("--site", default="")
    one.add_argument("--technician", default="")
    one.add_argument("--notes", default="")
    _json(one)


def _summary(commands: Commands[Parser]) -> None:
    one = commands.add_parser("summary", help="the fix summary of a case file")
    one.add_argument("--case", type=_path, required=True, metavar="FILE")
    one.add_argument(
        "--out", type=_path, metavar="FILE.html|.pdf|.md|.txt|.csv|.json|.zip", help="its ending is the form"
    )
    forms = ["html", "pdf", "md", "txt", "csv", "json", "zip"]
    one.add_argument("--format", choices=forms, help="the form, whatever the ending; without --out, printed")
    products = [product.value for product in Product]
    one.add_argument("--product", choices=products, default="windows", help="the DNS product of the steps")
    one.add_argument(
        "--redact",
        action="store_true",
        help="replace names, addresses, users and folders, for sending outside; passwords are never in it",
    )
    one.add_argument(
        "--key",
        type=_path,
        metavar="FILE.csv",
        help="with --redact: save what stands for what, for you alone",
    )
    one.add_argument("--paper", choices=["a4", "letter"], default="a4", help="of a PDF (default a4)")
    one.add_argument("--language", default="en", metavar="CODE", help="of the document (default en)")
    _json(one)


def plan_arguments(one: Parser, *, required: bool, transports: list[str] | None = None) -> None:
    """PLAN, the same for every command that takes one."""
    group = one.add_argument_group("the plan")
    group.add_argument("--domain", required=required, help="the existing domain, such as eslab.local")
    group.add_argument("--subdomain", default="", help="the new sub-domain, such as sip")
    group.add_argument("--server", action="append", default=[], metavar="HOST=IP", help=PLAN_HELP)
    group.add_argument("--transport", choices=transports or [t.value for t in Transport], default=None)
    group.add_argument("--naptr", choices=[use.value for use in NaptrUse], default=NaptrUse.NEEDED.value)
    group.add_argument("--ttl", default=str(DEFAULT_TTL), help="seconds (default 3600)")


def _json(one: Parser) -> None:
    one.add_argument("--json", action="store_true", help="print one JSON document and nothing else")


def _path(text: str) -> str:
    """A script's empty variable is no path: without what it was to name, the result would mislead."""
    if not text.strip():
        raise argparse.ArgumentTypeError("an empty name is no file; name one")
    return text


def _line(text: str) -> int:
    return _between(text, 1, 34, "a line number")


def _expires(text: str) -> int:
    return _between(text, 1, 2**31 - 1, "a time in seconds")


def _timeout(text: str) -> int:
    return 0 if text == "0" else _between(text, 60, 65535, "0 or a time in seconds")


def _between(text: str, low: int, high: int, what: str) -> int:
    if not (text.isascii() and text.isdigit() and low <= int(text[:12]) <= high):
        raise argparse.ArgumentTypeError(f"“{text[:20]}” is not {what} from {low} to {high}")
    return int(text)
