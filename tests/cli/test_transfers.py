"""``transfers``, and recording what passes between groups, through the command line's own doors."""

import json

import pytest

from coopledger.app.ledger import Ledger
from coopledger.cli.main import run
from coopledger.ledger.keyfile import Cost
from tests.app.neighbours import found, neighbours


@pytest.fixture
def call(tmp_path, capsys, monkeypatch):
    """Call a command on a ledger of two groups."""
    monkeypatch.setenv("COOPLEDGER_PASSPHRASE", "pw")
    store = tmp_path / "ledger.coop"

    def give(*words):
        code = run([*words, "--store", str(store)])
        return code, *capsys.readouterr()

    give.store, give.folder = store, tmp_path
    with Ledger.create(store, "pw", cost=Cost(8, 1, 1)):
        pass
    return give


def test_the_list_tells_states_debts_and_cash_on_its_way(call):
    with Ledger.open(call.store, "pw") as ledger:
        neighbours(ledger)
    code, out, _err = call("transfers", "list", "--json", "--date", "2025-03-01")
    data = json.loads(out)
    assert code == 0
    assert [row["state"] for row in data["transfers"]] == ["in_transit", "differs", "matched"]
    assert data["cash_on_its_way"] == {"UGX": 5_500}
    assert data["debts"][0]["way"] == 5_000
    _code, shown, _err = call("transfers", "list")
    assert "On its way" in shown
    assert "Kukula" in shown
    number = data["transfers"][0]["number"]
    code, shown, _err = call("transfers", "show", number)
    assert code == 0
    assert "Ask" in shown
    assert json.loads(call("transfers", "show", number, "--json")[1])["number"] == number


def test_what_cannot_be_shown_is_said(call):
    code, out, err = call("transfers", "show", "1234567890")
    assert code != 0
    assert "1234567890" in out + err
    code, out, err = call("transfers", "list", "--date", "2025-02-31")
    assert code != 0
    assert "Traceback" not in out + err


def test_both_sides_are_recorded_from_notebook_lines(call):
    with Ledger.open(call.store, "pw") as ledger:
        one, two = found(ledger, "Kukula"), found(ledger, "Tumaini")
    head = "meeting,date,member,item,amount,detail\n"
    path = call.folder / "meeting.csv"
    path.write_text(
        head
        + f"2,2025-01-08,,group_loan,6000,group={two}\n"
        + f"2,2025-01-08,M01,move_away,9000,group={two};claim=yes;reason=married\n"
    )
    assert call("record", "--group", "Kukula", str(path))[0] == 0
    with Ledger.open(call.store, "pw") as ledger:
        loan, moved = (side.number for side in ledger.dealings(one).sides)
    path.write_text(
        head
        + f"2,2025-01-08,,borrow,6000,group={one};number={loan}\n"
        + f"2,2025-01-08,M04,move_in,9000,group={one};number={moved};claim=yes\n"
        + f"2,2025-01-08,,lender_payment,1000,group={one}\n"
    )
    assert call("record", "--group", "Tumaini", str(path))[0] == 0
    data = json.loads(call("transfers", "list", "--json")[1])
    assert [(row["sort"], row["state"]) for row in data["transfers"]] == [
        ("repay", "in_transit"),
        ("loan", "matched"),
        ("member", "matched"),
    ]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("2,2025-01-08,,group_loan,6000,group=No Such", "bad_group"),
        ("2,2025-01-08,,group_loan,6000,", "bad_group"),
        ("2,2025-01-08,,group_loan,6000,union", "bad_detail"),
        ("2,2025-01-08,,group_payment,6000,group=union;number=12", "bad_transfer"),
        ("2,2025-01-08,,group_payment,6000,group=union", "above_lent"),
        ("2,2025-01-08,,group_charge,6000,group=union", "nothing_lent"),
        ("2,2025-01-08,,group_loan,90000,group=union", "cash_below_zero"),
        ("2,2025-01-08,M01,move_away,10000,group=union;claim=maybe", "bad_detail"),
        ("2,2025-01-08,M01,move_away,1,group=union", "wrong_refund"),
        ("2,2025-01-08,M09,move_away,1,group=union", "unknown_member"),
    ],
)
def test_a_line_that_cannot_be_is_refused_and_nothing_is_recorded(call, line, code):
    with Ledger.open(call.store, "pw") as ledger:
        group = found(ledger, "Kukula")
    path = call.folder / "meeting.csv"
    path.write_text(f"meeting,date,member,item,amount,detail\n{line}\n")
    answer, out, err = call("record", "--group", "Kukula", str(path), "--json")
    assert answer != 0
    assert code in out + err
    with Ledger.open(call.store, "pw") as ledger:
        assert len(ledger.replay(group).headers) == 2
