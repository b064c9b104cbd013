"""``plan`` and ``config``: from arguments to records and to the handset's configuration."""

from __future__ import annotations

import argparse
from typing import Any

from wizard.cli.arguments import UsageError
from wizard.cli.output import print_json, record_data, record_table, say
from wizard.core.diagnosis.tables import document
from wizard.core.handset.configuration import (
    DEFAULT_FAIL_BACK_TIMEOUT,
    FailBack,
    FailOver,
    Family,
    HandsetSettings,
    block,
    cms_fields,
    expires_doubt,
    groups,
)
from wizard.core.handset.configuration import document as configuration_document
from wizard.core.plan.deployment import Deployment, NaptrUse, Option, Transport
from wizard.core.plan.doubts import ALONE, doubts
from wizard.core.plan.draft import Draft, parse_server
from wizard.core.plan.recipes import Product, Recipe, recipe
from wizard.core.plan.recipes.placing import outside_notes
from wizard.core.plan.records import change_for, pointer_records, records_for
from wizard.core.plan.sentence import SHARING, plan_sentence, shares_load
from wizard.core.plan.typed import Problem
from wizard.core.record import Record
from wizard.core.words import words


def plan_of(arguments: argparse.Namespace) -> Deployment | None:
    """The plan that the arguments make, None without ``--domain``. Raises :class:`UsageError`."""
    draft = draft_from(arguments)
    if draft is None:
        return None
    reading = draft.read()
    if reading.plan is None:
        raise UsageError(_sentence(reading.problems[0], arguments))
    return reading.plan


def say_of_plan(arguments: argparse.Namespace, *, in_words: bool = False) -> None:
    """Says on stderr what was repaired and what is doubtful, ``in_words`` with what the plan does.

    For when everything else that was typed is found to be right: wrong usage is one sentence alone.
    """
    draft = draft_from(arguments)
    reading = draft.read() if draft is not None else None
    if reading is None or reading.plan is None:
        return
    for repair in reading.repairs:
        say(repair.said.in_words(words()))
    for sentence in _sentences(reading.plan) if in_words else _doubts(reading.plan):
        say(sentence)


def draft_from(arguments: argparse.Namespace) -> Draft | None:
    """The draft that the arguments type, None without ``--domain``.

    An empty ``--domain`` is a script's empty variable: a plan was wanted, so none would mislead.
    """
    if arguments.domain is None and not (arguments.server or arguments.subdomain):
        return None
    if not arguments.domain:
        raise UsageError("A plan needs --domain. Name the domain that the servers belong to.")
    servers = []
    for text in arguments.server:
        server = parse_server(text)
        if server is None:
            raise UsageError(
                f"--server “{text[:60]}” has another form. Write HOST=IP, such as piper=10.225.2.31."
            )
        servers.append(server)
    given = arguments.transport
    return Draft(
        option=Option.SUB_DOMAIN if arguments.subdomain else Option.EXISTING_DOMAIN,
        domain=arguments.domain,
        subdomain=arguments.subdomain,
        servers=tuple(servers),
        transport=Transport(given) if given in set(Transport) else Transport.UDP,
        naptr=NaptrUse(arguments.naptr),
        ttl=arguments.ttl,
    )


def _sentence(problem: Problem, arguments: argparse.Namespace) -> str:
    said = problem.said.in_words(words())
    where, _, rest = problem.field.partition(".")
    if where == "server":
        row, _, part = rest.partition(".")
        return f"--server {arguments.server[int(row)][:60]} ({part}): {said}"
    if where == "servers":
        instead = " To check a name without a plan, use --address." if arguments.command == "check" else ""
        return f"--server: {said}{instead}"
    return f"--{where}: {said}"


def plan_command(arguments: argparse.Namespace) -> int:
    """Prints the records of a plan in the form that was asked for."""
    as_json = arguments.json or arguments.format == "json"
    plan = plan_of(arguments)
    assert plan is not None
    say_of_plan(arguments, in_words=not as_json)
    if as_json:
        print_json(plan_document(plan))
    elif arguments.format == "text":
        print(record_table(records_for(plan)))
        for note in outside_notes(change_for(plan)):
            say(note)
    else:
        print(recipe(Product(arguments.format), change_for(plan)).text(), end="")
    return 0


