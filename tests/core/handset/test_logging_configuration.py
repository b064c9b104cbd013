"""The log levels alone, for a handset without a plan."""

from __future__ import annotations

from xml.etree import ElementTree

from wizard.core.handset.configuration import logging_block, logging_document

LEVELS = {"log.render.level": "0", "log.level.change.dns": "1"}


def test_the_document_holds_the_log_levels_and_nothing_else() -> None:
    root = ElementTree.fromstring(logging_document().encode())
    assert {name: value for element in root.iter() for name, value in element.attrib.items()} == LEVELS


def test_the_block_is_one_element_to_paste() -> None:
    assert ElementTree.fromstring(logging_block()).attrib == LEVELS
