"""Groups for the benchmarks: 60-event pages in the final format, and the same transactions as
plain-text accounting has them."""

import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path

from coopledger.app.scribe import NewMember, Scribe
from coopledger.domain import entries as en
from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.journal import journal
from coopledger.domain.recording import Recording
from coopledger.interop.group_file import GroupFile, read_group
from coopledger.ledger.salted import MemberCard
from coopledger.ledger.seals import SigningKey
from coopledger.store.store import NewPage, Store

YEAR = Path(__file__).parents[1] / "notebooks" / "vsla-year"
MEMBERS = 20
MEETINGS = 104
FIRST_DAY = dt.date(2024, 1, 3)
OFFICERS = 2
OFFICES = ("chairperson", "record_keeper", "treasurer")


def group_file() -> GroupFile:
    """The constitution and members that all groups here share."""
    return read_group(YEAR / "group.toml")


def forty(path: Path) -> None:
    """A ledger with one group of 40 members and 60 meetings."""
    from coopledger.app.ledger import Ledger
    from coopledger.ledger.keyfile import Cost

    with Ledger.create(path, "seven goats", cost=Cost(8, 1, 1)) as ledger:
        book, file, chance = Book(), group_file(), random.Random(40)
        scribe = Scribe(ledger.store.device)
        people = [
            NewMember(f"M{n:02}", MemberCard(f"Akinyi Adong {n}"), OFFICES[n - 1 : n])
            for n in range(1, 41)
        ]
        pages = [scribe.found(book, "Forty", file.constitution, people)]
        codes = [person.code for person in people]
        for number in range(1, 61):
            day = (FIRST_DAY + dt.timedelta(weeks=number)).isoformat()
            recording = Recording(book, number, day, scribe.note)
            _meeting(recording, codes, chance)
            pages.append(scribe.write("meeting", recording.events, book, meeting=number, date=day))
        ledger.store.append(pages)


def one_group(
    seed: int, device: SigningKey, officers: list[SigningKey], meetings: int = MEETINGS
) -> Iterator[NewPage]:
    """Two years of a group: 104 meetings of some 60 events, and the founding page."""
    chance, book, file = random.Random(seed), Book(), group_file()
    scribe = Scribe(device, seals_of=officers)
    people = file.members[:MEMBERS]
    members = [NewMember(m.code, MemberCard(m.name, m.sex), m.roles) for m in people]
    keys = [ev.Enrol(m.code, key.public.hex()) for m, key in zip(people, officers, strict=False)]
    yield scribe.found(book, f"Group {seed}", file.constitution, members, keys)
    codes = [m.code for m in people]
    for number in range(1, meetings + 1):
        day = (FIRST_DAY + dt.timedelta(weeks=number)).isoformat()
        recording = Recording(book, number, day, scribe.note)
        _meeting(recording, codes, chance)
        yield scribe.write("meeting", recording.events, book, meeting=number, date=day)


def _meeting(recording: Recording, codes: list[str], chance: random.Random) -> None:
    book, record = recording.book, recording.record
    for code in codes:
        record(en.Attendance(code, chance.choices(("present", "late", "absent"), (8, 1, 1))[0]))
    here = len(codes) - 3
    for code in chance.sample(codes, here):
        record(en.Contribution(code, max(book.arrears(code), 0)))
    for code in chance.sample(codes, here):
        record(en.ShareBuying(code, chance.randint(1, 5)))
    for loan in list(book.open_loans.values())[:2]:
        debt = book.principal(loan) + book.charge_due(loan)
        record(en.Repayment(loan.member, min(20_000, debt)))
    code = chance.choice(codes)
    if not book.loans_of(code) and book.savings(code):
        record(en.LoanRequest(code, min(30_000, book.savings(code)), 12))
    for fund in ("loan", "social"):
        record(en.CashCount(fund, book.cash(fund)))


def fill(store: Store, groups: int, officers: int = 0, meetings: int = MEETINGS) -> tuple[int, int]:
    """Write that many groups into a store; the numbers of pages and of events."""
    keys = [SigningKey.generate() for _ in range(officers)]
    pages = events = 0
    for seed in range(groups):
        written = list(one_group(seed, store.device, keys, meetings))
        store.append(written)
        pages += len(written)
        events += sum(page.header.events for page in written)
    return pages, events


def journals(store: Store, folder: Path) -> int:
    """Write the store's transactions for the other programs; how many there are.

    One transaction an event that moves money (so attendance is none), with one amount a leg.
    """
    count = 0
    with (
        (folder / "book.ledger").open("w") as plain,
        (folder / "book.beancount").open("w") as bean,
    ):
        bean.write('option "operating_currency" "UGX"\n')
        opened: set[str] = set()
        for number, book_id in enumerate(store.books()):
            for entry in journal(page.read() for page in store.pages(book_id)):
                if entry.legs:
                    count += 1
                    _write(plain, bean, opened, f"G{number}", entry)
    return count


def _write(plain, bean, opened, group, entry) -> None:
    sums = entry.sums()
    plain.write(f"{entry.date} x\n")
    plain.writelines(f"    {group}:{name}  {amount} UGX\n" for name, amount in sums.items())
    names = {name: _bean_account(group, name) for name in sums}
    for account in names.values():
        if account not in opened:
            opened.add(account)
            bean.write(f"2024-01-01 open {account}\n")
    bean.write(f'{entry.date} * "x"\n')
    bean.writelines(f"  {names[name]}  {amount} UGX\n" for name, amount in sums.items())


def _bean_account(group: str, name: str) -> str:
    parts = [part.replace("_", "-").capitalize() for part in name.split(":")]
    return ":".join(["Assets", group, *parts])
