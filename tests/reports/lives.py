"""A group of each kind lives through meetings in a ledger, for the tests of papers."""

import datetime as dt

from coopledger.app.scribe import NewMember, Scribe
from coopledger.domain import entries as en
from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.loans.calendar import months_after
from coopledger.domain.recording import Recording
from coopledger.domain.settlement import share_out_events
from coopledger.interop.templates import load_template
from coopledger.ledger.salted import MemberCard

NAMES = ("Esther Auma", "Isaac Ouma", "Ruth Akello", "Peter Okot", "Grace Adong", "John Opio")
OFFICES = ("chairperson", "record_keeper", "treasurer")


class Written:
    """A group whose pages are in a ledger as soon as they are sealed."""

    def __init__(self, ledger, kind, members, **changes):
        self.ledger, self.rules = ledger, load_template(kind, **changes)
        self.book, self.scribe = Book(), Scribe(ledger.store.device)
        people = [
            NewMember(f"M{n:02}", MemberCard(NAMES[n - 1]), OFFICES[n - 1 : n])
            for n in range(1, members + 1)
        ]
        self.events = []
        written = self.scribe.found(self.book, f"Group of {kind}", self.rules, people)
        self.group = written.header.book
        self._keep(written, written.page.read()[1])

    def day(self, number):
        """The day of a meeting: the first one begins the cycle."""
        start = dt.date.fromisoformat(self.rules.cycle_start)
        if self.rules.meeting_period == "month":
            return months_after(start, number - 1).isoformat()
        return (start + dt.timedelta(weeks=number - 1)).isoformat()

    def meet(self, number, *said, again=False, day=None, count=True):
        """Roll call, what is said, and a count of every fund that finds what the book says."""
        day = day or self.day(number)
        recording = Recording(
            self.book,
            number,
            day,
            self.scribe.note,
            card=lambda text: self.scribe.keep("member", text),
            again=again,
            history=self.events,
        )
        for member in [] if again else self.book.active():
            recording.record(en.Attendance(member.code, "present"))
        for entry in said:
            recording.record(entry)
        counted = {entry.fund for entry in said if isinstance(entry, en.CashCount)}
        for fund in self.rules.funds if count else ():
            if fund not in counted:
                recording.record(en.CashCount(fund, self.book.cash(fund)))
        recording.close()
        self.write("meeting", recording.events, meeting=number, date=day)

    def act(self, kind, events, day):
        """A page that is no meeting."""
        self.book.begin(0, day)
        self.book.fold(events)
        self.write(kind, events, date=day)

    def end(self, number):
        """The share-out on the day of a meeting."""
        self.act("share_out", share_out_events(self.book), self.day(number))

    def next_cycle(self, number):
        self.act("cycle", [ev.Cycle(self.book.cycle + 1, self.day(number))], self.day(number))

    def write(self, kind, events, **where):
        self._keep(self.scribe.write(kind, events, self.book, **where), events)

    def _keep(self, written, events):
        self.events.append(list(events))
        self.ledger.store.append([written])
        self.ledger.forget(self.group)

    def place_of(self, page, kind):
        """Where the first event of a kind stands on a page, for a correction."""
        return next(n for n, e in enumerate(self.events[page - 1]) if isinstance(e, kind))


def lived(ledger, kind):
    """A group of a kind, with a few meetings that use all that its template has."""
    return _LIVES[kind](ledger)


def _vsla(ledger):
    group = Written(ledger, "vsla", 6)
    for number in range(1, 9):
        paid = [en.Contribution(m.code, 500) for m in group.book.active()]
        bought = [en.ShareBuying(m.code, 1 + n % 4) for n, m in enumerate(group.book.active())]
        group.meet(number, *paid, *bought, *_vsla_extra(group).get(number, ()))
    return group


def _vsla_extra(group):
    undo = en.Correction(6, 0, "written twice", ("M01", "M03"))
    if group.book.meeting == 5:
        index = group.place_of(6, ev.FinePaid)
        undo = en.Correction(6, index, "written twice", ("M01", "M03"))
    return {
        3: [en.FineSet("M03", "late", 200), en.FineSet("M04", "phone", 300)],
        4: [en.LoanRequest("M02", 20_000, 12, "seed and tools"), en.LoanRequest("M05", 9_000, 8)],
        5: [en.FinePayment("M03", 200), en.GrantGiven("M01", 2_000, "funeral of her father")],
        6: [undo, en.Spending(700, "exercise books"), en.Transfer(20_000, "box", "bank")],
        8: [
            en.Repayment("M02", 11_000),
            en.CashCount("loan", group.book.cash("loan") + 11_000 + 29_850, "two notes stuck"),
        ],
    }


