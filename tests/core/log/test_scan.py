"""No line that states an event escapes the look at how messages begin."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.trace.test_grammar import events_of
from wizard.core.log.blocks import Blocks
from wizard.core.log.encoding import text_of
from wizard.core.log.line import parse
from wizard.core.log.modules import FIRST, Modules
from wizard.core.log.scan import beginning_of, may_say_something
from wizard.core.log.table import lay_out
from wizard.core.trace import grammar

EVENTS = st.sampled_from(grammar.RULES).flatmap(events_of)
SPACES = ["", " ", "   ", "\t", " \t ", "\N{NO-BREAK SPACE}", "\N{EM SPACE} ", "\x1c", "\x0b", " " * 40]


def rows_of(text: str) -> tuple[list[str], list[int]]:
    """The lines of a log that fits into one block, and the rows that may say something."""
    (block,) = Blocks(io.BytesIO(text.encode("utf-8", "surrogatepass")))
    layout = lay_out(block, Modules())
    rows = may_say_something(layout).tolist()
    return [text_of(layout.raw(row)) for row in range(len(layout.ends))], rows


@settings(max_examples=200)
@given(st.lists(st.tuples(st.sampled_from(SPACES), EVENTS, st.booleans()), min_size=1, max_size=20))
def test_every_event_is_among_them(said: list[tuple[str, grammar.ev.Event, bool]]) -> None:
    lines = []
    for blanks, event, alone in said:
        message = grammar.write(event)
        rule = grammar.rule_of(event)
        head = "" if alone else "0301080000|"
        lines.append(f"{head}{rule.module:<5}|{rule.level}|00|{blanks}{message}")
        lines.append(f"0301080001|cfg  |3|00|{message}")
    read, rows = rows_of("\n".join([*lines, ""]))
    states = [
        row
        for row, raw in enumerate(read)
        if (line := parse(0, raw)).has_form and grammar.read(line.module, line.message) is not None
    ]
    assert set(states) <= set(rows)
    assert rows == sorted(set(rows))
    assert not {row for row, raw in enumerate(read) if "|cfg " in raw} & set(rows)


@pytest.mark.parametrize("rule", grammar.RULES, ids=lambda rule: rule.id)
def test_every_form_of_line_begins_with_a_word(rule: grammar.Rule) -> None:
    begins = beginning_of(rule)
    assert 3 <= len(begins) <= 4
    assert begins.decode().isprintable()
    assert rule.template.startswith(begins.decode())
    assert len(begins) == 4 or rule.template[3] == " "
    assert rule.module in FIRST


def test_other_lines_are_left_out() -> None:
    ordinary = [
        "0301080000|sip  |1|00|<<< Data received UDP 10.225.2.35:5060",
        "0301080000|sip  |1|00|",
        "0301080000|sip  |1|00|   ",
        "0301080000|dns  |1|00|  a Registration failed that is quoted",
        "0301080000|so   |2|00|Registration failed User: 9, Error Code:403 No",
        "Registration failed User: 9, Error Code:403 No",
    ]
    assert rows_of("\n".join(ordinary))[1] == []
    told = "0301080000|sip  |4|00|Registration failed User: 9, Error Code:403 No"
    assert rows_of("\n".join([*ordinary, told]))[1] == [len(ordinary)]
