"""What Windows is shown of the executables: icon, version, manifest."""

from __future__ import annotations

import struct
import xml.etree.ElementTree as ET
from pathlib import Path

import make_icon
import pytest
import version_resource
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from wizard import __version__
from wizard.paths import resource

ROOT = Path(__file__).resolve().parent.parent.parent
BLUE, WHITE = QColor("#0b5cad"), QColor("#ffffff")


def pictures() -> dict[int, bytes]:
    """The pictures of the icon that is checked in, by their width."""
    data = resource("icons", "app.ico").read_bytes()
    reserved, kind, count = struct.unpack_from("<HHH", data)
    assert (reserved, kind) == (0, 1)
    found = {}
    for number in range(count):
        width, height, _, _, _, bits, size, offset = struct.unpack_from("<BBBBHHII", data, 6 + 16 * number)
        assert (width, bits) == (height, 32)
        found[width or 256] = data[offset : offset + size]
    return found


def test_the_icon_has_every_size_that_windows_asks_for() -> None:
    assert set(pictures()) == {16, 20, 24, 32, 40, 48, 64, 96, 128, 256}


def test_large_pictures_are_the_drawing(qtbot: QtBot) -> None:
    for size in (96, 128, 256):
        picture = QImage()
        assert picture.loadFromData(QByteArray(pictures()[size]), "PNG")
        assert picture.pixelColor(size // 2, size // 2 - size // 16) == BLUE  # the handset's display
        assert picture.pixelColor(size // 2, round(size * 0.17)) == WHITE  # the handset
        assert picture.pixelColor(0, 0).alpha() == 0  # the corners are round


@pytest.mark.parametrize("size", [16, 32, 64])
def test_small_pictures_are_bitmaps_of_the_drawing(qtbot: QtBot, size: int) -> None:
    bitmap = pictures()[size]
    header, width, double_height, _, bits = struct.unpack_from("<IiiHH", bitmap)
    assert (header, width, double_height, bits) == (40, size, 2 * size, 32)
    rows = bitmap[40 : 40 + 4 * size * size]
    upright = QImage(rows, size, size, QImage.Format.Format_ARGB32).flipped()
    assert alike(upright, make_icon.drawn(resource("icons", "app.svg"), size))


def alike(one: QImage, other: QImage) -> bool:
    """Another processor may round another way."""
    places = [(x, y) for x in range(one.width()) for y in range(one.height())]
    pairs = [(one.pixelColor(*place).getRgb(), other.pixelColor(*place).getRgb()) for place in places]
    return all(abs(a - b) <= 8 for pair in pairs for a, b in zip(*pair, strict=True))


def test_the_first_picture_of_the_window_is_the_drawing(qtbot: QtBot) -> None:
    first = QImage(str(resource("icons", "app.png")))
    assert (first.width(), first.height()) == (make_icon.FIRST, make_icon.FIRST)
    assert alike(first, make_icon.drawn(resource("icons", "app.svg"), make_icon.FIRST))


def test_the_installer_s_picture_is_the_drawing(qtbot: QtBot) -> None:
    stored, drawn = QImage(str(make_icon.SIDE)), make_icon.side(resource("icons", "app.svg"))
    assert (stored.width(), stored.height()) == (164, 314)  # as NSIS wants it
    assert stored.pixelColor(0, 0) == QColor("#e5f0fc")
    for x in range(0, 164, 3):
        for y in range(0, 314, 3):
            one, other = stored.pixelColor(x, y).getRgb(), drawn.pixelColor(x, y).getRgb()
            assert all(abs(a - b) <= 8 for a, b in zip(one, other, strict=True)), (x, y)


@pytest.mark.parametrize(
    ("version", "four"),
    [
        ("0.1.0", (0, 1, 0, 0)),
        ("1.2rc3", (1, 2, 0, 0)),
        ("2.10.3.4.5", (2, 10, 3, 4)),
        ("70000.1", (65535, 1, 0, 0)),
        ("1.0.0+lab", (1, 0, 0, 0)),
    ],
)
def test_windows_compares_four_numbers(version: str, four: tuple[int, ...]) -> None:
    assert version_resource.numbers(version) == four


def test_a_version_without_numbers_is_refused() -> None:
    with pytest.raises(ValueError, match="'next'"):
        version_resource.numbers("next")


def test_the_texts_of_an_executable_name_it_and_its_version() -> None:
    texts = version_resource.strings(__version__, "failover-wizard.exe", "On the command line")
    assert texts["FileVersion"] == texts["ProductVersion"] == __version__
    assert texts["OriginalFilename"] == "failover-wizard.exe"
    assert texts["InternalName"] == "failover-wizard"
    assert texts["FileDescription"] == "On the command line"


def test_the_manifest_asks_for_sharp_windows_long_paths_and_utf8() -> None:
    manifest = ET.parse(ROOT / "packaging/windows/manifest.xml")
    said = {element.tag.rpartition("}")[2]: (element.text or "").strip() for element in manifest.iter()}
    assert said["dpiAwareness"] == "PerMonitorV2"
    assert said["longPathAware"] == "true"
    assert said["activeCodePage"] == "UTF-8"
    level = next(e for e in manifest.iter() if e.tag.endswith("requestedExecutionLevel"))
    assert level.attrib == {"level": "asInvoker", "uiAccess": "false"}
