"""Which value wins, why, and who says so."""

from __future__ import annotations

from wizard.core.handset.config_file import ConfigFile, read_config
from wizard.core.handset.merge import Configuration, configurations
from wizard.core.handset.precedence import Decision, decide, decisions, others_contested
from wizard.core.knowledge import Basis

MAC = "0004f2a1b2c3"
PORT = "voIpProt.server.1.port"


def file(name: str, port: str, more: str = "") -> ConfigFile:
    return read_config(f"folder/{name}", f'<a {PORT}="{port}" {more}/>'.encode())


def of(*files: ConfigFile) -> Configuration:
    (configuration,) = configurations(files)
    return configuration


def values(decision: Decision) -> tuple[list[str], list[str]]:
    return [one.value for one in decision.in_force], [one.value for one in decision.beaten]


def test_one_file_alone_needs_no_reason() -> None:
    found = decide(of(file("site.cfg", "0")), PORT)
    assert (values(found), found.reason, found.is_contested) == ((["0"], []), "", False)


def test_the_menu_and_the_web_page_win_by_the_guide() -> None:
    menu, web, site = file(f"{MAC}-phone.cfg", "1"), file(f"{MAC}-web.cfg", "2"), file("site.cfg", "0")
    found = decide(of(site, web, menu), PORT)
    assert values(found) == (["1"], ["2", "0"])
    assert found.reason == "What was set in the handset's menu wins over every file."
    assert (found.basis, found.is_contested) == (Basis.VENDOR, True)
    found = decide(of(site, web), PORT)
    assert values(found) == (["2"], ["0"])
    assert "web page wins" in found.reason
    assert found.basis is Basis.VENDOR


def test_the_own_file_is_inferred_to_win() -> None:
    found = decide(of(file("site.cfg", "0"), file(f"{MAC}.cfg", "5060")), PORT)
    assert values(found) == (["5060"], ["0"])
    assert (found.basis, found.is_contested) == (Basis.INFERRED, True)
    assert f"{MAC}.cfg is the handset's own file" in found.reason


def test_the_master_file_decides_by_its_order() -> None:
    master = read_config("000000000000.cfg", b'<a CONFIG_FILES="b.cfg, a.cfg"/>')
    found = decide(of(file("a.cfg", "1"), file("b.cfg", "2"), master), PORT)
    assert values(found) == (["2"], ["1"])
    assert found.reason == "b.cfg stands before a.cfg in CONFIG_FILES of 000000000000.cfg."
    found = decide(of(file("a.cfg", "1"), file("other.cfg", "2"), master), PORT)
    assert values(found) == (["1"], ["2"])
    assert found.reason == "a.cfg stands in CONFIG_FILES of 000000000000.cfg, other.cfg does not."
    assert found.basis is Basis.INFERRED


def test_where_nothing_decides_all_may_be_in_force() -> None:
    found = decide(of(file("a.cfg", "1"), file("b.cfg", "2")), PORT)
    assert values(found) == (["1", "2"], [])
    assert found.is_contested
    assert found.basis is Basis.INFERRED
    twice = read_config("a.cfg", f'<a><b {PORT}="1"/><b {PORT}="2"/></a>'.encode())
    found = decide(of(twice), PORT)
    assert found.reason == "It stands 2 times in a.cfg. Which one counts is not documented."
    assert found.basis is Basis.UNVERIFIED


def test_the_same_value_everywhere_is_not_contested() -> None:
    assert not decide(of(file("site.cfg", "0"), file(f"{MAC}.cfg", "0")), PORT).is_contested


def test_only_what_decides_the_registration_is_listed_and_the_rest_is_counted() -> None:
    found = of(file("site.cfg", "0", 'x.y="1" same="1"'), file(f"{MAC}.cfg", "0", 'x.y="2" same="1"'))
    assert [one.name for one in decisions(found)] == [PORT]
    assert others_contested(found) == 1
