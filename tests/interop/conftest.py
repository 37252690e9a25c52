"""Ledgers for the tests of notebooks.

The oracle, the lives and the paper lie beside their tests; pytest's importlib mode doesn't look
there by itself.
"""

import shutil
import sys
from pathlib import Path

import pytest

from coopledger.app.importing import import_notebook
from coopledger.app.ledger import Ledger
from coopledger.cli.main import run
from coopledger.ledger.keyfile import Cost

sys.path.insert(0, str(Path(__file__).parent))

from paper import FIRST, GROUP, assert_one_sentence, only_error, pages, write


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A ledger that holds one group already."""
    folder = tmp_path_factory.mktemp("kept")
    write(folder, FIRST, GROUP.replace("Tusitukirewamu", "Bakyala Kwekulakulanya"))
    with Ledger.create(folder / "ledger.coop", "pw", cost=Cost(8, 1, 1)) as ledger:
        import_notebook(ledger, folder)
    return folder


@pytest.fixture
def command(kept, tmp_path, capfd, monkeypatch):
    """Run a command on a copy of that ledger: exit code, standard output, standard error."""
    monkeypatch.setenv("COOPLEDGER_PASSPHRASE", "pw")
    store = tmp_path / "ledger.coop"
    for path in kept.glob("ledger.coop*"):
        shutil.copy(path, tmp_path)

    def give(*arguments):
        code = run([*map(str, arguments), "--store", str(store)])
        return code, *capfd.readouterr()

    return give


@pytest.fixture
def refused(command, tmp_path):
    """Import what it is given; the one error, once it is seen that nothing was recorded."""

    def give(notebook, group=GROUP):
        before = pages(tmp_path)
        write(tmp_path, notebook, group)
        code, out, err = command("import-notebook", tmp_path, "--json")
        assert code == 1
        assert_one_sentence(err)
        assert pages(tmp_path) == before
        return only_error(out)

    return give
