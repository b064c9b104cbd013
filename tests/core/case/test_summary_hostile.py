"""Logs, answers and people say what they like: in a summary it stays text."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.case.cases import BROKEN_LOG, NAME, NOW, a_judge, broken, live_broken, log_of, planned
from tests.strategies import hostile_texts
from wizard.core.case.case import Case, CheckDraft, CheckReport
from wizard.core.case.saved import replay
from wizard.core.case.summary import Summary, render_html, render_text, summarise
from wizard.core.case.summary_words import visible
from wizard.core.dns.answer import Answer, Outcome, Question, Server
from wizard.core.handset.resolver import Lookfor
from wizard.core.plan.recipes import Product
from wizard.core.record import Naptr, Record, RecordType, Srv

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=//host/x>",
    '"><svg onload=alert(1)>',
    "' onmouseover='x",
    "</style><b>",
    "</title><b>",
    "</pre></code><a href=http://evil/>",
    "]]><b>",
    "<!-- <b>",
    "{{ 7 * 7 }}",
    "{% raw %}",
    "{# x #}",
    "{{ s.__class__ }}",
    "${x}",
    "&lt;b&gt;&amp;",
    "url(//evil/x)",
    "@import 'x'",
    "\u202eevil\u2066",
    "\x00\x07\x1b[31m\x7f\x9b",
    "a\u2028b\u2029c\x85d\x0be\x0cf",
    "\ufeff\u200b\u00ad\u2060",
    "a\u3164b\u115fc\u2800d\u034fe",
    "\udce9",
    "x" * 5000,
    "word " * 900,
]
SERVER = Server("10.225.2.5")
VOID = {"meta", "input", "br", "img", "link", "hr"}
OUR_TAGS = {
    *("html", "head", "meta", "title", "style", "body", "main", "header", "section", "article", "footer"),
    *("div", "span", "strong", "p", "h1", "h2", "h3", "h4", "dl", "dt", "dd", "ul", "li", "pre", "code"),
    *("label", "input", "table", "thead", "tbody", "tr", "th", "td", "svg", "circle", "path"),
    *("g", "rect", "text", "polyline", "polygon"),
}
OUR_ATTRIBUTES = {
    *("lang", "charset", "http-equiv", "content", "name", "class", "aria-label", "aria-hidden", "role"),
    *("tabindex", "type", "viewbox", "cx", "cy", "r", "d"),
    *("x", "y", "width", "height", "rx", "points", "transform"),
}


class Reader(HTMLParser):
    """What a browser would see: tags, attributes and text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.text: list[str] = []
        self.open: list[str] = []
        self.code: list[str] = []
        self.comments = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, tuple(attrs)))
        if tag == "code":
            self.code.append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, tuple(attrs)))

    def handle_endtag(self, tag):
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> out of place"

    def handle_data(self, data):
        if "code" in self.open:
            self.code[-1] += data
        if "style" not in self.open:
            self.text.append(data)

    def handle_comment(self, _data):
        self.comments += 1


def hostile_log(text: str) -> str:
    """The broken log with the text in a user, in a reason and in a line of another module."""
    line = text.replace("\n", " ").replace("\r", " ")
    out = []
    for one in broken().text.splitlines():
        if "Registration failed" in one:
            out.append(f"1028091204|sip  |4|00|Registration failed User: {line}, Error Code:480 {line}")
        else:
            out.append(one)
    return "\n".join([*out, f"1028091205|dns  |3|00|DNS lookup for (A) '{line}' Server has no Answer"])


def hostile_case(text: str) -> Case:
    return replace(
        live_broken(),
        logs=(log_of(hostile_log(text), f"{text}.log"), log_of(f"{text}\n", f"/x/{text}.txt")),
        site=text,
        technician=text,
        notes=f"{text}\n{text}",
    )


def summary(case: Case, product: Product = Product.POWERSHELL) -> Summary:
    return summarise(case, a_judge(), NOW, product)


