"""A savings group's life, made up: for practice, for demonstrations, and to test with.

Everything is drawn from a seed and checked against the book as it is made, as a real meeting is:
nobody repays more than they owe, no loan is above the cap or the cash, and what a group lives
through in a year happens: people come late, repay late, leave, die; money goes to the bank; a
count is short.
"""

import random
from datetime import date, timedelta

import msgspec

from coopledger.app import practice_places as places
from coopledger.app.scribe import NewMember
from coopledger.domain import entries as en
from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.constitution import Constitution
from coopledger.domain.loan_state import Loan
from coopledger.domain.recording import Recording
from coopledger.ledger.salted import MemberCard

FEWEST_MEMBERS = 12
FEWEST_MEETINGS = 20
LAST_LOANS = 12
"""Meetings before the end from which no loan is given, so that all are back at the share-out."""

_OFFICERS = (
    "chairperson",
    "record_keeper",
    "box_keeper",
    "money_counter",
    "money_counter",
    "key_holder",
    "key_holder",
    "key_holder",
)
_FIRST_LOANS, _LOANS_EVERY = 6, 2
_NOBODY = ""


class PracticeMeeting(msgspec.Struct, frozen=True):
    """One meeting: its number, ISO day, and what was said in it, in order."""

    number: int
    day: str
    entries: tuple[en.AnyEntry, ...]


class Life(msgspec.Struct, frozen=True):
    """A group from its founding to its last meeting before the share-out."""

    name: str
    constitution: Constitution
    members: tuple[NewMember, ...]
    meetings: tuple[PracticeMeeting, ...]


def practice_life(
    seed: int,
    members: int = 22,
    meetings: int = 48,
    *,
    setting: places.Setting = places.HILLS,
    start: str = "2025-01-08",
) -> Life:
    """Make up a group's cycle; the same arguments give the same life in the same language.

    Args:
        seed: any integer.
        members: how many found the group, at least `FEWEST_MEMBERS`.
        meetings: weekly meetings of the cycle, at least `FEWEST_MEETINGS`.
        setting: money, rules and names.
        start: ISO day of the first meeting.

    Raises:
        ValueError: too few members or meetings to live through all that.
    """
    if members < FEWEST_MEMBERS or meetings < FEWEST_MEETINGS:
        raise ValueError(f"{members} members, {meetings} meetings")
    return _Year(seed, members, meetings, setting, date.fromisoformat(start)).life()


