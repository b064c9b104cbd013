"""What Windows shows of an executable under Properties, Details: made from the program's own version."""

from __future__ import annotations

import re
from typing import Any

PRODUCT = "Handset Failover Wizard"
COMPANY = "Handset Failover Wizard contributors"
COPYRIGHT = "MIT licence; see the folder licenses for the parts of others"
US_ENGLISH, UNICODE = 0x0409, 1200


def numbers(version: str) -> tuple[int, int, int, int]:
    """The four numbers that Windows compares: 1.2rc3 is (1, 2, 0, 0)."""
    release = re.match(r"\d+(\.\d+)*", version)
    if release is None:
        raise ValueError(f"{version!r} does not begin with a number")
    parts = [min(int(part), 0xFFFF) for part in release[0].split(".")][:4]
    first, second, third, fourth = [*parts, 0, 0, 0][:4]
    return first, second, third, fourth


def strings(version: str, file: str, description: str) -> dict[str, str]:
    """The texts, by the names that Windows gives them."""
    return {
        "CompanyName": COMPANY,
        "FileDescription": description,
        "FileVersion": version,
        "InternalName": file.removesuffix(".exe"),
        "LegalCopyright": COPYRIGHT,
        "OriginalFilename": file,
        "ProductName": PRODUCT,
        "ProductVersion": version,
    }


def resource(version: str, file: str, description: str) -> Any:
    """What PyInstaller takes; on Windows only, since its classes are there alone."""
    from PyInstaller.utils.win32 import versioninfo as win

    four = numbers(version)
    texts = [win.StringStruct(*pair) for pair in strings(version, file, description).items()]
    table = win.StringTable(f"{US_ENGLISH:04X}{UNICODE:04X}", texts)
    return win.VSVersionInfo(
        ffi=win.FixedFileInfo(filevers=four, prodvers=four),
        kids=[
            win.StringFileInfo([table]),
            win.VarFileInfo([win.VarStruct("Translation", [US_ENGLISH, UNICODE])]),
        ],
    )
