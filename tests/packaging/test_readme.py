"""The README keeps its word: its commands exist, its links lead somewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = (ROOT / "README.md", ROOT / "docs" / "architecture.md")


def commands_of_the_table() -> list[str]:
    """The first words of each command in the README's table, as one would type them."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    section = text.partition("## From a script")[2].partition("\n## ")[0]
    cells = re.findall(r"^\| (`.*`) \|", section, re.MULTILINE)
    written = [line for cell in cells for line in re.findall(r"`([^`]+)`", cell)]
    return [re.split(r" (?=[A-Z\[-])", line)[0] for line in written]


@pytest.mark.parametrize("command", commands_of_the_table())
def test_a_command_in_the_table_is_one(command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "coopledger", *command.split(), "--help"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_table_has_all_commands() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "coopledger", "--help"],
        cwd=ROOT,
        env=dict(os.environ, LANGUAGE="en"),
        capture_output=True,
        text=True,
        check=True,
    )
    offered = set(re.findall(r"^    ([a-z][a-z-]+)", done.stdout, re.MULTILINE))
    assert len(offered) > 5
    assert offered == {command.split()[0] for command in commands_of_the_table()}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8"))
    local = [link for link in links if "://" not in link]
    assert local
    assert [link for link in local if not (page.parent / link).exists()] == []


def test_every_folder_that_it_names_is_there() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:coopledger/[a-z]+)|resources|tests|packaging|docs)`", text))
    assert len(named) >= 13
    assert [name for name in named if not (ROOT / name).is_dir()] == []
    layers = {f"coopledger/{path.parent.name}" for path in ROOT.glob("coopledger/*/*.py")}
    assert layers <= named
