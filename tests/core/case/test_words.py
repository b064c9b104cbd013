"""The words of a document: whole, asked for, and a language is a folder."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.core.case.cases import ROOT, broken, live_broken
from wizard.core.case.file import save
from wizard.core.case.summary_words import servers_text
from wizard.core.finding import Severity
from wizard.core.knowledge import Basis
from wizard.core.log.form import Kind
from wizard.core.trace.attempts import FoundServer
from wizard.core.words import Words, WordsError, languages, words

SOURCES = [
    ROOT / "wizard/core/knowledge.py",
    *sorted((ROOT / "wizard/core/case").glob("*.py")),
    *sorted((ROOT / "wizard/core/plan").glob("*.py")),
    ROOT / "wizard/core/names.py",
    ROOT / "wizard/core/words.py",
    ROOT / "wizard/core/handset/failover.py",
    *sorted((ROOT / "resources/templates").glob("*.jinja")),
]
OF_FILES = tuple(
    f"{table}."
    for file in ("checks.toml", "files.toml", "handover.toml", "handset.toml", "recipes.toml", "steps.toml")
    for table in tomllib.loads((ROOT / "resources/knowledge/en" / file).read_text(encoding="utf-8"))
)
LITERAL = re.compile(r"""["']([a-z0-9-]+(?:\.[a-z0-9-]+)+)["']""")


def test_english_is_there():
    assert languages()["en"] == "English"
    assert words()("heading.wrong") == "What is wrong"
    assert words().count("verdict.warnings", 1) == "1 warning is listed below."
    assert words().count("verdict.warnings", 1234) == "1,234 warnings are listed below."


@pytest.mark.parametrize(
    ("count", "end"),
    [
        (1, "s1 (10.0.0.1:5060)"),
        (5, "s4 (10.0.0.4:5060), then s5 (10.0.0.5:5060)"),
        (6, "s4 (10.0.0.4:5060), then 2 more"),
        (20, "s4 (10.0.0.4:5060), then 16 more"),
    ],
)
def test_of_many_servers_the_first_are_named_and_the_others_counted(count: int, end: str):
    down = FoundServer("down", "", 5060, "udp")
    found = [down, *(FoundServer(f"s{n}", f"10.0.0.{n}", 5060, "udp") for n in range(1, count + 1))]
    said = servers_text(found, words())
    assert said.endswith(end)
    assert said.startswith("s1 (10.0.0.1:5060)")
    assert "down" not in said


@pytest.mark.parametrize(
    ("parts", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_lists(parts: list[str], text: str):
    assert words().listed(parts) == text


def test_facts_are_put_in_as_they_are():
    assert words()("heading.plan", name="{x} %s {{ y }}") == "The plan for {x} %s {{ y }}"


def test_what_nobody_wrote_is_a_defect():
    with pytest.raises(WordsError):
        words()("heading.nothing")
    with pytest.raises(WordsError):
        words()("heading.plan")


def test_every_word_is_asked_for():
    """A text that no code and no template names would be translated for nothing."""
    source = "".join(path.read_text(encoding="utf-8") for path in SOURCES)
    known = set(LITERAL.findall(source))
    families = {f"severity.{one.value}" for one in Severity} | {f"basis.{one.value}" for one in Basis}
    families |= {f"month.{number}" for number in range(1, 13)}
    families |= {f"table.{key}" for key in words().options("table") if f'"{key}"' in source}
    families |= {f"label.{key}" for key in ("site", "technician", "made", "with")}
    families |= {f"label.{key}" for key in ("server", "address", "port", "priority", "weight")}
    families |= {f"based.read-as-{one.value}" for one in Kind}
    families |= {
        f"verdict.{one}.{part}" for one in ("configuration", "unjudged") for part in ("word", "sentence")
    }
    asked = known | families
    # Those of files and recipes are asked for by `told`: tests/core/test_sentences.py.
    texts = [key for key in words().texts if not key.startswith(OF_FILES)]
    unused = [key for key in texts if key not in asked and re.sub(r"\.(one|many)$", "", key) not in asked]
    assert unused == []


# The program's copy, asked again and again: to start it anew each time takes far longer than what is asked.
PROGRAM = """
import contextlib, functools, gc, io, json, sys, traceback
from wizard.__main__ import main

for line in sys.stdin:
    for one in gc.get_objects():  # Each time it is as if it had just begun, with the languages of now.
        if isinstance(one, functools._lru_cache_wrapper) and str(one.__module__).startswith("wizard."):
            one.cache_clear()
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = main(json.loads(line))
        except Exception:
            code = 1
            traceback.print_exc()
    said = []
    for stream in (out, err):
        stream.flush()
        said.append(stream.buffer.getvalue().decode("utf-8").replace("\\r\\n", "\\n"))
    print(json.dumps([code, *said]), flush=True)
"""


class Said(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


@dataclass(frozen=True)
class Abroad:
    """A copy of the program in ``folder``, with one more language."""

    folder: Path
    program: subprocess.Popen[str]

    def summary(self, *options: str) -> Said:
        assert self.program.stdin is not None
        assert self.program.stdout is not None
        print(json.dumps(["summary", "--case", "case.json", *options]), file=self.program.stdin, flush=True)
        return Said(*json.loads(self.program.stdout.readline()))


def copied(folder: Path) -> None:
    """A copy of the program with a language that nobody speaks: every text in brackets."""
    for name in ("wizard", "resources"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(folder / "resources/knowledge/en", folder / "resources/knowledge/xx")
    for path in (folder / "resources/knowledge/xx/findings").glob("*.toml"):
        path.write_text(
            re.sub(r'^title = "', 'title = "«xx» ', path.read_text(encoding="utf-8"), flags=re.MULTILINE),
            "utf-8",
        )
    made = folder / "resources/templates/xx"
    made.mkdir()
    texts = (folder / "resources/templates/en/words.toml").read_text(encoding="utf-8")
    # Everything but the numbers of months: a text is what stands between quotation marks.
    (made / "words.toml").write_text(re.sub(r'= "([^"]*)"', r'= "⟦\1⟧"', texts), "utf-8")
    plans = folder / "resources/knowledge/xx/plan.toml"
    said = re.sub(r'= "([^"]*)"', r'= "⟦\1⟧"', plans.read_text(encoding="utf-8"))
    plans.write_text(said, "utf-8")
    assert save(live_broken().with_log(broken()), folder / "case.json") == ""


@pytest.fixture(scope="module")
def abroad(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Abroad]:
    folder = tmp_path_factory.mktemp("abroad")
    copied(folder)
    with subprocess.Popen(
        [sys.executable, "-X", "utf8", "-c", PROGRAM],
        cwd=folder,
        # `dev.py test` names the checkout there, and keeps Python from looking into the current folder.
        env={**os.environ, "PYTHONPATH": str(folder)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as program:
        try:
            yield Abroad(folder, program)
        finally:
            program.kill()


def translate(folder: Path, language: str, texts: str) -> None:
    """One more language, with these words and English findings."""
    made = folder / "resources/templates" / language
    made.mkdir()
    (made / "words.toml").write_text(texts, "utf-8")
    shutil.copytree(
        folder / "resources/knowledge/en", folder / "resources/knowledge" / language, dirs_exist_ok=True
    )


@pytest.mark.parametrize("form", ["txt", "html", "md", "csv"])
def test_a_language_is_a_folder_and_no_code(abroad: Abroad, form: str):
    done = abroad.summary("--language", "xx", "--format", form)
    assert done.returncode == 1, done.stderr
    assert "«xx»" in done.stdout, "the findings are told in it"
    assert "⟦" in done.stdout
    english = abroad.summary("--format", form)
    assert "⟦" not in english.stdout
    for heading in ("What is wrong", "How to see that it works", "What could not be checked"):
        assert form == "csv" or f"⟦{heading}⟧" in done.stdout
        assert form == "csv" or heading in english.stdout
    if form == "html":
        assert '<html lang="xx">' in done.stdout


def test_nothing_of_the_summary_itself_is_said_in_english(abroad: Abroad):
    """What stands outside the brackets is evidence, a recipe, a picture or a finding's own text."""
    from wizard.core.words import words as english

    done = abroad.summary("--language", "xx", "--format", "txt").stdout
    prose = " ".join(done.split())
    for key, text in english().texts.items():
        if key.startswith(("recipe.", "station.")):
            continue
        bare = text.split("{")[0].strip()
        if len(bare) > 24:
            assert not re.search(rf"(?<!⟦){re.escape(bare)}", prose.replace("⟦ ", "⟦")), key


def test_what_is_not_translated_is_said_in_english(abroad: Abroad):
    translate(abroad.folder, "part", 'name = "X"\n[heading]\nwrong = "Xxx"\n')
    done = abroad.summary("--language", "part", "--format", "txt").stdout
    assert "\nXxx\n---\n" in done
    assert "What could not be checked" in done


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[heading]\nwrong = "{name}"', "needs a fact that it does not get"),
        ('[heading]\nrong = "x"', "nobody asks for 'heading.rong'"),
        ("[heading]\nwrong = 1", "is no text"),
        ("[heading", "wrong/words.toml"),
    ],
)
def test_a_wrong_translation_is_a_defect(abroad: Abroad, text: str, said: str):
    translate(abroad.folder, "wrong", text)
    done = abroad.summary("--language", "wrong", "--format", "txt")
    shutil.rmtree(abroad.folder / "resources/templates/wrong")
    assert said in done.stderr


STEPS = """
"Open the zone file of {zone}." = "Åbn zonefilen for {zone}."
"All handsets use {first}; when it fails, {next}." = "Alle bruger {first}, ellers {next}."
"Load it: rndc reload {zone}" = "Kør rndc reload {zone}"
"piper.eslab.local" = "must not be"
"""


@pytest.mark.parametrize("form", ["txt", "html", "md"])
def test_the_steps_of_a_product_follow_by_whole_sentences(abroad: Abroad, form: str):
    language = f"steps{form}"
    translate(abroad.folder, language, 'name = "S"')
    (abroad.folder / f"resources/templates/{language}/phrases.toml").write_text(STEPS, "utf-8")
    said = abroad.summary("--language", language, "--format", form, "--product", "bind").stdout
    assert "Åbn zonefilen for eslab.local." in said
    assert "Open the zone file of" not in said
    assert "Alle bruger piper, ellers piper2." in said
    assert "Kør rndc reload eslab.local" in said
    assert "must not be" not in said
    line = "_sip._udp.testserver.eslab.local. 3600 IN SRV 1 10 5060 piper.eslab.local."
    assert line in re.sub("</?span>", "", said)
    assert "Raise the serial number" in said, "what is not translated stays"
    english = abroad.summary("--format", form, "--product", "bind").stdout
    assert "Open the zone file of eslab.local." in english


@pytest.mark.parametrize(
    ("text", "said"),
    [('"a {x}" = "b {y}"', "has no such fact"), ('"a" = 1', "is no text"), ("x", "phrases.toml")],
)
def test_wrong_sentences_are_a_defect(abroad: Abroad, text: str, said: str):
    translate(abroad.folder, "odd", 'name = "Odd"')
    (abroad.folder / "resources/templates/odd/phrases.toml").write_text(text, "utf-8")
    done = abroad.summary("--language", "odd", "--format", "txt")
    shutil.rmtree(abroad.folder / "resources/templates/odd")
    assert said in done.stderr


def test_a_placeholder_that_comes_twice_is_the_same_thing():
    from wizard.core.case.phrases import Phrases, _phrase

    known = Phrases((_phrase(Path("xx/phrases.toml"), "{a} and {a}, then {b}", "{b} after {a}"),))
    assert known.said("x and x, then y") == "y after x"
    assert known.said("x and y, then y") == "x and y, then y"
    assert known.said("{0} and {0}, then {x!r}") == "{x!r} after {0}"


def test_an_unknown_language_is_a_sentence(abroad: Abroad):
    done = abroad.summary("--language", "dk", "--format", "txt")
    assert (done.returncode, done.stdout) == (2, "")
    assert "There are no words in “dk”. Choose one of en, " in done.stderr


def test_a_language_needs_findings_too(abroad: Abroad):
    translate(abroad.folder, "mute", 'name = "Mute"')
    shutil.rmtree(abroad.folder / "resources/knowledge/mute")
    assert "no words in “mute”" in abroad.summary("--language", "mute", "--format", "txt").stderr


def test_the_file_says_what_it_is_for():
    text = (ROOT / "resources/templates/en/words.toml").read_text(encoding="utf-8")
    assert text.startswith("#")
    assert isinstance(words(), Words)
    assert tomllib.loads(text)["name"] == "English"
