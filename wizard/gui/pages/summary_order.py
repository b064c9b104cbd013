"""What is to be handed over: the case as of now, in which words, made fit for outside or not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from wizard.core.case.aliases import Replaced
from wizard.core.case.case import Case
from wizard.core.case.handover import Handover, Wish, handed_over
from wizard.core.case.judging import Judge
from wizard.core.case.redaction import redacted
from wizard.core.case.summary import Form, Summary, default_name, for_outside, summarise, this_moment
from wizard.core.plan.recipes import Product
from wizard.paper import Paper, pdf_of


@dataclass(frozen=True)
class Order:
    """What is to be handed over: the case as of now, told in which product's words and which language.

    ``judge`` gives the judge of that language; in a thread, as its knowledge may have to be read.
    ``outside``: names and addresses are replaced.
    """

    case: Case
    judge: Callable[[], Judge]
    product: Product
    language: str
    paper: Paper
    outside: bool = False

    def summary(self) -> Summary:
        """The summary as it will be handed over."""
        return self.told()[0]

    def told(self) -> tuple[Summary, tuple[Replaced, ...]]:
        """The summary as it will be handed over, and what stands for what in it."""
        made = redacted(self.case) if self.outside else None
        case = made.case if made is not None else self.case
        summary = summarise(case, self.judge(), product=self.product, language=self.language)
        return (for_outside(summary), made.replaced) if made is not None else (summary, ())

    def wish(self, form: Form | None = None) -> Wish:
        """The same for :mod:`wizard.core.case.handover`."""
        return Wish(
            outside=self.outside,
            product=self.product,
            language=self.language,
            form=form,
            press=lambda document: pdf_of(document, self.paper),
        )

    def written(self, form: Form) -> Handover:
        """The bytes of one form; looked through for what must not go outside."""
        return handed_over(self.case, self.judge(), Path(f"summary{form.value}"), self.wish(form))

    @property
    def name(self) -> str:
        """A name for its file, without an ending: no site stands in one that goes outside."""
        if self.outside:
            return f"{default_name(replace(self.case, site=''), this_moment())}-redacted"
        return default_name(self.case, this_moment())
