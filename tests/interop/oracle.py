"""What a typed-up notebook comes to, worked out apart from the program.

A plain simulator of the notebook's rules: it trusts its input, checks nothing, and shares no line
with ``coopledger``. Amounts are minor units.
"""

import csv
import datetime as dt
import tomllib
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction


def half_even(amount):
    whole, rest = divmod(amount.numerator, amount.denominator)
    twice = 2 * rest
    up = twice > amount.denominator or (twice == amount.denominator and whole % 2 == 1)
    return whole + up


class Loan:
    def __init__(self, principal, day, every):
        self.principal = principal
        self.due = 0
        self.every = dt.timedelta(days=7 * every)
        self.next_charge = day + self.every

    def charge_until(self, day, percent):
        while self.next_charge <= day:
            if self.principal > 0:
                self.due += half_even(self.principal * percent / 100)
            self.next_charge += self.every


class Person:
    def __init__(self, name):
        self.name = name
        self.shares = 0
        self.fines = 0
        self.arrears = 0
        self.loans = []
        self.state = "active"

    @property
    def principal(self):
        return sum(loan.principal for loan in self.loans)

    @property
    def due(self):
        return sum(loan.due for loan in self.loans)

    @property
    def debt(self):
        return self.principal + self.due + self.fines


class Simulation:
    """One group, line by line: ``answer()`` has the keys of ``expected.json``."""

    def __init__(self, group):
        self.rules = group["constitution"]
        self.scale = 10 ** group["currency_decimals"]
        self.percent = Fraction(str(self.rules["charge_percent"]))
        self.price = self.rules["share_price"] * self.scale
        self.people = {m["id"]: Person(m["name"]) for m in group["members"]}
        self.loan_box = self.bank = self.social_box = 0
        self.roll = [0, 0]
        self.meetings = []
        names = "charges_paid fines_paid over_short_loan_fund over_short_social_fund expenses "
        names += "loans_disbursed loans_count principal_repaid written_off"
        self.totals = dict.fromkeys(names.split(), 0)
        self.number, self.day, self.said = None, None, {}

    def line(self, row):
        """Take one line of the notebook; a new meeting number closes the meeting before."""
        if int(row["meeting"]) != self.number:
            self.close()
            self.begin(int(row["meeting"]), row["date"])
        self.take(row)

    def begin(self, number, day):
        self.number, self.day = number, dt.date.fromisoformat(day)
        self.said = {}
        for person in self.people.values():
            if person.state == "active":
                person.arrears += self.rules["social_contribution"] * self.scale
            for loan in person.loans:
                loan.charge_until(self.day, self.percent)

    def money(self, row):
        units = Decimal(row["amount"]) * self.scale
        return int(units.quantize(Decimal(1), ROUND_HALF_EVEN))

    def take(self, row):
        item, who = row["item"], self.people.get(row["member"])
        match item:
            case "attendance":
                self.roll[0] += row["detail"] in ("present", "late")
                self.roll[1] += 1
            case "shares":
                who.shares += int(row["amount"])
                self.loan_box += int(row["amount"]) * self.price
            case "death":
                who.state = "dead"
            case "count_loan_fund" | "count_social_fund":
                self.count(item.removeprefix("count_"), self.money(row))
            case _:
                self.pay(item, who, self.money(row))

    def count(self, fund, counted):
        box = "loan_box" if fund == "loan_fund" else "social_box"
        book = getattr(self, box)
        self.said[box] = book
        self.totals[f"over_short_{fund}"] += counted - book
        setattr(self, box, counted)

    def pay(self, item, who, amount):
        match item:
            case "fine":
                who.fines += amount
            case "fine_paid":
                who.fines -= amount
                self.totals["fines_paid"] += amount
                self.loan_box += amount
            case "social":
                who.arrears -= amount
                self.social_box += amount
            case "grant":
                self.social_box -= amount
            case "expense":
                self.totals["expenses"] += amount
                self.loan_box -= amount
            case "bank_deposit" | "bank_withdrawal":
                moved = amount if item == "bank_deposit" else -amount
                self.loan_box -= moved
                self.bank += moved
            case _:
                names = {"loan": "lend", "repayment": "repay"}
                getattr(self, names.get(item, item))(who, amount)

    def lend(self, who, amount):
        who.loans.append(Loan(amount, self.day, self.rules["charge_every_weeks"]))
        self.totals["loans_disbursed"] += amount
        self.totals["loans_count"] += 1
        self.loan_box -= amount

    def repay(self, who, amount):
        self.loan_box += amount
        self.settle(who, amount)

    def settle(self, who, amount):
        for loan in who.loans:
            paid = min(amount, loan.due)
            loan.due -= paid
            amount -= paid
            self.totals["charges_paid"] += paid
        for loan in who.loans:
            paid = min(amount, loan.principal)
            loan.principal -= paid
            amount -= paid
            self.totals["principal_repaid"] += paid
        assert amount == 0

    def write_off(self, who, amount):
        self.totals["written_off"] += amount
        for loan in who.loans:
            lost = min(amount, loan.principal)
            loan.principal -= lost
            amount -= lost
            loan.due = 0
        assert amount == 0

    def leave(self, who, refund):
        assert refund == who.shares * self.price - who.debt - who.arrears, refund
        self.loan_box -= refund + who.arrears
        self.social_box += who.arrears
        self.totals["fines_paid"] += who.fines
        self.settle(who, who.principal + who.due)
        who.fines = who.arrears = who.shares = 0
        who.state = "left"

    def close(self):
        if self.number is None:
            return
        there = [person for person in self.people.values() if person.state != "left"]
        self.meetings.append(
            {
                "meeting": self.number,
                "date": self.day.isoformat(),
                "book_loan_fund_cash": self.said.get("loan_box", self.loan_box),
                "loan_fund_cash": self.loan_box,
                "bank": self.bank,
                "book_social_fund_cash": self.said.get("social_box", self.social_box),
                "social_fund_cash": self.social_box,
                "loans_outstanding": sum(person.principal for person in there),
                "charges_due": sum(person.due for person in there),
                "total_shares": sum(person.shares for person in there),
                "fines_owed": sum(person.fines for person in there),
                "members": sum(person.state == "active" for person in there),
            }
        )

    def share_out(self):
        unit = self.rules["share_out_rounding"]["unit"] * self.scale
        sharing = {code: p for code, p in self.people.items() if p.state != "left"}
        apart = {}
        cash = self.loan_box + self.bank
        while True:
            total = sum(person.shares for person in sharing.values())
            distributable = cash + sum(person.debt for person in sharing.values())
            value = distributable // total // unit * unit if total else 0
            over = {c: p for c, p in sharing.items() if p.debt > p.shares * value}
            if not over:
                break
            apart |= over
            sharing = {code: person for code, person in sharing.items() if code not in over}
        payouts = {code: p.shares * value - p.debt for code, p in sharing.items()}
        owed = {code: p.debt - p.shares * value for code, p in apart.items()}
        return {
            "cash": cash,
            "distributable": distributable,
            "total_shares": total,
            "share_value": value,
            "payouts": payouts | dict.fromkeys(apart, 0),
            "still_owes": {code: rest for code, rest in owed.items() if rest > 0},
            "residue": cash - sum(payouts.values()),
        }

    def answer(self):
        return {
            "meetings": self.meetings,
            "totals": self.totals | {"attendance_rate": f"{self.roll[0]}/{self.roll[1]}"},
            "members": {
                code: {"name": p.name, "shares": p.shares, "debt_before_share_out": p.debt}
                for code, p in self.people.items()
            },
            "share_out": self.share_out(),
        }


def work_out(folder):
    """Read a folder with ``group.toml`` and ``notebook.csv`` and work it out."""
    group = tomllib.loads((folder / "group.toml").read_text("utf-8-sig"))
    simulation = Simulation(group)
    with (folder / "notebook.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if any(row.values()):
                simulation.line(row)
    simulation.close()
    return simulation.answer()
