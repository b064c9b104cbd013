"""Files of Word, Excel and LibreOffice with the lines of a log, as those programs write them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from html import escape

from tests.core.log.made_forms import Lines

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def packed(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def word(lines: Lines, *, runs: int = 1, breaks: bool = False, table: bool = False) -> bytes:
    """``runs``: each line in so many pieces; ``breaks``: all of them in one paragraph."""
    made = []
    for line in lines:
        size = max(1, -(-len(line) // runs))
        pieces = [line[at : at + size] for at in range(0, len(line), size)]
        made.append(
            "".join(
                f'<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{escape(one, quote=False)}</w:t></w:r>'
                for one in pieces
            )
        )
    stops = '<w:pPr><w:tabs><w:tab w:val="left" w:pos="720"/></w:tabs></w:pPr>'
    if breaks:
        body = f"<w:p>{stops}{'<w:r><w:br/></w:r>'.join(made)}</w:p>"
    elif table:
        body = "".join(f"<w:tr><w:tc><w:p/></w:tc><w:tc><w:p>{one}</w:p></w:tc></w:tr>" for one in made)
    else:
        body = "".join(f"<w:p>{stops}{one}</w:p>" for one in made)
    gone = "<w:p><w:del><w:r><w:delText>1028091201|sip  |4|00|gone</w:delText></w:r></w:del></w:p>"
    return packed(
        **{
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f"{XML}<w:document><w:body>{gone}{body}</w:body></w:document>",
        }
    )


def sheet(rows: Sequence[Sequence[str]], *, inline: bool = False) -> bytes:
    """Excel keeps a text once, numbers as numbers, and no empty cells."""
    strings: dict[str, int] = {}
    made = []
    for number, row in enumerate(rows, start=1):
        cells = ""
        for column, value in enumerate(row):
            place = f"{'ABCDEFG'[column]}{number}"
            if value.isascii() and value.isdigit() and (value == "0" or value[0] != "0"):
                cells += f'<c r="{place}"><v>{value}</v></c>'
            elif inline and value:
                cells += f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
            elif value:
                cells += f'<c r="{place}" t="s"><v>{strings.setdefault(value, len(strings))}</v></c>'
        made.append(f'<row r="{number}">{cells}</row>')
    shared = "".join(
        f'<si><r><t xml:space="preserve">{escape(one[:3])}</t></r><r><t>{escape(one[3:])}</t></r></si>'
        for one in strings
    )
    parts = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": "<workbook/>",
        "xl/sharedStrings.xml": f"{XML}<sst>{shared}</sst>",
    }
    return packed(
        **parts,
        **{"xl/worksheets/sheet1.xml": f"{XML}<worksheet><sheetData>{''.join(made)}</sheetData></worksheet>"},
    )


def opened(body: str) -> bytes:
    """An OpenDocument file."""
    return packed(
        **{
            "mimetype": "application/vnd.oasis",
            "content.xml": f"{XML}<office:document-content>{body}</office:document-content>",
            "META-INF/manifest.xml": "<m/>",
        }
    )


def _blanks(line: str) -> str:
    text = escape(line, quote=False)
    return text.replace("   ", ' <text:s text:c="2"/>').replace("  ", " <text:s/>")


def writer(lines: Lines) -> bytes:
    return opened("".join(f'<text:p text:style-name="P1">{_blanks(line)}</text:p>' for line in lines))


def calc(rows: Sequence[Sequence[str]]) -> bytes:
    def cell(value: str) -> str:
        return (
            f"<table:table-cell><text:p>{_blanks(value)}</text:p></table:table-cell>"
            if value
            else "<table:table-cell/>"
        )

    rest = '<table:table-cell table:number-columns-repeated="16379"/>'
    return opened(
        "".join(f"<table:table-row>{''.join(map(cell, row))}{rest}</table:table-row>" for row in rows)
    )
