"""The start command: bare Python only, quick the second time, honest about what is missing."""

from __future__ import annotations

import ast
import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
START = ROOT / "packaging" / "start.py"
LOADABLE = {"linux": "libc.so.6", "darwin": "libSystem.dylib", "win32": "kernel32.dll"}
ABSENT = {"libnothing.so.9": "libnothing9"}


@pytest.fixture
def start() -> ModuleType:
    spec = importlib.util.spec_from_file_location("start_under_test", START)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def folder(start: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project folder that the start command takes for its own."""
    for name in ("pyproject.toml", "README.md", "LICENSE", "coopledger/book.py", "resources/fr.mo"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    monkeypatch.setattr(start, "ROOT", tmp_path)
    monkeypatch.setattr(start, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(start, "STAMP", tmp_path / ".venv" / "stamp.json")
    for name in ("REQUIREMENTS", "TEST_REQUIREMENTS", "BUILD_REQUIREMENTS"):
        (tmp_path / name).write_text(name, encoding="utf-8")
        monkeypatch.setattr(start, name, tmp_path / name)
    return tmp_path


@pytest.fixture
def installs(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What pip was asked to install: "libraries" or "package", in order."""
    asked: list[str] = []

    def record(*arguments: str) -> None:
        asked.append("libraries" if "--require-hashes" in arguments else "package")

    monkeypatch.setattr(start, "pip", record)
    # These tests themselves run in an environment without pip.
    monkeypatch.setattr(start, "need_pip", lambda: None)
    return asked


def test_it_needs_the_standard_library_only() -> None:
    imported = set()
    for node in ast.walk(ast.parse(START.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add((node.module or "").partition(".")[0])
    assert "subprocess" in imported
    assert imported <= sys.stdlib_module_names


def test_without_pip_it_says_where_to_get_it(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pip", None)
    with pytest.raises(SystemExit, match="apt-get install python3-pip"):
        start.set_up(start.REQUIREMENTS)


@pytest.mark.parametrize(("arguments", "status"), [((), 2), (("fly",), 2), (("--help",), 0)])
def test_it_says_what_it_can_do(arguments: tuple[str, ...], status: int) -> None:
    done = subprocess.run(
        [sys.executable, START, *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == status
    assert "start.py demo practice" in (done.stderr if status else done.stdout)


def test_the_second_start_installs_nothing(
    start: ModuleType, folder: Path, installs: list[str]
) -> None:
    start.set_up(start.REQUIREMENTS)
    assert installs == ["libraries", "package"]
    assert start.program("python").exists()
    start.set_up(start.REQUIREMENTS)
    assert installs == ["libraries", "package"]


@pytest.mark.parametrize("changed", ["coopledger/book.py", "resources/fr.mo", "coopledger/new.py"])
def test_a_changed_source_installs_the_package_again(
    start: ModuleType, folder: Path, installs: list[str], changed: str
) -> None:
    start.set_up(start.REQUIREMENTS)
    installs.clear()
    (folder / changed).write_text("changed", encoding="utf-8")
    start.set_up(start.REQUIREMENTS)
    assert installs == ["package"]


@pytest.mark.parametrize("changed", ["REQUIREMENTS", "BUILD_REQUIREMENTS"])
def test_a_changed_pin_installs_everything_again(
    start: ModuleType, folder: Path, installs: list[str], changed: str
) -> None:
    start.set_up(start.REQUIREMENTS)
    installs.clear()
    (folder / changed).write_text("changed", encoding="utf-8")
    start.set_up(start.REQUIREMENTS)
    assert installs == ["libraries", "package"]


def test_the_libraries_of_the_tests_are_enough_for_the_program_and_not_the_other_way(
    start: ModuleType, folder: Path, installs: list[str]
) -> None:
    start.set_up(start.REQUIREMENTS)
    start.set_up(start.TEST_REQUIREMENTS)
    assert installs.count("libraries") == 2
    start.set_up(start.REQUIREMENTS)
    assert installs.count("libraries") == 2


def test_an_interrupted_setup_goes_on_where_it_stopped(
    start: ModuleType, folder: Path, installs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: str) -> None:
        raise SystemExit("no network")

    with monkeypatch.context() as patch:
        patch.setattr(start, "pip", broken)
        with pytest.raises(SystemExit, match="no network"):
            start.set_up(start.REQUIREMENTS)
    start.set_up(start.REQUIREMENTS)
    assert installs == ["libraries", "package"]


def test_another_python_gets_a_fresh_environment(
    start: ModuleType, folder: Path, installs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    start.set_up(start.REQUIREMENTS)
    left_over = start.VENV / "left-over"
    left_over.touch()
    monkeypatch.setattr(sys, "version", "3.99.0 (another)")
    start.set_up(start.REQUIREMENTS)
    assert not left_over.exists()
    assert installs == ["libraries", "package"] * 2


def test_only_what_cannot_be_loaded_is_missing(start: ModuleType) -> None:
    libraries = {LOADABLE[sys.platform]: "libc6", **ABSENT}
    assert start.missing_packages(libraries) == ["libnothing9"]


def test_without_rights_it_names_the_command(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(start.os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(start, "run", pytest.fail)
    with pytest.raises(SystemExit) as stopped:
        start.need_libraries(ABSENT)
    wanted = "sudo apt-get install --yes --no-install-recommends libnothing9\n"
    assert wanted in str(stopped.value.code)


def test_root_on_debian_gets_what_is_missing(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[list[str]] = []
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(start.os, "geteuid", lambda: 0, raising=False)
    monkeypatch.setattr(start.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(start, "run", lambda command, environment: commands.append(command) or 0)
    start.need_libraries(ABSENT)
    assert [command[1] for command in commands] == ["update", "install"]
    assert "libnothing9" in commands[1]


@pytest.mark.parametrize(
    ("failing", "pytest_says", "status"),
    [(None, 0, 0), ("ruff", 0, 1), ("mypy", 0, 1), ("lint-imports", 0, 1), (None, 5, 5)],
)
def test_a_failed_check_fails_the_run_and_pytest_still_runs_last(
    start: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    failing: str | None,
    pytest_says: int,
    status: int,
) -> None:
    started: list[list[str]] = []

    def answer(command: list[Path | str], environment: dict[str, str]) -> int:
        assert environment["PYTHONPATH"] == str(ROOT)
        started.append([str(part) for part in command])
        if "pytest" in command:
            return pytest_says
        return 1 if Path(command[0]).stem == failing else 0

    monkeypatch.setattr(start, "need_libraries", lambda _: None)
    monkeypatch.setattr(start, "set_up", lambda _: None)
    monkeypatch.setattr(start, "run", answer)
    assert start.main(["test", "-k", "shares"]) == status
    assert len(started) == 5
    assert started[-1][-2:] == ["-k", "shares"]
    assert "pytest" in started[-1]


def test_ci_runs_the_command_of_the_readme() -> None:
    command = "python3 packaging/start.py test"
    assert f"\n{command}\n" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"\n{command}\n" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
