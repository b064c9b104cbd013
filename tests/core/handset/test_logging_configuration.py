"""The log levels alone, for a handset without a plan."""

from __future__ import annotations

from xml.etree import ElementTree

from wizard.core.handset.configuration import logging_block, logging_document, logging_parameters

LEVELS = {parameter.name: parameter.value for parameter in logging_parameters()}


def test_the_bulletins_levels_are_among_them() -> None:
    assert {"log.render.level": "0", "log.level.change.dns": "1"}.items() <= LEVELS.items()


def test_the_document_holds_the_log_levels_and_nothing_else() -> None:
    root = ElementTree.fromstring(logging_document().encode())
    assert {name: value for element in root.iter() for name, value in element.attrib.items()} == LEVELS


def test_the_block_is_one_element_to_paste() -> None:
    assert ElementTree.fromstring(logging_block()).attrib == LEVELS
