"""The sealed code on a paper: made when it is printed, checked on any laptop that has the book."""

from collections.abc import Mapping
from itertools import islice
from typing import Literal, TypeAlias

import msgspec

from coopledger.app.ledger import Ledger
from coopledger.app.passbook import closing_of
from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.ledger.paper_code import BOOK_DIGITS, PaperCode, SealedCode, read_code, write_code
from coopledger.ledger.replay import Replay
from coopledger.ledger.seals import key_id
from coopledger.reports.facts import PaperHead
from coopledger.reports.fingerprint import fingerprint
from coopledger.reports.passbook_facts import Closing

Verdict: TypeAlias = Literal[
    "genuine",
    "unknown_group",
    "unknown_device",
    "seal_wrong",
    "newer_page",
    "page_differs",
    "figures_differ",
]
"""``genuine``: a device of this book printed it, of a page that the book has, and the figures are
those of the book after that page. All others say why that can't be said, or is not so."""


AGREEMENT = "loan-agreement"
"""The kind of paper whose figures are a loan's, not where the member stands."""


class FigureRow(msgspec.Struct, frozen=True):
    """One figure: what the paper says, what the book said after that page, what it says now.

    ``then`` and ``now`` are None for a figure that is of the paper alone.
    """

    name: str
    paper: int
    then: int | None
    now: int | None


class CheckedCode(msgspec.Struct, frozen=True, kw_only=True):
    """What came of checking a paper's code.

    Attributes:
        verdict: see `Verdict`.
        told: what the paper says.
        group: the group's id, empty if this ledger has no such book.
        group_name: its name.
        member: code and name of the member whom the paper is about, as the book has them.
        newest: number of the newest page here.
        figures: each as on paper, then and now.
    """

    verdict: Verdict
    told: PaperCode
    group: str = ""
    group_name: str = ""
    member: tuple[str, str] = ("", "")
    newest: int = 0
    figures: tuple[FigureRow, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether a figure is another now than on the paper."""
        return any(row.now is not None and row.now != row.paper for row in self.figures)


def sealed_code(
    ledger: Ledger, group: str, kind: str, head: PaperHead, member: str, figures: Mapping[str, int]
) -> str:
    """The code of a paper about a page, sealed by this laptop."""
    told = PaperCode(
        kind=kind,
        book=group[:BOOK_DIGITS],
        page=head.page,
        fingerprint=fingerprint(head.page_hash).replace(" ", ""),
        member=member,
        figures=figures,
    )
    return write_code(told, ledger.store.device)


def standing_figures(closing: Closing) -> dict[str, int]:
    """A member's closing figures by the names of the control totals."""
    return {
        "shares": closing.shares,
        "savings": closing.savings,
        "voluntary": closing.voluntary,
        "held": closing.held,
        "loans": closing.principal,
        "charges_due": closing.charge,
        "late_due": closing.late,
        "fines_owed": closing.fines,
        "arrears": closing.arrears,
        "hands_owed": closing.hands,
        "payable": closing.payable,
    }


def group_figures(totals: Mapping[str, int], book: Book) -> dict[str, int]:
    """The group's figures on a paper: cash at each place, loans out, savings of all."""
    rules = book.rules
    cash = [f"{fund}_{place}" for fund in rules.funds for place in rules.places]
    return {name: totals.get(name, 0) for name in (*cash, "loans", "savings")}


def check_code(ledger: Ledger, text: str) -> CheckedCode:
    """Say whether a paper is genuine, from its code as a reader gave it, and what changed since.

    Raises:
        Refusal: `not_a_paper_code`; `page_not_genuine`, if the book here is damaged.
    """
    code = read_code(text)
    told = code.told
    book_id = next((book for book in ledger.store.books() if book.startswith(told.book)), "")
    if not book_id:
        verdict: Verdict = "unknown_group"
        if code.key == ledger.store.device.id and not code.by(ledger.store.device.public):
            verdict = "seal_wrong"
        return CheckedCode(verdict=verdict, told=told)
    replay = ledger.replay(book_id)
    found = CheckedCode(
        verdict="genuine",
        told=told,
        group=book_id,
        group_name=ledger.group(book_id).name,
        newest=len(replay.headers),
    )
    if fault := _seal_fault(ledger, book_id, code) or _page_fault(replay, told):
        return msgspec.structs.replace(found, verdict=fault)
    return _compared(ledger, found)


def _seal_fault(ledger: Ledger, book_id: str, code: SealedCode) -> Verdict | None:
    own = ledger.store.device
    if any(code.by(device) for device in (own.public, *_devices(ledger, book_id))):
        return None
    known = {own.id, *_device_names(ledger, book_id)}
    return "seal_wrong" if code.key in known else "unknown_device"


def _devices(ledger: Ledger, book_id: str) -> list[bytes]:
    """Public keys of the devices that keep or kept the book: each sealed its pages."""
    names = _device_names(ledger, book_id)
    seals = {seal.key for page in ledger.store.pages(book_id) for seal in page.seals}
    return [key for key in sorted(seals) if key_id(key) in names]


def _device_names(ledger: Ledger, book_id: str) -> set[str]:
    return {head.device for head in ledger.replay(book_id).headers}


def _page_fault(replay: Replay, told: PaperCode) -> Verdict | None:
    if told.page > len(replay.headers):
        return "newer_page"
    if not told.page or _digits(replay.hashes[told.page - 1]) != told.fingerprint:
        return "page_differs"
    return None


def _digits(page_hash: str) -> str:
    return fingerprint(page_hash).replace(" ", "")


def _compared(ledger: Ledger, found: CheckedCode) -> CheckedCode:
    told, replay = found.told, ledger.replay(found.group)
    if told.member:
        codes = [code for code in replay.book.members if code.upper() == told.member]
        if len(codes) != 1:
            return msgspec.structs.replace(found, verdict="figures_differ")
        (code,) = codes
        found = msgspec.structs.replace(
            found, member=(code, ledger.members(found.group)[code].name)
        )
        figures = _loan_figures if told.kind == AGREEMENT else _standing
        then = figures(_book_after(ledger, found.group, told.page), code, told)
        now = figures(replay.book, code, told)
    else:
        headers = replay.headers
        then = group_figures(headers[told.page - 1].totals, replay.book)
        now = group_figures(headers[-1].totals, replay.book)
    # What is 0 is not on the paper.
    names = dict.fromkeys((*told.figures, *(name for name in then if then[name])))
    rows = tuple(
        FigureRow(name, told.figures.get(name, 0), then.get(name), now.get(name)) for name in names
    )
    right = all(row.then is None or row.then == row.paper for row in rows)
    verdict: Verdict = "genuine" if right else "figures_differ"
    return msgspec.structs.replace(found, verdict=verdict, figures=rows)


def _standing(book: Book, member: str, _told: PaperCode) -> dict[str, int]:
    return standing_figures(closing_of(book, member))


def _loan_figures(book: Book, member: str, told: PaperCode) -> dict[str, int]:
    """What the book says of the loan that an agreement is about; what it costs is in no book."""
    loan = book.loans.get(told.figures.get("loan", 0))
    if loan is None or loan.member != member:
        return {"loan": 0, "lent": 0}
    return {"loan": loan.number, "lent": loan.amount}


def _book_after(ledger: Ledger, group: str, page: int) -> Book:
    book = Book()
    for each in islice(ledger.store.pages(group), page):
        head, events = each.read()
        again = bool(events) and isinstance(events[0], ev.Continue)
        book.begin(head.meeting, head.date, again=again)
        book.fold(events)
    return book
