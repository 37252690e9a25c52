"""``guide`` from the command line: a sheet without a ledger."""

import json

from coopledger.cli.main import run


def test_it_is_written_without_a_ledger(tmp_path, capfd):
    out = tmp_path / "wall.pdf"
    assert run(["guide", str(out), "--paper", "A5", "--json"]) == 0
    answer = json.loads(capfd.readouterr().out)
    assert answer == {"file": str(out), "pages": 1}
    assert out.read_bytes().startswith(b"%PDF")
    assert [path.name for path in tmp_path.iterdir()] == ["wall.pdf"]


def test_a_place_that_cannot_be_written_is_said_so(tmp_path, capfd):
    out = tmp_path / "nowhere" / "wall.pdf"
    assert run(["guide", str(out), "--json"]) == 1
    told = capfd.readouterr()
    (problem,) = json.loads(told.out)["errors"]
    assert problem["code"] == "not_writable"
    assert str(out) in told.err
    assert not out.parent.exists()
