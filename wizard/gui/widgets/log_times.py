"""A log's times for people: their ten digits say little to a newcomer."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from wizard.core.log.times import TimeForm, is_dated


def readable(time: str, form: TimeForm | None) -> str:
    """``1028090005`` as "28 Oct 09:00:05"; empty where nobody can tell what the digits mean.

    It is the handset's own clock and has no year in one of the two forms.
    """
    if form is None or not is_dated(time):
        return ""
    pairs = [time[place : place + 2] for place in range(0, 10, 2)]
    year = ""
    if form is TimeForm.YEAR:
        year, pairs = f" 20{pairs[0]}", pairs[1:]
    month, day, *clock = pairs
    if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        return ""
    # The window's language, not the computer's: the words around it are the window's too.
    name = QLocale.c().monthName(int(month), QLocale.FormatType.ShortFormat)
    return f"{int(day)} {name}{year} {':'.join(clock)}{time[10:]}"
