"""winget's and Scoop's manifests, and the list of parts, held against what their schemas ask for.

Written from the published schemas: winget-cli's manifests 1.6.0, Scoop's schema.json and CycloneDX 1.6.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import manifests
import pytest
import sbom

NAME_PART = r'[^.\s\\/:*?"<>|]{1,32}'
IDENTIFIER = re.compile(rf"(?=.{{1,128}}$){NAME_PART}(\.{NAME_PART}){{1,7}}")
VERSION = re.compile(r'[^\\/:*?"<>|]{1,128}')
FOUR_NUMBERS = re.compile(r"\d{1,5}(\.\d{1,5}){0,3}")
ADDRESS = re.compile(r"https?://.{1,2000}")
SHA256 = re.compile(r"[0-9A-Fa-f]{64}")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{1,8})*")
COMMON = {
    "PackageIdentifier": IDENTIFIER,
    "PackageVersion": VERSION,
    "ManifestVersion": re.compile(r"1\.6\.0"),
}
# By kind: what must be there, and what else may be, each with the form that the schema gives it.
REQUIRED = {
    "version": {"DefaultLocale": LANGUAGE},
    "defaultLocale": {
        "PackageLocale": LANGUAGE,
        "Publisher": re.compile(r".{2,256}"),
        "PackageName": re.compile(r".{2,256}"),
        "License": re.compile(r".{3,512}"),
        "ShortDescription": re.compile(r".{3,256}"),
    },
    "installer": {"Installers": None},
}
OPTIONAL = {
    "version": {},
    "defaultLocale": {"PackageUrl": ADDRESS, "Tags": re.compile(r".{1,40}")},
    "installer": {
        "MinimumOSVersion": FOUR_NUMBERS,
        "InstallerType": re.compile("msix|msi|appx|exe|zip|inno|nullsoft|wix|burn|pwa|portable"),
        "InstallModes": re.compile("interactive|silent|silentWithProgress"),
        "UpgradeBehavior": re.compile("install|uninstallPrevious"),
        "ProductCode": re.compile(r".{1,255}"),
        "ExpectedReturnCodes": None,
    },
}
INSTALLER = {
    "Architecture": re.compile("x86|x64|arm|arm64|neutral"),
    "Scope": re.compile("user|machine"),
    "InstallerUrl": ADDRESS,
    "InstallerSha256": SHA256,
    "InstallerSwitches": None,
    "ElevationRequirement": re.compile("elevationRequired|elevationProhibited|elevatesSelf"),
}
SCOOP = {"version", "description", "homepage", "license", "architecture", "extract_dir", "bin", "shortcuts"}


@pytest.fixture
def written(tmp_path: Path) -> dict[str, str]:
    for name in ("setup.exe", "portable.zip"):
        (tmp_path / name).write_bytes(name.encode())
    paths = manifests.write(
        tmp_path / "out", "owner/name", tmp_path / "setup.exe", tmp_path / "portable.zip", "1.2.3"
    )
    return {path.name: path.read_text(encoding="utf-8") for path in paths}


def read(text: str) -> dict[str, Any]:
    """The little YAML that the templates use: names with values, with lists, or with lists of names."""
    found: dict[str, Any] = {}
    items: list[Any] = []
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        if top := re.fullmatch(r"(\w+):(?: (.+))?", line):
            items = []
            found[top[1]] = top[2] if top[2] is not None else items
        elif item := re.fullmatch(r"- (?:(\w+): )?(.+)", line):
            items.append({item[1]: item[2]} if item[1] else item[2])
        elif more := re.fullmatch(r"  (\w+):(?: (.+))?", line):
            items[-1][more[1]] = more[2]
        else:
            inner = re.fullmatch(r"    (\w+): (.+)", line)
            assert inner, f"{line!r} is no line of these templates"
    return found


@pytest.mark.parametrize("kind", ["version", "defaultLocale", "installer"])
def test_a_winget_manifest_has_what_its_schema_asks_for_and_nothing_else(
    written: dict[str, str], kind: str
) -> None:
    name = {"version": "", "defaultLocale": ".locale.en-US", "installer": ".installer"}[kind]
    manifest = read(written[f"{manifests.IDENTIFIER}{name}.yaml"])
    assert manifest.pop("ManifestType") == kind
    known = COMMON | REQUIRED[kind] | OPTIONAL[kind]
    assert (COMMON | REQUIRED[kind]).keys() <= manifest.keys() <= known.keys()
    for key, value in manifest.items():
        form = known[key]
        for one in value if isinstance(value, list) else [value]:
            assert form is None or form.fullmatch(one), (key, one)


def test_every_winget_installer_is_whole(written: dict[str, str]) -> None:
    manifest = read(written[f"{manifests.IDENTIFIER}.installer.yaml"])
    assert [one["Scope"] for one in manifest["Installers"]] == ["user", "machine"]
    for one in manifest["Installers"]:
        assert {"Architecture", "InstallerUrl", "InstallerSha256"} <= one.keys() <= INSTALLER.keys()
        for key, value in one.items():
            form = INSTALLER[key]
            assert form is None or form.fullmatch(value), (key, value)
    codes = {one["InstallerReturnCode"]: one["ReturnResponse"] for one in manifest["ExpectedReturnCodes"]}
    script = (manifests.TEMPLATES / "installer.nsi").read_text(encoding="utf-8")
    assert codes == {"1": "cancelledByUser", "3": "packageInUse"}
    assert "1 called off" in script
    assert "3 the program is running" in script


def test_scoop_s_manifest_has_only_what_its_schema_knows(written: dict[str, str]) -> None:
    manifest = json.loads(written["failover-wizard.json"])
    assert {"version", "homepage", "license"} <= manifest.keys() <= SCOOP
    assert manifest["architecture"].keys() <= {"64bit", "32bit", "arm64"}
    for one in manifest["architecture"].values():
        assert one.keys() == {"url", "hash"}
        assert SHA256.fullmatch(one["hash"])
        assert ADDRESS.fullmatch(one["url"])
        assert "$" not in one["url"]
    assert all(2 <= len(shortcut) <= 4 for shortcut in manifest["shortcuts"])


def test_the_list_of_parts_is_cyclonedx() -> None:
    document = json.loads(json.dumps(sbom.document()))
    assert (document["bomFormat"], document["specVersion"], document["version"]) == ("CycloneDX", "1.6", 1)
    whole = {"$schema", "bomFormat", "specVersion", "serialNumber", "version", "metadata", "components"}
    assert document.keys() == whole | {"dependencies"}
    references = [part["bom-ref"] for part in document["components"]]
    assert len(set(references)) == len(references)
    for part in [document["metadata"]["component"], *document["components"]]:
        assert part["type"] in {"application", "framework", "library"}
        assert part["name"]
        for licence in part["licenses"]:
            assert len(licence) == 1
            assert licence.get("expression") or licence["license"].keys() in ({"id"}, {"name"})
