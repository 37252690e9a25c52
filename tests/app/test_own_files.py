"""No paper and no export is ever written over the ledger itself."""

import pytest

from coopledger.app.exporting import export
from coopledger.app.paper_files import save
from coopledger.app.questions import verify
from coopledger.app.recovery import print_sheets
from coopledger.domain.errors import Refusal
from coopledger.store.store import keys_path

WRITERS = {
    "export": lambda ledger, group, out: export(ledger, group, "json", out),
    "report": lambda ledger, group, out: save(ledger, group, "meeting", out),
    "statement": lambda ledger, group, out: save(ledger, group, "statement", out),
    "sheet": lambda ledger, _group, out: print_sheets(ledger, "words", out),
}


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("target", ["ledger", "keys", "journal", "by another way"])
def test_its_own_files_are_refused_and_stay_as_they_were(kamu, writer, target):
    ledger, group = kamu
    path = ledger.store.path
    out = {
        "ledger": path,
        "keys": keys_path(path),
        "journal": path.with_name(path.name + "-wal"),
        "by another way": path.parent / "x" / ".." / path.name,
    }[target]
    (path.parent / "x").mkdir(exist_ok=True)
    keys = keys_path(path).read_bytes()
    with pytest.raises(Refusal) as caught:
        WRITERS[writer](ledger, group, out)
    assert caught.value.code == "not_writable"
    assert keys_path(path).read_bytes() == keys
    assert verify(ledger)[0].fault == ""
