"""The wheel, as people will have it: with its resources, without the checkout around it."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import coopledger

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def run_installed(folder: Path, code: str) -> str:
    """Run code where only the wheel's package can be found, away from the checkout."""
    start = f"import sys; sys.path.insert(0, {str(folder)!r}); "
    done = subprocess.run(
        [sys.executable, "-I", "-c", start + code],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_it_holds_every_resource_and_every_module_and_nothing_else(wheel: Path) -> None:
    wanted = {}
    for source, target in (("coopledger", "coopledger"), ("resources", "coopledger/resources")):
        for file in (ROOT / source).rglob("*"):
            if file.is_file() and "__pycache__" not in file.parts:
                wanted[f"{target}/{file.relative_to(ROOT / source).as_posix()}"] = file.read_bytes()
    with zipfile.ZipFile(wheel) as archive:
        held = {n: archive.read(n) for n in archive.namelist() if ".dist-info/" not in n}
    assert "coopledger/resources/locale/coopledger.pot" in held
    assert held.keys() == wanted.keys()
    assert held == wanted


def test_it_carries_the_licence(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (n for n in archive.namelist() if n.endswith("/LICENSE"))
        assert archive.read(name) == (ROOT / "LICENSE").read_bytes()


def test_it_finds_its_own_resources(installed: Path) -> None:
    answer = run_installed(
        installed,
        "from coopledger.words.resources import resource; "
        "print(resource('locale', 'fr', 'LC_MESSAGES', 'coopledger.mo').resolve())",
    )
    assert Path(answer).is_file()
    assert installed.resolve() in Path(answer).parents


def test_its_command_starts(installed: Path) -> None:
    answer = run_installed(
        installed,
        "from importlib.metadata import distribution; found = distribution('coopledger'); "
        f"assert str(found.locate_file('')) == {str(installed)!r}; "
        "sys.argv = ['coopledger', '--version']; "
        "(command,) = found.entry_points.select(name='coopledger'); sys.exit(command.load()())",
    )
    assert coopledger.__version__ in answer
