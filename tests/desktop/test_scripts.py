"""Names in the scripts of the people who use it, on the screens that show them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QRawFont

from coopledger.app.ledger import Ledger
from coopledger.app.meetings import seal_meeting
from coopledger.app.scribe import NewMember, Scribe
from coopledger.domain import entries as en
from coopledger.domain.book import Book
from coopledger.domain.entries import Draft
from coopledger.interop.templates import load_template
from coopledger.ledger.keyfile import Cost
from coopledger.ledger.salted import MemberCard
from coopledger.reports.fonts import FACES, font_file
from coopledger.words import catalog
from tests.desktop.test_walk import check

PEOPLE = {
    "ar": (
        "مجموعة الأمل للادخار",
        ("فاطمة الزهراء بنت محمد", "عبد الرحمن", "خديجة"),
        "رسوم المدرسة",
    ),
    "am": ("የብሩህ ተስፋ ቁጠባ ማኅበር", ("አበበ በቂላ", "ወይዘሮ ትዕግሥት ገብረ እግዚአብሔር", "ሰላማዊት"), "ለትምህርት ቤት"),
    "hi": ("उम्मीद बचत समूह", ("श्रीमती लक्ष्मी देवी", "राजेश कुमार", "सुनीता"), "स्कूल की फ़ीस"),
}
PLACES = ("group", "members", "loans", "reports", "book", "meeting")
ABOUT = (("member", "M01"), ("loan", 1), ("request", "M02"), ("entries", "M01"), ("page", 2))


@pytest.fixture(params=PEOPLE)
def told(request, tmp_path):
    """A ledger with one group in a script, a meeting held, a loan given; and its texts."""
    name, people, purpose = PEOPLE[request.param]
    rules = load_template("vsla", cycle_start="2026-01-07")
    members = [NewMember(f"M{n:02}", MemberCard(each)) for n, each in enumerate(people, 1)]
    path = tmp_path / "ledger.coop"
    with Ledger.create(path, "pw", cost=Cost(8, 1, 1)) as ledger:
        page = Scribe(ledger.store.device).found(Book(), name, rules, members)
        ledger.store.append([page])
        said = (
            *(en.ShareBuying(member.code, 3) for member in members),
            en.LoanRequest("M01", 5_000, 8, purpose),
            en.CashCount("loan", 9 * rules.share_price - 5_000),
            en.CashCount("social", 0),
        )
        seal_meeting(ledger, page.header.book, Draft(1, "2026-01-07", said))
    return path, page.header.book, (name, *people, purpose)


@pytest.mark.parametrize(
    ("look", "size", "room", "mirrored"),
    [
        ("light", "M", (1366, 768), False),
        ("dark", "L", (1024, 600), False),
        ("contrast", "XL", (1366, 768), True),
    ],
    ids=str,
)
def test_names_in_other_scripts_are_whole_on_every_screen(opened, told, look, size, room, mirrored):
    path, group, _texts = told
    catalog.use_language("ar-XB" if mirrored else "en")
    try:
        person = opened(path, look, size=size, room=room)
        person.type("pw")
        person.press(Qt.Key.Key_Return)
        person.window.setProperty("room", person.window.size())
        shell = person.window.shell
        shell.open_group(group)
        for place in PLACES:
            shell.go(place)
            person.settle()
            check(person)
        for place, about in ABOUT:
            shell.show_about(place, about)
            person.settle()
            check(person)
    finally:
        catalog.use_language("en")


def test_every_letter_is_in_a_font_that_comes_with_the_program(told):
    fonts = [QRawFont(str(font_file(face)), 16) for face in FACES]
    for text in told[2]:
        missing = [
            letter
            for letter in text
            if not letter.isspace() and not any(f.supportsCharacter(ord(letter)) for f in fonts)
        ]
        assert not missing
