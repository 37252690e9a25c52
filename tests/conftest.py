"""Without a display Qt aborts the process, so it is told before anything imports it."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import hypothesis
import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["COOPLEDGER_LANG"] = "en"
# What the tests' devices wrote is nothing that this laptop should remember.
os.environ["COOPLEDGER_STATE"] = tempfile.mkdtemp(prefix="coopledger-state-")
atexit.register(shutil.rmtree, os.environ["COOPLEDGER_STATE"], ignore_errors=True)

# A find in CI must be the same on the next run; on a desk each run looks elsewhere.
hypothesis.settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    hypothesis.settings.load_profile("ci")

YEAR = Path(__file__).parent / "notebooks" / "vsla-year"
PASSPHRASE = "seven goats"


@pytest.fixture(scope="session", autouse=True)
def application(qapp):
    """One QApplication for all tests: a report in Arabic would else make a lesser one first."""
    return qapp


@pytest.fixture
def year() -> Path:
    """The typed-up notebook of one group's year."""
    return YEAR


@pytest.fixture
def ledger(tmp_path):
    """An empty ledger whose passphrase costs little to check."""
    from coopledger.app.ledger import Ledger
    from coopledger.ledger.keyfile import Cost

    with Ledger.create(tmp_path / "ledger.coop", PASSPHRASE, cost=Cost(8, 1, 1)) as made:
        yield made


@pytest.fixture
def kamu(ledger, year):
    """The ledger with the notebook's group, and that group's book id."""
    from coopledger.app.importing import import_notebook

    return ledger, import_notebook(ledger, year).group


@pytest.fixture
def plugged(monkeypatch):
    """The sticks that are plugged in: a test puts them in and pulls them out."""
    from coopledger.sync import drives

    found = []
    monkeypatch.setattr(drives, "plugged_in", lambda: tuple(found))
    return found
