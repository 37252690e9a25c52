"""The release machine's script from end to end: three keys, a program, two seals, a launcher."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from coopledger.app import updates
from coopledger.ledger.update import read_keys
from tests.app.releases import SCRIPT, built

ROOT = SCRIPT.parents[1]


def run(*arguments, passphrase="three millstones"):
    return subprocess.run(
        [sys.executable, SCRIPT, *map(str, arguments)],
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COOPLEDGER_RELEASE_PASSPHRASE": passphrase},
    )


def test_keys_a_pack_seals_and_the_program_believes_it(tmp_path):
    lines = []
    for name in ("amina", "bosco"):
        made = run("make-key", tmp_path / f"{name}.key")
        assert made.returncode == 0, made.stderr
        lines.append(json.loads(made.stdout.splitlines()[-1]))
        assert (tmp_path / f"{name}.key").stat().st_mode & 0o077 == 0
    again = run("make-key", tmp_path / "amina.key")
    assert again.returncode != 0  # a key is never written over
    pinned = read_keys(json.dumps({"need": 2, "keys": lines}).encode())
    file = tmp_path / "new.update"
    told = ("--version", "0.2.0", "--released", "2027-01-31", "--platform", updates.platform_name())
    assert run("pack", built(tmp_path / "b"), *told, "--out", file).returncode == 0
    wrong = run("seal", file, "--key", tmp_path / "amina.key", passphrase="x")
    assert wrong.returncode == 1
    assert "passphrase" in wrong.stderr
    for name in ("amina", "bosco"):
        assert run("seal", file, "--key", tmp_path / f"{name}.key").returncode == 0
    assert updates.look(file, pinned).signers == ("amina", "bosco")


@pytest.mark.skipif(sys.platform == "win32", reason="the other launcher is Windows' own")
def test_the_launcher_runs_the_version_that_current_names(tmp_path):
    out = tmp_path / "portable"
    made = run("portable", built(tmp_path / "b"), "--version", "0.1.0", "--out", out)
    assert made.returncode == 0, made.stderr
    newer = {"coopledger": b"#!/bin/sh\necho newer $1\n"}
    built(out / "versions" / "0.2.0", newer)
    starts = [out / "coopledger.sh", "hello world"]

    def said():
        return subprocess.run(starts, check=True, capture_output=True, text=True).stdout

    assert said() == "new\n"
    (out / "current").write_text("0.2.0\n", "ascii")
    assert said() == "newer hello world\n"
    assert updates.program_folder(out / "versions" / "0.2.0" / "coopledger") == out


def test_the_repository_holds_no_release_keys_so_that_none_can_be_stolen_from_it():
    kept = json.loads((ROOT / "resources" / "release-keys.json").read_bytes())
    assert kept == {"need": 2, "keys": []}
    assert not list(Path(ROOT, "packaging").glob("*.key"))
