"""What several DNS servers said to the same questions, side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wizard.core.diagnosis.service import content_of
from wizard.core.dns.answer import Answer, Question, Server
from wizard.core.handset.chain import Chain

Content = tuple[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Cell:
    """``answer`` is None where this server was not asked. ``differs`` from what most others said."""

    answer: Answer | None
    differs: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One question, a cell for each server."""

    question: Question
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Questions in the order in which they were first asked.

    The first ``compared`` servers are the handset's; those behind them only stand beside.
    """

    servers: tuple[Server, ...]
    rows: tuple[Row, ...]
    compared: int

    @property
    def disagreements(self) -> int:
        """In how many rows the handset's servers disagree."""
        return sum(any(cell.differs for cell in row.cells[: self.compared]) for row in self.rows)

    @property
    def mute(self) -> tuple[Server, ...]:
        """The handset's servers that answered no question: of them nothing can be compared."""
        return tuple(one for one, answered in self._answered() if not any(answered))

    @property
    def partly_mute(self) -> tuple[Server, ...]:
        """Those that answered some questions and left others without an answer."""
        return tuple(one for one, answered in self._answered() if any(answered) and not all(answered))

    def _answered(self) -> Iterator[tuple[Server, list[bool]]]:
        """Each of the handset's servers, and for every question put to it whether an answer came."""
        for number, server in enumerate(self.servers[: self.compared]):
            answers = (row.cells[number].answer for row in self.rows)
            yield server, [answer.outcome.is_answer for answer in answers if answer is not None]


def matrix_of(chains: Sequence[Chain], own: Sequence[Chain] = ()) -> Matrix:
    """Lays the chains side by side, behind them those of this computer's ``own`` servers."""
    asked: dict[str, Question] = {}
    answers: list[dict[str, Answer]] = []
    for chain in (*chains, *own):
        said = {str(answer.question).lower(): answer for answer in chain.answers}
        answers.append(said)
        for key, answer in said.items():
            asked.setdefault(key, answer.question)
    count = len(chains)
    rows = tuple(
        _row(question, [said.get(key) for said in answers], count) for key, question in asked.items()
    )
    return Matrix(tuple(chain.server for chain in (*chains, *own)), rows, count)


def _row(question: Question, answers: Sequence[Answer | None], compared: int) -> Row:
    said = [_content(answer) for answer in answers]
    counts = Counter(content for content in said[:compared] if content is not None)
    # Of equally many, the one that the first server says.
    usual = counts.most_common(1)[0][0] if counts else None
    cells = zip(answers, said, strict=True)
    return Row(
        question, tuple(Cell(answer, one is not None and usual not in (None, one)) for answer, one in cells)
    )


def _content(answer: Answer | None) -> Content | None:
    """What an answer says; None where it says nothing about the records (silence, errors)."""
    if answer is None or not answer.outcome.is_answer:
        return None
    return content_of(answer)