def _sentences(plan: Deployment) -> tuple[str, ...]:
    """The plan in words, as the window says it: what stands beside the records, not among them."""
    # That there is no second server the first sentence says itself.
    found = [doubt.in_words(words()) for doubt in doubts(plan) if doubt.key != ALONE]
    sharing = [SHARING.in_words(words())] if shares_load(plan) else []
    return (plan_sentence(plan, words()), *sharing, *found)


def _doubts(plan: Deployment) -> tuple[str, ...]:
    return tuple(doubt.in_words(words()) for doubt in doubts(plan))


def plan_document(plan: Deployment) -> dict[str, Any]:
    """The JSON of ``plan``: the plan, its records and the recipe of every product."""
    change = change_for(plan)
    return document(
        "plan",
        plan=_plan(plan),
        notes=list(_sentences(plan)),
        records=[_record(record) for record in records_for(plan)],
        optional=[_record(record) for record in pointer_records(plan)],
        recipes=[_recipe(recipe(product, change)) for product in Product],
    )


def _plan(plan: Deployment) -> dict[str, Any]:
    return {
        "name": plan.name,
        "domain": plan.domain,
        "subdomain": plan.subdomain,
        "transport": plan.transport.value,
        "naptr": plan.naptr.value,
        "ttl": plan.ttl,
        "servers": [
            {
                "host": s.host,
                "address": s.address,
                "port": s.port,
                "priority": s.priority,
                "weight": s.weight,
            }
            for s in plan.in_order()
        ],
        "handset": {"address": plan.name, "port": 0, "transport": plan.handset_transport},
    }


def _recipe(made: Recipe) -> dict[str, Any]:
    return {
        "product": made.product.value,
        "steps": list(made.steps),
        "commands": list(made.commands),
        "undo": list(made.undo),
        "notes": list(made.notes),
    }


def _record(record: Record) -> dict[str, Any]:
    return {"owner": record.owner, "ttl": record.ttl, "type": record.type.value, "data": record_data(record)}


def _settings_of(arguments: argparse.Namespace) -> HandsetSettings:
    mode = FailBack(arguments.failback_mode) if arguments.failback_mode else None
    timeout = arguments.failback_timeout
    if timeout is not None and mode is not FailBack.DURATION:
        raise UsageError(
            "--failback-timeout counts with --failback-mode duration alone. Add that, or leave it out."
        )
    return HandsetSettings(
        family=Family(arguments.family),
        line=arguments.line,
        expires=arguments.expires,
        outbound_proxy=arguments.outbound_proxy or arguments.proxy_only,
        logging=arguments.logging,
        fail_back=mode,
        registrar=not arguments.proxy_only,
        fail_over=FailOver(arguments.failover) if arguments.failover else None,
        fail_back_timeout=DEFAULT_FAIL_BACK_TIMEOUT if timeout is None else timeout,
    )


def config_command(arguments: argparse.Namespace) -> int:
    """Prints the handset's configuration for a plan."""
    plan = plan_of(arguments)
    assert plan is not None
    settings = _settings_of(arguments)
    say_of_plan(arguments)
    # A proxy alone is written without it.
    doubt = expires_doubt(settings.expires) if settings.registrar else ""
    if doubt:
        say(f"--expires {settings.expires}: {doubt}")
    xml = block(plan, settings) if arguments.block else configuration_document(plan, settings)
    if not arguments.json:
        print(xml, end="")
        return 0
    parameters = [
        {"name": parameter.name, "value": parameter.value, "why": parameter.why}
        for group in groups(plan, settings)
        for parameter in group.parameters
    ]
    cms = dict(cms_fields(plan, settings))
    notes = [*_doubts(plan), *([doubt] if doubt else [])]
    print_json(document("config", xml=xml, parameters=parameters, cms=cms, notes=notes))
    return 0
