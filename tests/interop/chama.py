"""A chama with a wallet, taken over from paper, and its provider's statement."""

from coopledger.app.baseline import import_baseline
from coopledger.app.ledger import Ledger
from coopledger.ledger.keyfile import Cost

GROUP = """\
name = "Umoja Chama"
kind = "asca"
currency = "KES"
currency_decimals = 2
[constitution]
cycle_start = "2026-01-03"
meeting_period = "month"
places = ["box", "bank", "wallet"]
saving = "equal"
saving_amount = 500
social_contribution = 100
charge_percent = "10"
share_out_rule = "per_savings"
share_out_rounding = { mode = "largest_remainder", unit = 1 }
[constitution.fines]
late = 50
[cutoff]
meeting = 2
date = "2026-02-28"
"""
MEMBERS = (
    "id,name,phone,savings\nM01,Mary Atieno,0712340111,1000\nM02,John Otieno,0722555111,1000\n"
    "M03,{third},0733000222,1000\n"
)
LOANS = "member,amount,paid_out,principal_left,weeks\nM02,1000,2026-02-28,1000,8\n"
CASH = "fund,place,amount\nloan,box,1500\nloan,wallet,500\nsocial,box,300\n"
STATEMENT = """\
Receipt No.,Completion Time,Details,Transaction Status,Paid In,Withdrawn,Balance,Other Party Info
W4,2026-03-20 10:00:00,Business to Bank,Completed,,-400.00,477.00,
W3,2026-03-19 10:00:00,Pay Bill Charge,Completed,,-23.00,877.00,
W2,2026-03-18 10:00:00,Received,Completed,300.00,,900.00,2547****5111 - JOHN OTIENO
W1,2026-03-17 10:00:00,Received,Completed,100.00,,600.00,0712340111 - MARY ATIENO
"""


def make_chama(folder, passphrase, third="Grace Wanjiku"):
    """Make the chama's ledger, ``ledger.coop``, in a folder, beside the ``statement.csv``.

    Returns:
        The ledger's path and the id of the chama's book.
    """
    paper = folder / "paper"
    paper.mkdir()
    members = MEMBERS.format(third=third)
    files = {"group.toml": GROUP, "members.csv": members, "loans.csv": LOANS, "cash.csv": CASH}
    for name, text in files.items():
        (paper / name).write_text(text)
    (folder / "statement.csv").write_text(STATEMENT)
    store = folder / "ledger.coop"
    with Ledger.create(store, passphrase, cost=Cost(8, 1, 1)) as ledger:
        import_baseline(ledger, paper)
        [group] = ledger.groups()
    return store, group.id
