"""What the core says lies in data: every key is there, every placeholder filled, no sentence left in code."""

from __future__ import annotations

import ast
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from wizard.core.about import Named, as_typed, name_of, told
from wizard.core.words import placeholders, words
from wizard.paths import resource

ROOT = Path(__file__).parents[2]
CORE = sorted((ROOT / "wizard" / "core").rglob("*.py"))
SAYING = [*CORE, *sorted((ROOT / "wizard" / "cli").glob("*.py"))]
FILES = ("checks.toml", "files.toml", "handover.toml", "handset.toml", "recipes.toml", "steps.toml")
TABLES = tuple(
    f"{table}."
    for file in FILES
    for table in tomllib.loads(resource("knowledge", "en", file).read_text(encoding="utf-8"))
)
FEWEST = 3
"""Words that make a sentence, or a part of one."""

NO_SENTENCES = {
    "case/codec.py": "what is damaged in a case file, for those who look into it",
    "case/phrases.py": "defects of the shipped words, found by tests",
    "case/redaction.py": "a defect: a text of a case that has no rule",
    "case/summary.py": "the product's name",
    "case/summary_file.py": "a defect",
    "case/summary_tables.py": "a defect",
    "diagnosis/picture_svg.py": "a style sheet",
    "dns/further.py": "values that a saved case holds",
    "handset/resolver.py": "the handset's own words",
    "knowledge.py": "defects of the shipped knowledge, found by tests",
    "plan/recipes/dialogs.py": "the labels of Windows' dialogs",
    "plan/recipes/recipe.py": "the mark of a line, which the undo is found by",
    "sip/certificate.py": "what is damaged in a certificate, caught where it is read",
    "sip/outcome.py": "values that a saved case holds",
    "trace/grammar.py": "the handset's own words",
    "words.py": "defects of the shipped words, found by tests",
}
"""Texts of several words that nobody translates."""