def _silc(ledger):
    group = Written(ledger, "silc", 4)
    extra = {
        3: [en.FineSet("M02", "absent", 50_00)],
        4: [en.LoanRequest("M01", 800_00, 8, "goats")],
        6: [en.LoanRequest("M02", 300_00, 4)],
        8: [en.Repayment("M01", 40_00), en.Rollover("M01", 8)],
        10: [en.Repayment("M02", 115_00), en.Rescheduling("M02", 4, reason="poor harvest")],
        11: [en.Leaving("M04", None, "moved to town")],
        12: [en.LoanLoss("M02", 100_00, "flood"), en.Joining("M05", '{"name":"Grace Adong"}')],
        13: [en.Recovery("M02", 50_00), en.Attendance("M05", "present")],
    }
    saved = {"M01": 100_00, "M02": 50_00, "M03": 250_00, "M04": 75_00}
    for number in range(1, 13):
        here = [m.code for m in group.book.active()]
        paid = [en.Contribution(code, 20_00) for code in here]
        savings = [en.Saving(code, saved[code]) for code in here]
        group.meet(number, *paid, *savings, *extra.get(number, ()))
    return group


def _shg(ledger):
    group = Written(ledger, "shg", 5, withdrawable=1, late_amount=500)
    extra = {
        2: [en.Saving("M04", 150_00, voluntary=True), en.MoneyIn(300_00, "gift of the church")],
        3: [
            en.Borrowing("sbi", 5_000_00, "first dose", at="bank"),
            en.Transfer(5_000_00, "bank", "box"),
            en.LoanRequest("M01", 4_000_00, instalments=4, purpose="sewing machine"),
        ],
        4: [en.Repayment("M01", 1_080_00)],
        6: [en.Repayment("M01", 1_500_00), en.SavingsTaken("M04", 100_00, voluntary=True)],
        7: [en.LenderCharge("sbi", 100_00), en.LenderPayment("sbi", 2_600_00)],
    }
    for number in range(1, 8):
        everybody = [en.Saving(m.code, 100_00) for m in group.book.active()]
        group.meet(number, *everybody, *extra.get(number, ()))
    return group


def _rosca(ledger):
    group = Written(ledger, "rosca", 5, pot_order="auction", pot_fee_percent="1")
    turns = ("M02", "M01", "M03", "M04", "M05", "M02")
    for number in range(1, 5):
        drawn = [en.Draw(turns)] if number == 1 else []
        place = "wallet" if number == 3 else "box"
        hands = [
            en.PotContribution(m.code, 10_000 * turns.count(m.code), at=place)
            for m in group.book.active()
        ]
        welfare = [en.Contribution(m.code, 500) for m in group.book.active()]
        won = [en.PotPaid(turns[number - 1], 1_200 if number < 3 else 0, at=place)]
        group.meet(number, *drawn, *welfare, *hands, *won)
    return group


def _asca(ledger):
    group = Written(ledger, "asca", 4)
    extra = {
        2: [
            en.LoanRequest("M01", 20_000_00, instalments=2, guarantors=("M02",), purpose="maize"),
            en.LoanRequest("M03", 8_000_00, instalments=1, guarantors=("M02",)),
        ],
        4: [en.Repayment("M01", 24_000_00), en.Repayment("M03", 6_000_00, by="M02")],
        5: [en.LoanRequest("M04", 9_000_00, instalments=3, guarantors=("M01",), purpose="roof")],
        6: [en.Leaving("M02", None, "moved")],
    }
    for number in range(1, 7):
        here = [m.code for m in group.book.active()]
        welfare = [en.Contribution(code, 500_00) for code in here]
        savings = [en.Saving(code, 5_000_00) for code in here]
        group.meet(number, *welfare, *savings, *extra.get(number, ()))
    return group


def _coop(ledger):
    group = Written(ledger, "coop", 4, dividend_percent="0.15")
    saved = {"M01": 1_000_00, "M02": 2_000_00, "M03": 500_00, "M04": 500_00}
    loan = en.LoanRequest("M02", 3_000_00, instalments=4, guarantors=("M01", "M03"), at="bank")
    extra = {2: [loan], 3: [en.Repayment("M02", 30_00, at="bank")]}
    extra[4] = [en.Repayment("M02", 1_020_07, at="bank")]
    for number in range(1, 5):
        pay_day = [en.Saving(code, amount, at="bank") for code, amount in saved.items()]
        group.meet(number, *pay_day, *extra.get(number, ()))
    return group


_LIVES = {
    "vsla": _vsla,
    "silc": _silc,
    "shg": _shg,
    "rosca": _rosca,
    "asca": _asca,
    "coop": _coop,
}
KINDS = tuple(_LIVES)