class _Year:
    """The making of one life: chance, the book so far, and each member's habits."""

    def __init__(
        self, seed: int, members: int, meetings: int, setting: places.Setting, start: date
    ) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - a story, not a secret
        self.setting, self.start, self.last = setting, start, meetings
        self.rules = places.constitution(setting, start.isoformat(), meetings)
        self.members = self._people(members)
        self.codes = [member.code for member in self.members]
        self.thrift = {code: self.chance.choice((1, 2, 2, 3, 3, 4, 5)) for code in self.codes}
        self.slow = set(self.chance.sample(self.codes, members // 6))
        self.book = Book()
        self._found()
        plain = self.codes[len(_OFFICERS) :]
        self.leaver = self.chance.choice(plain)
        self.leaves = meetings * 11 // 20
        self.dies, self.dead = meetings * 3 // 5, _NOBODY
        self.short, self.over = meetings // 3, meetings * 2 // 3
        self.came: list[str] = []
        self.said: list[en.AnyEntry] = []
        self.recording: Recording

    def _people(self, count: int) -> tuple[NewMember, ...]:
        names = list(self.setting.names)
        self.chance.shuffle(names)
        people = []
        for number in range(count):
            again = number // len(names) + 1
            name = names[number % len(names)] + (f" {again}" if again > 1 else "")
            roles = _OFFICERS[number : number + 1]
            card = MemberCard(name=name)
            people.append(NewMember(f"M{number + 1:02d}", card, roles))
        return tuple(people)

    def _found(self) -> None:
        zero = "0" * 64
        self.book.apply(ev.Found(constitution=self.rules, device=zero, salt="0" * 32, card=zero))
        for member in self.members:
            self.book.apply(ev.Join(member.code, zero, member.roles))  # type: ignore[arg-type]

    def life(self) -> Life:
        """Live through all meetings."""
        held = tuple(self._meeting(number) for number in range(1, self.last + 1))
        return Life(self.setting.group, self.rules, self.members, held)

    def _meeting(self, number: int) -> PracticeMeeting:
        day = (self.start + timedelta(weeks=number - 1)).isoformat()
        self.recording = Recording(self.book, number, day, lambda _text: "0" * 64)
        self.said = []
        self._roll_call(number)
        self._social(number)
        self._shares()
        self._repayments(number)
        self._farewells(number)
        if _FIRST_LOANS <= number <= self.last - LAST_LOANS and number % _LOANS_EVERY == 0:
            self._loans(number)
        self._other_money(number)
        self._close(number)
        return PracticeMeeting(number, day, tuple(self.said))

    def _say(self, entry: en.AnyEntry) -> None:
        self.recording.record(entry)
        self.said.append(entry)

    def _may(self, percent: int) -> bool:
        return self.chance.randrange(100) < percent

    def _rounded(self, amount: int) -> int:
        return amount - amount % self.setting.step

    def _roll_call(self, number: int) -> None:
        self.came = []
        fines = self.rules.fines
        for member in list(self.book.active()):
            draw = self.chance.randrange(100)
            needed = number in {1, self.last} or (
                number == self.leaves and member.code == self.leaver
            )
            status: ev.Status = "present"
            if not needed and draw >= 86:
                status = "late" if draw < 92 else "excused" if draw < 96 else "absent"
            self._say(en.Attendance(member.code, status))
            if status in {"present", "late"}:
                self.came.append(member.code)
            if status in fines:
                self._say(en.FineSet(member.code, status, fines[status]))
        for code in self.came:
            if self._may(2):
                self._say(en.FineSet(code, "phone", fines["phone"]))
            owed = self.book.fines_owed(code)
            if owed and (self._may(70) or number > self.last - 3):
                self._say(en.FinePayment(code, owed))

    def _social(self, number: int) -> None:
        for code in self.came:
            owed = self.book.arrears(code)
            if owed > 0 and (self._may(95) or number == self.last):
                self._say(en.Contribution(code, owed))
        if self.book.cash("social") > 2 * self.setting.grant and self._may(15):
            reason = str(self.chance.choice(places.TROUBLES))
            self._say(en.GrantGiven(self.chance.choice(self.came), self.setting.grant, reason))

    def _shares(self) -> None:
        most = self.rules.max_shares_per_meeting
        for code in self.came:
            count = self.thrift[code] + self.chance.choice((-1, 0, 0, 0, 1))
            self._say(en.ShareBuying(code, min(most, max(1, count))))

    def _repayments(self, number: int) -> None:
        for loan in list(self.book.open_loans.values()):
            if loan.member in self.came and (amount := self._instalment(loan, number)):
                self._say(en.Repayment(loan.member, amount))

    def _instalment(self, loan: Loan, number: int) -> int:
        """What a member brings: the charge and a part every four weeks, the rest when due."""
        charge, principal = self.book.charge_due(loan), self.book.principal(loan)
        due = self.book.day >= loan.due_day or number > self.last - 3
        if due and (loan.member not in self.slow or number == self.last or self._may(25)):
            return charge + principal
        if not charge and not due:
            return 0
        part = self._rounded(loan.amount // self.chance.choice((2, 3, 4)))
        return charge + min(principal, part) if self._may(80) else charge

    def _farewells(self, number: int) -> None:
        book = self.book
        if number == self.leaves:
            owed = sum(book.charge_due(x) + book.principal(x) for x in book.loans_of(self.leaver))
            if owed:
                self._say(en.Repayment(self.leaver, owed))
            self._say(en.Leaving(self.leaver, reason=str(places.WHY_LEFT)))
            self.came.remove(self.leaver)
        if number >= self.dies and not self.dead:
            owing = [x.member for x in book.open_loans.values() if x.member in self.came]
            plain = [code for code in owing if not book.members[code].roles]
            if plain or owing:
                self.dead = (plain or owing)[0]
                self.dies = number
                self._say(en.Died(self.dead))
                self.came.remove(self.dead)
        elif self.dead and number == self.dies + 3:
            left = sum(book.principal(loan) for loan in book.loans_of(self.dead))
            self._say(en.LoanLoss(self.dead, left, str(places.WHY_GIVEN_UP)))

    def _loans(self, number: int) -> None:
        book, weeks_left = self.book, self.last - number - 1
        asking = [c for c in self.came if not book.loans_of(c) and c != self.leaver]
        for code in self.chance.sample(asking, min(len(asking), self.chance.randrange(1, 5))):
            cap = book.savings(code) * self.rules.max_loan_multiple_of_savings
            wish = cap * self.chance.choice((4, 6, 8, 10)) // 10
            amount = self._rounded(min(wish, book.cash("loan") * 6 // 10))
            if amount:
                weeks = min(self.chance.choice((4, 8, 8, 12)), weeks_left)
                purpose = str(self.chance.choice(places.PURPOSES))
                self._say(en.LoanRequest(code, amount, weeks, purpose))

    def _other_money(self, number: int) -> None:
        book, setting = self.book, self.setting
        shopping = number == 1 or (self._may(6) and number < self.last)
        if shopping and book.cash("loan") > 3 * setting.keepsake:
            what = str(self.chance.choice(places.PURCHASES))
            self._say(en.Spending(setting.keepsake, what))
        plenty = 90 * setting.share_price
        if number == self.last and book.cash("loan", "bank"):
            self._say(en.Transfer(book.cash("loan", "bank"), "bank", "box"))
        elif number < self.last and book.cash("loan") > 2 * plenty:
            self._say(en.Transfer(self._rounded(book.cash("loan") - plenty), "box", "bank"))
        elif book.cash("loan", "bank") and book.cash("loan") < plenty // 3:
            amount = min(book.cash("loan", "bank"), plenty)
            self._say(en.Transfer(amount, "bank", "box"))

    def _close(self, number: int) -> None:
        if number == self.last - LAST_LOANS:
            self._say(en.Resolution(str(places.CALLED_IN)))
        elif self._may(18):
            self._say(en.Resolution(str(self.chance.choice(places.DECISIONS))))
        off, why, coin = 0, "", min(self.setting.fines.values())
        if number == self.short:
            off, why = -coin, str(places.WHY_SHORT)
        elif number == self.over:
            off, why = coin // 2, str(places.WHY_OVER)
        for fund, extra in (("loan", off), ("social", 0)):
            self._say(en.CashCount(fund, self.book.cash(fund) + extra, why if extra else ""))
        self.recording.close()