def assert_harmless(html: str) -> Reader:
    seen = Reader(html)
    assert seen.open == [], "every tag is closed"
    assert {tag for tag, _ in seen.tags} <= OUR_TAGS
    assert {name for _, attributes in seen.tags for name, _ in attributes} <= OUR_ATTRIBUTES
    assert seen.comments == 0
    assert [tag for tag, _ in seen.tags].count("style") == 1
    style = html.partition("<style>")[2].partition("</style>")[0]
    assert "url(" not in style
    assert "@import" not in style
    return seen


def shape(html: str) -> list[tuple[str, tuple[tuple[str, str | None], ...]]]:
    return Reader(html).tags


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_makes_no_tag_and_no_attribute(text: str):
    html = render_html(summary(hostile_case(text)))
    seen = assert_harmless(html)
    # Exactly the tags, with exactly the attributes, that harmless text of the same kind gets.
    harmless = render_html(summary(hostile_case("x" * max(1, min(len(text), 401)))))
    if len(text) < 300 and len(text.splitlines()) == 1:
        assert shape(html) == shape(harmless)
    everything = "".join(seen.text)
    assert visible(text)[:60].strip() in everything


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_as_it_is_in_the_plain_form(text: str):
    plain = render_text(summary(hostile_case(text)))
    assert visible(text)[:20].strip() in plain
    odd = {sign for sign in plain if not sign.isprintable() and sign != "\n"}
    assert odd == set()


@given(hostile_texts() | st.text(min_size=1, max_size=40))
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_harmless(text: str):
    said = summary(hostile_case(text))
    assert_harmless(render_html(said))
    odd = {sign for sign in render_text(said) if not sign.isprintable() and sign != "\n"}
    assert odd == set()


def test_directions_and_control_characters_are_spelled_out():
    said = summary(planned(site="a\u202eb", notes="x\x07y"))
    for form in (render_html(said), render_text(said)):
        assert "\u202e" not in form
    assert "a<U+202E>b" in render_text(said)
    assert "a&lt;U+202E&gt;b" in render_html(said)
    assert "x<U+0007>y" in render_text(said)


@pytest.mark.parametrize(
    "sign", "\u202e\u2066\u200b\u200d\ufeff\u00a0\u00ad\u3164\u2800\u034f\ufe0f\x00\n\x85\ud800\ue000"
)
def test_what_cannot_be_seen_is_spelled_out(sign: str):
    assert visible(f"a{sign}b") == f"a<U+{ord(sign):04X}>b"


def test_what_can_be_seen_stays():
    text = "Århus, “Größe” 東京 עברית ﷺ <U+202E> & <b> e\u0301"
    assert visible(text) == text


def test_a_hostile_name_is_asked_and_cited_as_text():
    """A name that somebody typed, or that stands in a case file from elsewhere."""
    name = "<b>{{x}}\u202e.eslab.local"
    report = live_broken().report
    assert report is not None
    odd = replace(report, lookfor=replace(report.lookfor, address=name), chains=(), plan=None)
    case = Case(
        report=odd, checks=CheckDraft(address=name), logs=(log_of(broken().text.replace(NAME, name)),)
    )
    html = render_html(summary(case))
    assert_harmless(html)
    assert "&lt;b&gt;{{x}}&lt;U+202E&gt;" in html


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_in_a_picture_stays_text(text: str):
    """In the name that was looked for, in an answer and in the name of a server."""
    lookfor = Lookfor(text)
    asked = Question(text.rstrip(".") or ".", RecordType.NAPTR)
    naptr = Naptr(1, 1, text, text, text, text)
    target = Record(f"_sip._udp.{text}", RecordType.SRV, 60, Srv(1, 1, 5060, text))
    answers = (
        Answer(asked, SERVER, Outcome.DATA, (Record(text, RecordType.NAPTR, 60, naptr),)),
        Answer(Question(f"_sip._udp.{text}", RecordType.SRV), SERVER, Outcome.DATA, (target,)),
        Answer(asked, SERVER, Outcome.MALFORMED, detail=text),
    )
    report = CheckReport(lookfor, (replay(lookfor, SERVER, answers),), NOW)
    said = summary(Case(report=report, checks=CheckDraft(text)))
    assert said.pictures
    seen = assert_harmless(render_html(said))
    assert "svg" in [tag for tag, _ in seen.tags]


