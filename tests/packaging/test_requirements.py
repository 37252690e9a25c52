"""The pinned libraries: exact, hashed, from nowhere in particular, and the same in every file."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
RUNTIME = "requirements.txt"
TEST = "requirements-test.txt"
BUILD = "requirements-build.txt"
ALL = (RUNTIME, TEST, BUILD)


def read_pins(name: str) -> dict[tuple[str, str], tuple[Requirement, frozenset[str]]]:
    """Every pin of a file, by name and marker, with its hashes."""
    pins = {}
    text = (ROOT / "packaging" / name).read_text(encoding="utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            wish, *hashes = line.split("--hash=")
            requirement = Requirement(wish.strip())
            key = (canonicalize_name(requirement.name), str(requirement.marker))
            pins[key] = (requirement, frozenset(part.strip() for part in hashes))
    return pins


def pinned_versions(name: str) -> dict[str, set[str]]:
    versions: dict[str, set[str]] = {}
    for (package, _), (requirement, _) in read_pins(name).items():
        versions.setdefault(package, set()).update(s.version for s in requirement.specifier)
    return versions


@pytest.mark.parametrize("name", ALL)
def test_every_pin_is_exact_and_hashed(name: str) -> None:
    pins = read_pins(name)
    assert len(pins) > 3
    for requirement, hashes in pins.values():
        assert [s.operator for s in requirement.specifier] == ["=="], requirement
        assert hashes, requirement
        assert all(h.startswith("sha256:") and len(h) == 71 for h in hashes), requirement


def test_compiled_libraries_have_the_files_of_every_platform() -> None:
    hashes: dict[str, int] = {}
    for (package, _), (_, files) in read_pins(RUNTIME).items():
        hashes[package] = max(hashes.get(package, 0), len(files))
    # Linux and Windows on two processors each, macOS; one file for all Pythons (abi3).
    assert hashes["pyside6-essentials"] >= 5
    # The same, once for each of Python 3.11 to 3.14.
    assert hashes["sqlcipher3"] >= 20
    assert hashes["msgspec"] >= 20


@pytest.mark.parametrize("name", ALL)
def test_no_file_says_where_to_fetch_from(name: str) -> None:
    text = (ROOT / "packaging" / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert not [line for line in text.splitlines() if line.startswith("-")]


@pytest.mark.parametrize(
    ("name", "extras"), [(RUNTIME, []), (TEST, ["test"]), (BUILD, ["build-system"])]
)
def test_the_pins_answer_what_the_project_asks_for(name: str, extras: list[str]) -> None:
    content = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wishes = content["project"]["dependencies"] if extras != ["build-system"] else []
    for extra in extras:
        optional = content["project"]["optional-dependencies"]
        wishes = wishes + optional.get(extra, content["build-system"]["requires"])
    versions = pinned_versions(name)
    for wish in map(Requirement, wishes):
        found = versions.get(canonicalize_name(wish.name), set())
        assert any(version in wish.specifier for version in found), f"run pin.py: {wish}"


def test_what_is_tested_is_what_is_shipped() -> None:
    runtime, test = read_pins(RUNTIME), read_pins(TEST)
    assert {key: test.get(key) for key in runtime} == runtime
    build, test_versions = pinned_versions(BUILD), pinned_versions(TEST)
    assert {n: v for n, v in build.items() if test_versions.get(n, v) != v} == {}


def test_qt_stays_below_the_release_that_loses_none() -> None:
    (pinned,) = pinned_versions(RUNTIME)["pyside6-essentials"]
    assert Version(pinned) < Version("6.12")
