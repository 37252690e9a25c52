"""Notebooks of other groups against a simulator that shares no line with the program."""

import json
import shutil
from pathlib import Path

import msgspec
import pytest
from life import Life
from oracle import Simulation, work_out

from coopledger.app.importing import import_notebook
from coopledger.app.ledger import Ledger
from coopledger.app.questions import balances, group_totals, trial_share_out, verify
from coopledger.ledger.keyfile import Cost

YEAR = Path(__file__).parents[1] / "notebooks" / "vsla-year"
SEEDS = range(40)


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    folder = tmp_path_factory.mktemp("empty")
    Ledger.create(folder / "ledger.coop", "pw", cost=Cost(8, 1, 1)).close()
    return folder


@pytest.fixture
def ledger(empty, tmp_path):
    for path in empty.glob("ledger.coop*"):
        shutil.copy(path, tmp_path)
    with Ledger.open(tmp_path / "ledger.coop", "pw") as opened:
        yield opened


def told(ledger, folder):
    """What the program makes of a folder, in the form of ``expected.json``."""
    group = import_notebook(ledger, folder).group
    held = [row.meeting for row in ledger.summaries(group) if row.meeting]
    return {
        "meetings": [msgspec.to_builtins(balances(ledger, group, number)) for number in held],
        "totals": msgspec.to_builtins(group_totals(ledger, group)),
        "share_out": msgspec.to_builtins(trial_share_out(ledger, group)),
    }


def test_the_oracle_knows_the_year():
    assert work_out(YEAR) == json.loads((YEAR / "expected.json").read_text("utf-8"))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_life(ledger, tmp_path, seed):
    Life(seed).write(tmp_path / "notebook")
    worked_out = work_out(tmp_path / "notebook")
    answer = told(ledger, tmp_path / "notebook")
    assert answer["meetings"] == worked_out["meetings"]
    assert answer["totals"] == worked_out["totals"]
    assert answer["share_out"] == worked_out["share_out"]
    (verdict,) = verify(ledger)
    assert not verdict.fault


def broken_rules(life):
    """What of the constitution each line breaks, as (meeting, code, member)."""
    book, found = Simulation(life.group), set()
    rules = life.rules
    bought = dict.fromkeys(book.people, 0)
    for row in life.rows:
        number, who, item = int(row["meeting"]), row["member"], row["item"]
        if number != book.number:
            bought = dict.fromkeys(bought, 0)
            if number != (book.number or 0) + 1:
                found.add((number, "meeting_number_gap", ""))
        before = {code: person.principal + person.due for code, person in book.people.items()}
        book.line(row)
        if item == "shares":
            bought[who] += int(row["amount"])
            if bought[who] > rules["max_shares_per_meeting"]:
                found.add((number, "too_many_shares", who))
        elif item == "fine" and row["detail"] not in rules["fines"]:
            found.add((number, "unknown_fine", who))
        elif item == "fine" and book.money(row) != rules["fines"][row["detail"]] * book.scale:
            found.add((number, "fine_amount_differs", who))
        elif item == "loan":
            person = book.people[who]
            cap = person.shares * book.price * rules["max_loan_multiple_of_savings"]
            weeks = int(row["detail"].removeprefix("weeks=").partition(";")[0])
            breaches = {
                "loan_above_cap": person.principal > cap,
                "second_loan": before[who] and rules["one_loan_at_a_time"],
                "loan_too_long": weeks > rules["max_loan_weeks"],
            }
            found |= {(number, code, who) for code, broken in breaches.items() if broken}
    return found


@pytest.mark.parametrize("seed", range(100, 110))
def test_broken_rules_are_findings(ledger, tmp_path, seed):
    life = Life(seed)
    life.write(tmp_path / "notebook")
    done = import_notebook(ledger, tmp_path / "notebook")
    told = {(f.meeting, f.finding.code, f.finding.member) for f in done.findings}
    assert {f for f in told if f[1] not in ("not_counted", "not_called")} == broken_rules(life)


def test_the_lives_are_as_varied_as_they_claim(tmp_path):
    """What the seeds must have met, so that a change to the generator can't empty them."""
    said, apart, owing, cents, gaps = set(), [], 0, 0, 0
    for seed in SEEDS:
        life = Life(seed)
        life.book.close()
        said |= {row["item"] for row in life.rows}
        answer = life.book.answer()
        apart.append(len(answer["share_out"]["still_owes"]))
        owing += any(p.state == "dead" and p.principal for p in life.book.people.values())
        cents += any("." in row["amount"] for row in life.rows)
        numbers = [m["meeting"] for m in answer["meetings"]]
        gaps += numbers[-1] > len(numbers)
    assert len(said) == 16, "every item of the notebook"
    assert 0 in apart
    assert 1 in apart
    assert max(apart) > 2
    assert owing
    assert cents
    assert gaps