def strings(path: Path) -> Iterator[tuple[int, str]]:
    """The texts of a module with their lines, docstrings and patterns apart; a fact is ``{}``."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    apart: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            apart.add(id(node.value))
        elif isinstance(node, ast.JoinedStr):
            apart |= {
                id(part) for part in ast.walk(node) if part is not node and isinstance(part, ast.Constant)
            }
        elif isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re."):
            apart |= {id(part) for part in ast.walk(node)}
        elif isinstance(node, ast.AnnAssign) and ast.unparse(node.annotation) == "TypeAlias" and node.value:
            apart |= {id(part) for part in ast.walk(node.value)}
    for node in ast.walk(tree):
        if id(node) in apart:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value
        elif isinstance(node, ast.JoinedStr):
            yield (
                node.lineno,
                "".join(str(p.value) if isinstance(p, ast.Constant) else "{}" for p in node.values),
            )


def is_sentence(text: str) -> bool:
    return len([word for word in text.split() if word.strip(".,;:!?").isalpha()]) >= FEWEST


def short(path: Path) -> str:
    return path.relative_to(ROOT / "wizard" / "core").as_posix()


def asked() -> Iterator[tuple[str, str, frozenset[str] | None]]:
    """Where, which key, and with which facts ``told`` is asked for a text; no facts are known for ``**``."""
    for path in SAYING:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and ast.unparse(node.func) == "told" and node.args):
                continue
            facts = [keyword.arg for keyword in node.keywords]
            known = None if None in facts else frozenset(filter(None, facts))
            for key in keys_in(node.args[0], tree):
                yield f"{path.name}:{node.lineno}", key, known


def keys_in(node: ast.expr, tree: ast.Module) -> Iterator[str]:
    """The keys that an expression can be: a text, a name for one, either of two; ``*`` is filled in."""
    if isinstance(node, ast.Constant):
        yield str(node.value)
    elif isinstance(node, ast.IfExp):
        yield from keys_in(node.body, tree)
        yield from keys_in(node.orelse, tree)
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(p.value) if isinstance(p, ast.Constant) else "*" for p in node.values)
    elif isinstance(node, ast.Name):
        for one in ast.walk(tree):
            if isinstance(one, ast.Assign) and any(ast.unparse(t) == node.id for t in one.targets):
                yield from keys_in(one.value, tree)


ASKED = list(asked())
TEXTS = {key: text for key, text in words().texts.items() if key.startswith(TABLES)}


def fits(pattern: str, key: str) -> bool:
    """Whether a key is one of those of a pattern; ``*`` is a part of a key."""
    parts = pattern.split("*")
    if len(parts) == 1:
        return key == pattern
    at = 0
    for part in parts:
        found = key.find(part, at)
        if found < 0 or (at == 0 and found):
            return False
        at = found + len(part)
    return not parts[-1] or key.endswith(parts[-1])


def test_the_files_hold_these_tables() -> None:
    for file in FILES:
        assert resource("knowledge", "en", file).is_file()
    assert len(TEXTS) > 150


def test_every_key_that_is_asked_for_is_there() -> None:
    assert len(ASKED) > 150
    for where, key, _facts in ASKED:
        assert any(fits(key, known) for known in words().texts), f"{where} asks for {key}"


def test_every_placeholder_is_filled_and_every_fact_is_used() -> None:
    for where, key, facts in ASKED:
        if facts is None:
            continue
        needed = [placeholders(text) for known, text in words().texts.items() if fits(key, known)]
        for one in needed:
            assert one <= facts, f"{where}: {key} needs {one - facts}"
        # Of several texts for one place each takes what it needs.
        unused = facts - set().union(*needed) if not key.startswith("recipe.") else set()
        assert not unused, f"{where}: {key} does not use {unused}"


def test_every_text_is_asked_for() -> None:
    """By its key in a call, or by a constant that is handed on."""
    named = {text for path in SAYING for _line, text in strings(path)}
    keys = {key for _where, key, _facts in ASKED} | named
    for known in TEXTS:
        assert any(fits(key, known) for key in keys if "." in key and " " not in key), known


def test_every_placeholder_is_a_bare_name() -> None:
    for key, text in TEXTS.items():
        for _, name, spec, conversion in string.Formatter().parse(text):
            assert name is None or (name.isidentifier() and not spec and not conversion), key


@pytest.mark.parametrize("path", CORE, ids=short)
def test_no_sentence_is_left_in_the_code(path: Path) -> None:
    if short(path) in NO_SENTENCES:
        return
    left = [f"{path.name}:{line}: {text}" for line, text in strings(path) if is_sentence(text)]
    assert not left, "\n".join(left)


def test_the_exceptions_are_all_needed() -> None:
    for name in NO_SENTENCES:
        path = ROOT / "wizard" / "core" / name
        assert any(is_sentence(text) for _line, text in strings(path)), name


def test_a_sentence_is_seen_wherever_it_stands(tmp_path: Path) -> None:
    module = tmp_path / "a.py"
    module.write_text(
        '"""A docstring of words."""\nA = {1: "this is one"}\ndef f(x):\n    return f"and {x} is another"\n'
    )
    assert [text for _line, text in strings(module) if is_sentence(text)] == [
        "this is one",
        "and {} is another",
    ]


def test_a_file_is_named_without_its_folders_and_as_it_was_typed() -> None:
    said = told("file.about", name=name_of("../logs/a.log"), sentence=told("document.newer"))
    assert said.startswith("a.log: It was saved")
    assert as_typed(said).startswith("../logs/a.log: It was saved")
    assert as_typed("plain") == "plain"


def test_a_sentence_that_a_worker_process_sends_keeps_its_path() -> None:
    import pickle

    sent = pickle.loads(pickle.dumps(told("file.not-there", name=name_of("/nope/a.log"))))
    assert isinstance(sent, Named)
    assert (sent, as_typed(sent)) == (
        "a.log is not there. Check the path and open it again.",
        "/nope/a.log is not there. Check the path and open it again.",
    )
