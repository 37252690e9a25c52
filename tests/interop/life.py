"""Lives of groups: a seed makes one notebook that a record-keeper might have typed up.

Every line is possible, most keep to the constitution, some break it as paper does. What may be
paid next is taken from the oracle's simulation, so the notebook never asks the impossible.
"""

import csv
import datetime as dt
import json
import random

from oracle import Simulation

HEADINGS = ["meeting", "date", "member", "item", "amount", "detail"]
NAMES = ["Mugisha Lydia", "አበበ በቀለ", "Néné Traoré", "فاطمة علي", "O'Brien Mary-Ann", "Đỗ Thị Ánh"]
REASONS = ["hospital", "ቀብር", "enterrement à Ségou", "حريق في البيت", 'the "big" flood', ""]
PURPOSES = ["trade", "እርሻ", "école", "بذور", "school fees"]
CODES = ["M{:02}", "{}", "KK-{:03}", "A{}"]
CURRENCIES = ["UGX", "TZS", "KES"]


class Life:
    """One group's life. ``group`` is what ``group.toml`` says, ``rows`` the notebook's lines."""

    def __init__(self, seed):
        self.rng = rng = random.Random(seed)
        self.group = self.found(seed)
        self.rules = self.group["constitution"]
        self.book = Simulation(self.group)
        self.rows = []
        self.lends = rng.choice([0, 0.05, 0.2, 0.4])
        self.pays = rng.choice([0.02, 0.1, 0.4, 0.8])
        self.breaks = rng.choice([0, 0, 0.1, 0.3])
        self.ends = rng.choice([0, 0.002, 0.01, 0.03])
        self.counts = rng.choice([0, 0.5, 1, 1])
        self.misses = rng.choice([0, 0.1, 0.4])
        self.never = rng.choice(list(self.book.people)) if rng.random() < 0.4 else ""
        self.meet()

    def found(self, seed):
        rng = self.rng
        decimals = rng.choice([0, 0, 0, 0, 2])
        price = rng.choice([500, 1000, 2000, 2500, 7]) if not decimals else rng.choice([5, 20, 3])
        code = rng.choice(CODES)
        members = [
            {"id": code.format(n), "name": f"{rng.choice(NAMES)} {n}", "sex": rng.choice("FM")}
            for n in range(1, rng.randint(5, 40) + 1)
        ]
        members[0]["officer"] = "chairperson"
        members[1]["key_holder"] = True
        self.every = rng.choice([1, 1, 2, 4])
        self.length = rng.choice([3, 5, 12, 26, 26, 48, 104])
        fines = {"late": rng.choice([1, 200]), "absent": 500, "phone": 300}
        constitution = {
            "cycle_start": "2024-02-14",
            "meeting_every_weeks": self.every,
            "share_price": price,
            "max_shares_per_meeting": rng.choice([5, 5, 3, 10]),
            "social_contribution": rng.choice([500, 200, 1, 0]) if not decimals else 2,
            "max_loan_multiple_of_savings": rng.choice([3, 2, 5]),
            "max_loan_weeks": rng.choice([12, 24, 8]),
            "charge_percent": rng.choice(["5", "2.5", "1.25", "10", "0", "3.333"]),
            "charge_every_weeks": rng.randint(1, 5),
            "charge_on": "outstanding_principal",
            "capitalise_unpaid_charge": False,
            "charge_rounding": "half_even",
            "charge_after_due_date": True,
            "one_loan_at_a_time": rng.random() < 0.8,
            "expenses_from": "loan_fund",
            "debt_above_entitlement": "exclude_and_carry",
            "social_fund_at_share_out": "kept",
            "meetings_in_cycle": self.length,
            "allocation": ["charge", "principal"],
            "fines_go_to": "loan_fund",
            "share_out_rule": "per_share",
            "share_out_rounding": {
                "mode": "truncate_value",
                "unit": rng.choice([1, 5, 10, 50, 100, 500] if not decimals else [1, 5]),
            },
            "fines": fines,
        }
        return {
            "name": f"የቁጠባ Group {seed}",
            "kind": "vsla",
            "currency": rng.choice(CURRENCIES),
            "currency_decimals": decimals,
            "country": "UG",
            "constitution": constitution,
            "members": members,
        }

    def meet(self):
        number, day = 0, dt.date(2024, 2, 14)
        for _ in range(self.length):
            number += 2 if self.rng.random() < 0.05 else 1
            self.number, self.day = str(number), day.isoformat()
            self.meeting()
            gap = self.rng.choice([self.every] * 9 + [self.every * 3])
            shift = self.rng.choice([0, 0, 0, 0, 1, -1])
            day += dt.timedelta(days=7 * gap + shift)

    def meeting(self):
        self.roll_call()
        self.social()
        saving = [self.savings, self.repayments]
        self.rng.shuffle(saving)
        for step in saving:
            step()
        endings = [self.bank, self.loans, self.departures, self.spending, self.deaths]
        if self.rng.random() < 0.5:
            self.rng.shuffle(endings)
        for step in endings:
            step()
        self.count()

    def say(self, item, who="", amount=None, detail=""):
        text = "" if amount is None else self.written(amount)
        if item == "shares":
            text = str(amount)
        cells = [self.number, self.day, who, item, text, detail]
        row = dict(zip(HEADINGS, cells, strict=True))
        self.rows.append(row)
        self.book.line(row)

    def written(self, amount):
        whole, part = divmod(amount, self.book.scale)
        return f"{whole}.{part:02}" if part else str(whole)

    def active(self):
        return [(code, p) for code, p in self.book.people.items() if p.state == "active"]

    def staying(self):
        return [(code, p) for code, p in self.book.people.items() if p.state != "left"]

    def chance(self, probability):
        return self.rng.random() < probability

    def roll_call(self):
        status = ["present"] * 12 + ["late", "late", "excused", "absent"]
        people = self.active()
        if not people:
            return self.say("expense", "", 0, "nobody is left")
        for code, _ in people:
            answer = self.rng.choice(status)
            self.say("attendance", code, None, answer)
            if answer in self.rules["fines"]:
                self.fine(code, answer)
            elif self.chance(0.02):
                self.fine(code, "phone")
        for code, person in self.staying():
            if person.fines and self.chance(self.pays):
                self.say("fine_paid", code, self.some(person.fines))
        return None

    def fine(self, code, why):
        amount = self.rules["fines"][why] * self.book.scale
        if self.chance(self.breaks / 2):
            amount, why = amount + 50, self.rng.choice([why, "quarrel"])
        self.say("fine", code, amount, why)

    def some(self, most):
        """All of it, as a rule; else any part."""
        return most if self.chance(0.6) else self.rng.randint(1, most)

    def social(self):
        for code, person in self.staying():
            family = person.state == "dead" and self.chance(0.8)
            if person.arrears > 0 and not family and not self.chance(self.misses):
                self.say("social", code, self.some(person.arrears))
        people = self.active()
        if people and self.book.social_box and self.chance(0.1):
            amount = self.rng.randint(1, self.book.social_box)
            self.say("grant", self.rng.choice(people)[0], amount, self.rng.choice(REASONS))

    def savings(self):
        for code, _ in self.active():
            if code != self.never and not self.chance(0.1):
                most = self.rules["max_shares_per_meeting"]
                self.say("shares", code, self.rng.randint(1, most) + self.chance(self.breaks / 5))

    def repayments(self):
        for code, person in self.staying():
            owed = person.principal + person.due
            if owed and self.chance(self.pays):
                amounts = [owed, self.rng.randint(1, owed), person.due or owed, min(owed, 1)]
                self.say("repayment", code, self.rng.choice(amounts))

    def loans(self):
        for code, person in self.active():
            breaking = self.chance(self.breaks)
            saved = person.shares * self.book.price
            most = saved * self.rules["max_loan_multiple_of_savings"] * (3 if breaking else 1)
            most = min(most or (breaking and saved + 10_000), self.book.loan_box)
            opened = person.principal + person.due
            if (
                most > 0
                and (not opened or self.chance(self.breaks / 9))
                and self.chance(self.lends)
            ):
                weeks = self.rng.choice([4, 8, self.rules["max_loan_weeks"] + 10 * breaking])
                purpose = self.rng.choice(PURPOSES)
                amount = self.rng.choice([most, self.rng.randint(1, most)])
                self.say("loan", code, amount, f"weeks={weeks};purpose={purpose}")

    def bank(self):
        if self.book.loan_box and self.chance(0.1):
            self.say("bank_deposit", "", self.some(self.book.loan_box))
        elif self.book.bank and self.chance(0.2):
            self.say("bank_withdrawal", "", self.some(self.book.bank))

    def spending(self):
        if self.book.loan_box > 3000 and self.chance(0.1):
            self.say("expense", "", self.rng.randint(1, 3000), "exercise books")

    def departures(self):
        for code, person in self.active():
            refund = person.shares * self.book.price - person.debt - person.arrears
            enough = 0 <= refund <= self.book.loan_box - person.arrears
            if enough and len(self.active()) > 2 and self.chance(self.ends * 2):
                self.say("leave", code, refund, self.rng.choice(["moved away", "ወደ ከተማ"]))

    def deaths(self):
        for code, person in self.staying():
            if person.state == "active" and self.chance(self.ends) and len(self.active()) > 2:
                self.say("death", code)
            lost = 0.1 if person.state == "dead" else self.ends / 3
            if person.principal and self.chance(lost):
                amount = self.some(person.principal) if self.chance(0.1) else person.principal
                self.say("write_off", code, amount, self.rng.choice(REASONS[:4]))

    def count(self):
        for fund, box in (("loan_fund", "loan_box"), ("social_fund", "social_box")):
            if self.chance(self.counts):
                off = self.rng.choice([0] * 8 + [-100, 50, -1, 1])
                self.say(f"count_{fund}", "", max(0, getattr(self.book, box) + off))

    def write(self, folder):
        """Write the two files."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "group.toml").write_text(toml(self.group), "utf-8")
        with (folder / "notebook.csv").open("w", encoding="utf-8", newline="") as file:
            lines = csv.DictWriter(file, HEADINGS, lineterminator="\n")
            lines.writeheader()
            lines.writerows(self.rows)


def toml(group):
    """``group.toml`` of a group."""
    plain = {k: v for k, v in group.items() if k not in ("constitution", "members")}
    lines = [f"{key} = {value(entry)}" for key, entry in plain.items()]
    lines += ["", "[constitution]"]
    lines += [f"{k} = {value(v)}" for k, v in group["constitution"].items()]
    for member in group["members"]:
        lines += ["", "[[members]]"] + [f"{key} = {value(v)}" for key, v in member.items()]
    return "\n".join(lines) + "\n"


def value(entry):
    if isinstance(entry, dict):
        return "{ " + ", ".join(f'"{k}" = {value(v)}' for k, v in entry.items()) + " }"
    return json.dumps(entry, ensure_ascii=False)