def test_a_very_long_line_is_cut_and_says_so():
    (cause, *_) = summary(Case(logs=(log_of("y" * 100_000, "a.txt"),))).causes
    ((cited,),) = (quote.lines for quote in cause.quotes)
    assert len(cited.text) == 400
    assert cited.cut == 100_000 - 400
    html = render_html(summary(Case(logs=(log_of("y" * 100_000, "a.txt"),))))
    assert "… (99600 more characters)" in html
    assert len(html) < 60_000


def test_thousands_of_lines_are_counted_not_listed():
    attempts = broken().text * 400
    said = summary(Case(logs=(log_of(attempts, BROKEN_LOG),)))
    assert "4,800 lines, the first of them line 10" in said.causes[0].seen
    assert len(said.causes[0].quotes[0].lines) == 6
    assert said.causes[0].left_out == "4,794 more are not cited here."
    assert len(render_html(said)) < 80_000


def test_hundreds_of_faults_are_counted_not_told():
    names = [f"name{number}.eslab.local" for number in range(100)]
    logs = "".join(broken().text.replace(NAME, name) for name in names)
    said = summary(Case(logs=(log_of(logs, BROKEN_LOG),)))
    assert len(said.causes) == 30
    assert len(said.remarks) == 30
    assert said.unchecked[0].startswith("240 more findings are not told here.")
    assert len(render_html(said)) < 250_000


# What a document may hold at all


def test_the_document_needs_nothing_else():
    html = render_html(summary(replace(live_broken(), logs=(broken(),))))
    seen = assert_harmless(html)
    policy = [dict(attributes) for tag, attributes in seen.tags if tag == "meta"]
    csp = next(one["content"] for one in policy if one.get("http-equiv") == "Content-Security-Policy")
    assert csp == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    head = html.partition("<style>")[0]
    assert "Content-Security-Policy" in head, "the policy stands before anything that it governs"
    assert not re.search(r"(?:src|href|action|background|xlink)\s*=", html)
    assert not re.search(r"https?:", html)


@pytest.mark.parametrize("product", Product)
def test_commands_are_never_altered(product: Product):
    said = summary(live_broken(), product)
    procedure, plan = said.fixes[0].procedure, said.planned
    assert procedure is not None
    assert plan is not None
    undo = procedure.undo if procedure.undo_is_code else ()
    verbatim = [*procedure.commands, *undo, *plan.zone_lines, *plan.xml_lines]
    text = render_text(said).splitlines()
    assert [line for line in text if line in set(verbatim)] == verbatim
    assert [line for line in Reader(render_html(said)).code if line in set(verbatim)] == verbatim


def test_a_long_name_is_not_broken():
    name = f"{'a' * 60}.{'b' * 60}.eslab.local"
    assert any(name in line for line in render_text(summary(planned(site=f"At {name}"))).splitlines())


@pytest.mark.parametrize("product", Product)
def test_lines_of_an_e_mail_are_short(product: Product):
    said = summary(replace(live_broken(), logs=(broken(),), notes="word " * 60), product)
    procedure, plan = said.fixes[0].procedure, said.planned
    assert procedure is not None
    assert plan is not None
    verbatim = {*procedure.commands, *procedure.undo, *plan.zone_lines, *plan.xml_lines}
    long = [line for line in render_text(said).splitlines() if len(line) > 78 and line not in verbatim]
    assert long == []
