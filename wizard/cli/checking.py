"""``check``: what the handset would find on real DNS servers, or in saved answers."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from wizard.cli.arguments import UsageError
from wizard.cli.asked import case_named, dns_servers, lookfor_of, say_of_address
from wizard.cli.comparing import Beside, logs_beside, predicted_json, print_predicted
from wizard.cli.configured import Configured, configured, judged_with
from wizard.cli.fixing import fix_text
from wizard.cli.output import exit_code, print_json, record_data, report_text, say, visible
from wizard.cli.planning import plan_of, say_of_plan
from wizard.cli.probing import probed, probes_json
from wizard.cli.replaying import replayed
from wizard.core.case.case import CheckReport, LogFile
from wizard.core.case.evidence import save_report
from wizard.core.case.judging import judge_report
from wizard.core.diagnosis.attempt import merged
from wizard.core.diagnosis.judge import Judgement, judge, servers_in_order, servers_to_ask
from wizard.core.diagnosis.tables import document
from wizard.core.dns.answer import Answer, Server
from wizard.core.dns.own import own_servers
from wizard.core.handset.chain import Chain, describe
from wizard.core.handset.prediction import predict
from wizard.core.handset.resolver import TRANSPORTS, Lookfor
from wizard.core.knowledge import Knowledge
from wizard.core.plan.deployment import Deployment
from wizard.live import live_check, now
from wizard.workers import Arrived, Done, side_by_side

LONGEST_TIMEOUT = 60.0


@dataclass(frozen=True, slots=True)
class _Checked:
    """What was asked, in reports of one look-up each, and what the configuration files said."""

    reports: tuple[CheckReport, ...]
    configured: Configured | None = None
    logs: tuple[LogFile, ...] = ()

    @property
    def chains(self) -> list[Chain]:
        return [chain for report in self.reports for chain in report.chains]

    def judgement(self, knowledge: Knowledge) -> Judgement:
        judged = [judge_report(report, knowledge) for report in self.reports]
        judgement = judged[0]
        if len(judged) > 1:
            judgement = judge(merged([f for one in judged for f in one.findings]), knowledge)
        if self.configured is not None:
            judgement = judged_with(self.configured, judgement, knowledge)
        return judgement


def check_command(arguments: argparse.Namespace, knowledge: Knowledge) -> int:
    """Asks (or replays), judges and prints."""
    checked = _checked(arguments)
    judgement = checked.judgement(knowledge)
    beside = Beside(checked.logs, checked.reports, knowledge)
    if arguments.json:
        _print_json(arguments, knowledge, checked, judgement, beside)
    elif arguments.predict:
        for chain in checked.chains:
            if len(checked.chains) > 1:
                print(f"# {chain.server.with_port}  {visible(chain.lookfor.address)}")
            print_predicted(predict(chain))
            for sentence in beside.differences_text(chain):
                say(sentence)
        if arguments.product:
            say("--predict prints the log alone. For what to type into DNS, leave it out; --json has both.")
    else:
        print(report_text(knowledge, judgement.findings, judgement.verdict))
        for report in checked.reports:
            _print_servers(report.chains, visible(report.lookfor.address) if len(checked.reports) > 1 else "")
        for sentence in beside.sentences():
            print(f"\n{visible(sentence)}")
        if fix := fix_text(knowledge, judgement.findings, arguments.product or ""):
            print(f"\n{fix}")
    if arguments.evidence:  # Last: what was found is told even where it cannot be saved.
        problem = save_report(checked.reports[0], Path(arguments.evidence))
        if problem:
            raise UsageError(problem)
    return exit_code(judgement.findings, knowledge)


def _print_json(
    arguments: argparse.Namespace,
    knowledge: Knowledge,
    checked: _Checked,
    judgement: Judgement,
    beside: Beside,
) -> None:
    chains = checked.chains
    probes = [probe for report in checked.reports for probe in report.probes]
    print_json(
        document(
            "check",
            knowledge,
            judgement.findings,
            judgement.verdict,
            servers=[server for report in checked.reports for server in _servers(report.chains)],
            trace=[_answer(answer) for chain in chains for answer in chain.answers],
            further=[
                {"purpose": found.further.purpose.value, **_answer(found.answer)}
                for chain in chains
                for found in chain.further
            ],
            **({"probes": probes_json(probes)} if arguments.sip or probes else {}),
            **({"predicted": predicted_json(chains, beside)} if arguments.predict else {}),
            **({"remembered": beside.json()} if beside.logs else {}),
            **({"configured": checked.configured.json()} if checked.configured is not None else {}),
        )
    )


def _checked(arguments: argparse.Namespace) -> _Checked:
    case = case_named(arguments.case)
    plan = plan_of(arguments) or (case.plan if case is not None else None)
    logs = logs_beside(arguments.log, case)
    if arguments.config and (arguments.replay or arguments.address is not None):
        raise UsageError("--config tells what to look for. Leave --address and --replay out.")
    if arguments.replay and arguments.address is not None:
        raise UsageError("The saved answers tell what was looked for. Leave --address or --replay out.")
    if arguments.replay:
        report = replayed(Path(arguments.replay), plan)
        if arguments.sip and not report.probed:
            raise UsageError("--replay sends nothing, and here no SIP server was asked. Leave --sip out.")
        say_of_plan(arguments)
        return _Checked((report,), logs=logs)
    found = configured(arguments.config, plan) if arguments.config else None
    if found is None:
        targets: tuple[Lookfor, ...] = (lookfor_of(arguments, case, plan),)
    elif arguments.port or arguments.transport in TRANSPORTS:
        raise UsageError("--config tells port and transport as well. Leave --port and --transport out.")
    else:
        targets = found.lookfors
    if arguments.evidence and len(targets) > 1:
        names_ = ", ".join(target.address for target in targets)
        raise UsageError(
            f"--evidence saves one look-up, and the files have several: {names_}. Use --address."
        )
    servers = dns_servers(arguments.dns or (case.checks.servers if case is not None else ()))
    if not 0.1 <= arguments.timeout <= LONGEST_TIMEOUT:
        raise UsageError(f"--timeout takes 0.1 to {LONGEST_TIMEOUT:.0f} seconds.")
    say_of_plan(arguments)
    say_of_address(arguments.address)
    own = own_servers() if arguments.own_dns else ()
    reports = _asked(arguments, targets, servers, plan, own)
    return _Checked(tuple(_probed(arguments, report) for report in reports), found, logs)


def _asked(
    arguments: argparse.Namespace,
    targets: Sequence[Lookfor],
    servers: Sequence[Server],
    plan: Deployment | None,
    own: Sequence[Server],
) -> tuple[CheckReport, ...]:
    """Checks every look-up, telling of each answer as it arrives.

    Side by side: a dead server is waited for once, not for each of them.
    """
    reports: dict[int, CheckReport] = {}
    checks = [
        live_check(target, servers, plan, arguments.timeout, own=own, zone=arguments.zone_dns)
        for target in targets
    ]
    for got in side_by_side(checks):
        match got:
            case Arrived(item=answer):
                if not arguments.json:
                    say(f"{answer.server.with_port}  {describe(answer)}  ({answer.milliseconds:.0f} ms)")
            case Done(index=index, result=report):
                reports[index] = report
                for chain in report.chains if not arguments.json else ():
                    if chain.left_out:
                        left = f"{chain.left_out} further questions were not sent"
                        say(f"{chain.server.with_port}  {left}: it had not answered before")
    return tuple(reports[index] for index in sorted(reports))


def _probed(arguments: argparse.Namespace, report: CheckReport) -> CheckReport:
    """Nothing is sent to a SIP server without ``--sip``."""
    if not arguments.sip:
        return report
    started = now()
    probes = probed(
        servers_to_ask(report.chains), report.lookfor.address, arguments.timeout, quiet=arguments.json
    )
    return replace(report, probes=probes, probed=started)


def _servers(chains: Sequence[Chain]) -> list[dict[str, Any]]:
    return [
        {
            "host": server.host,
            "address": server.address,
            "port": server.port,
            "transport": server.protocol,
            "priority": server.priority,
            "weight": server.weight,
        }
        for server in servers_in_order(chains)
    ]


def _print_servers(chains: Sequence[Chain], name: str) -> None:
    servers = servers_in_order(chains)
    if servers:
        print(f"\nThe handset tries{' for ' + name if name else ''}, in this order:")
    for number, server in enumerate(servers, start=1):
        where = server.address or "no address"
        via = f"{where}:{server.port}  {server.protocol}  priority {server.priority}"
        print(f"  {number}. {visible(server.host)}  {via}")


def _answer(answer: Answer) -> dict[str, Any]:
    return {
        "server": answer.server.with_port,
        "question": {"name": answer.question.name, "type": answer.question.type.value},
        "outcome": answer.outcome.value,
        "detail": answer.detail,
        "protocol": answer.protocol,
        "milliseconds": answer.milliseconds,
        "records": [
            {"owner": r.owner, "ttl": r.ttl, "type": r.type.value, "data": record_data(r)}
            for r in answer.records
        ],
        "negative_ttl": answer.negative_ttl,
        "raw": answer.raw,
    }
