"""What goes with a release: the list of parts, and the package managers' manifests."""

from __future__ import annotations

import hashlib
import json
import re
import ssl
from pathlib import Path

import licences
import manifests
import pytest
import sbom

from wizard import __version__


def test_the_list_of_parts_names_every_bundled_package_with_its_address() -> None:
    document = json.loads(json.dumps(sbom.document()))
    addresses = {part["purl"] for part in document["components"]}
    for one in licences.bundled():
        assert f"pkg:pypi/{licences.canonical(one.name)}@{one.version}" in addresses
    assert any(address.startswith("pkg:generic/cpython@3.") for address in addresses)
    assert document["metadata"]["component"]["version"] == __version__
    assert set(document["dependencies"][0]["dependsOn"]) == addresses
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", document["serialNumber"])


def test_the_libraries_inside_other_parts_are_named_with_their_versions() -> None:
    """Whoever compares versions with known holes asks for OpenSSL, not for the Python that brings it."""
    parts = {part["name"]: part for part in sbom.document()["components"]}
    assert ssl.OPENSSL_VERSION.split()[1] == parts["OpenSSL"]["version"]
    assert parts["Qt"]["version"] == parts["PySide6_Essentials"]["version"]
    for name in ("OpenSSL", "Expat", "zlib", "Qt"):
        assert re.fullmatch(r"\d+(\.\d+)+\w*", parts[name]["version"])
        assert parts[name]["purl"] == f"pkg:generic/{name.lower()}@{parts[name]['version']}"


def test_a_licence_that_is_an_expression_of_spdx_is_given_as_one() -> None:
    said = {part["name"]: part["licenses"] for part in sbom.document()["components"]}
    assert said["PySide6_Essentials"] == [{"expression": "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only"}]
    assert said["hyperscan"] == [{"expression": "MIT"}]
    assert said["defusedxml"] == [{"license": {"name": "PSFL"}}]  # which SPDX does not know


@pytest.fixture
def written(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "setup.exe").write_bytes(b"the installer")
    (tmp_path / "portable.zip").write_bytes(b"the folder")
    paths = manifests.write(
        tmp_path / "out", "owner/name", tmp_path / "setup.exe", tmp_path / "portable.zip", "1.2.3"
    )
    return {path.name: path.read_text(encoding="utf-8") for path in paths}


def test_winget_gets_its_three_files_under_the_package_s_name(written: dict[str, str]) -> None:
    name = manifests.IDENTIFIER
    for kind in ("", ".installer", ".locale.en-US"):
        text = written[f"{name}{kind}.yaml"]
        assert f"PackageIdentifier: {name}\nPackageVersion: 1.2.3\n" in text
        assert text.startswith("# yaml-language-server: $schema=https://aka.ms/winget-manifest.")


def test_winget_s_installer_is_named_by_its_hash_for_one_and_for_all(written: dict[str, str]) -> None:
    text = written[f"{manifests.IDENTIFIER}.installer.yaml"]
    assert text.count(hashlib.sha256(b"the installer").hexdigest().upper()) == 2
    assert text.count("https://github.com/owner/name/releases/download/v1.2.3/setup.exe") == 2
    assert "Custom: /ALLUSERS" in text


def test_scoop_gets_the_portable_folder(written: dict[str, str]) -> None:
    document = json.loads(written["failover-wizard.json"])
    entry = document["architecture"]["64bit"]
    assert document["version"] == "1.2.3"
    assert entry["hash"] == hashlib.sha256(b"the folder").hexdigest()
    assert entry["url"].endswith("/v1.2.3/portable.zip")
