"""The same parameter in several files: which one the handset takes."""

from __future__ import annotations

import pytest

from wizard.core.about import told
from wizard.core.handset.config_file import ConfigFile, read_config
from wizard.core.handset.merge import OWN_WINS, UNDECIDED, configurations

MAC = "0004f2a1b2c3"
OTHER = "0004f2a1b2c4"


def file(name: str, value: str = "") -> ConfigFile:
    return read_config(name, f"<a x.y='{value or name}'/>".encode())


def master(names: str) -> ConfigFile:
    return read_config("000000000000.cfg", f"<APPLICATION CONFIG_FILES='{names}'/>".encode())


@pytest.mark.parametrize("turned", [False, True])
def test_menu_before_web_page_before_own_file_before_shared_file(turned: bool) -> None:
    files = [file(f"{MAC}-phone.cfg"), file(f"{MAC}-web.cfg"), file(f"{MAC}.cfg"), file("site.cfg")]
    while files:
        (configuration,) = configurations(reversed(files) if turned else files)
        assert configuration.value("x.y") == files[0].name
        assert [one.name for one in configuration.files] == [one.name for one in files]
        files.pop(0)


def test_what_the_order_rests_on_is_said() -> None:
    assert configurations([file(f"{MAC}.cfg"), file("site.cfg")])[0].notes == (told(OWN_WINS),)
    assert configurations([file("a.cfg"), file("b.cfg")])[0].notes == (told(UNDECIDED),)
    assert configurations([file("a.cfg")])[0].notes == ()
    assert configurations([file(f"{MAC}-web.cfg"), file("a.cfg")])[0].notes == ()


def test_between_shared_files_nothing_decides() -> None:
    (configuration,) = configurations([file("b.cfg"), file("a.cfg")])
    assert [placed.value for placed in configuration.in_force("x.y")] == ["b.cfg", "a.cfg"]


def test_the_master_file_decides() -> None:
    files = [
        file("a.cfg"),
        file("b.cfg"),
        file(f"{MAC}-ext.cfg"),
        master(f"tftp://x/b.cfg, A.CFG, {MAC}-ext.cfg"),
    ]
    (configuration,) = configurations(files)
    assert configuration.value("x.y") == "b.cfg"
    assert configuration.notes == ()
    with_variable = [file("a.cfg"), file(f"{MAC}-ext.cfg"), master("[PHONE_MAC_ADDRESS]-ext.cfg, a.cfg")]
    assert configurations(with_variable)[0].value("x.y") == f"{MAC}-ext.cfg"


def test_one_configuration_for_every_handset() -> None:
    first, second = configurations(
        [file("site.cfg"), file(f"{MAC}.cfg"), file(f"{OTHER}.cfg"), file(f"{OTHER}-web.cfg")]
    )
    assert (first.mac, [one.name for one in first.files]) == (MAC, [f"{MAC}.cfg", "site.cfg"])
    assert (second.mac, second.value("x.y")) == (OTHER, f"{OTHER}-web.cfg")


def test_a_file_opened_again_replaces_itself() -> None:
    (configuration,) = configurations([file("site.cfg", "old"), file("site.cfg", "new")])
    assert [placed.value for placed in configuration.in_force("x.y")] == ["new"]


def test_files_that_could_not_be_read_are_left_out() -> None:
    refused = read_config("b.cfg", b"<!DOCTYPE a><a/>")
    (configuration,) = configurations([file("a.cfg"), refused])
    assert [one.name for one in configuration.files] == ["a.cfg"]
    assert configurations([])[0].files == ()
