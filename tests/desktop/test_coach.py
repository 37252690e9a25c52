"""The coach of a first meeting, and what a loan costs where it is decided on."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from coopledger.app.desk import boxes, loan_card
from coopledger.app.founding import FoundingDraft, Person, found
from coopledger.app.ledger import Ledger
from coopledger.desktop.desk.coach_strip import CoachStrip
from coopledger.ledger.keyfile import Cost
from coopledger.words import catalog
from tests.desktop.test_walk import clipped_buttons, clipped_labels, in_the_middle, nameless

pytestmark = [
    pytest.mark.qt_log_level_fail("WARNING"),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]

F1, F12, ENTER, ESCAPE = Qt.Key.Key_F1, Qt.Key.Key_F12, Qt.Key.Key_Return, Qt.Key.Key_Escape
CHEAP = Cost(8, 1, 1)
PINS = {"M01": "314159", "M02": "271828"}


@pytest.fixture
def new_group(tmp_path):
    """A ledger with a group that was just founded."""
    path = tmp_path / "ledger.coop"
    people = (
        Person("Atuhaire Esther", roles=("key_holder",)),
        Person("Tumusiime Isaac", roles=("key_holder",)),
        Person("Namara Ruth"),
    )
    answers = {"name": "Tumaini", "cycle_start": "07/01/2026"}
    with Ledger.create(path, "seven goats", cost=CHEAP) as ledger:
        group = found(ledger, FoundingDraft("vsla", answers=answers, people=people), PINS,
                      cost=CHEAP).group  # fmt: skip
    return path, group


def at_desk(opened, new_group, **look):
    path, group = new_group
    person = opened(path, **look)
    person.type("seven goats")
    person.press(ENTER)
    person.window.shell.open_group(group)
    person.settle()
    person.window.shell.record()
    person.settle()
    return person


def coach(person):
    return person.window.findChild(CoachStrip)


def test_it_guides_through_the_first_meeting_and_is_gone_in_the_next(opened, new_group):
    person = at_desk(opened, new_group)
    screen, shell = person.window.shell.screen_shown, person.window.shell
    desk, strip = screen.desk, screen.page.strip
    steps = len(strip.steps)
    assert desk.first
    assert coach(person).isVisible()
    assert person.focus is screen.grid  # it took the keyboard from nobody
    assert "Call every name" in coach(person).text
    assert coach(person).accessibleName().startswith(f"Step 1 of {steps + 2}")
    person.type("+")
    assert coach(person).text == "This step is done. Go on with Open box."
    seen = {coach(person).text}
    for place in range(1, steps):
        screen.page.open_step(place)
        person.settle()
        seen.add(coach(person).text)
        assert coach(person).accessibleName().startswith(f"Step {place + 1} of {steps + 2}")
    assert len(seen) == steps
    for box in boxes(desk):
        desk.count(box.fund, str(box.expected))
    person.press(ENTER, Qt.KeyboardModifier.ControlModifier)
    assert screen.seal_page.isVisible()
    assert "nobody objects" in coach(person).text
    screen.seal_page.yes.click()
    person.settle()
    assert screen.officers.isVisible()
    assert "PIN" in coach(person).text
    person.tab_to("desk_officers_done")
    person.press(ENTER)
    assert coach(person) is None
    # The report of what was sealed is shown, to be printed; its pages turn from there too.
    assert shell.place == "reports"
    person.qtbot.waitUntil(lambda: person.focus.objectName() == "print")
    paper = person.see("paper")
    if len(paper.pages) > 1:
        person.press(Qt.Key.Key_PageDown)
        assert paper.at == 1
    shell.record()
    person.settle()
    assert not shell.screen_shown.desk.first
    assert not coach(person).isVisible()


def test_it_is_put_away_and_brought_back_and_that_is_remembered(opened, new_group):
    person = at_desk(opened, new_group)
    shell = person.window.shell
    grid = shell.screen_shown.grid
    coach(person).away.click()
    assert not coach(person).isVisible()
    assert person.focus is grid
    shell.screen_shown.left.emit()
    person.settle()
    shell.record()
    person.settle()
    assert not coach(person).isVisible()
    # From help, by keys alone: the page of the step leads to the whole meeting.
    person.press(F1)
    person.tab_to("help_see_coach")
    person.press(ENTER)
    person.tab_to("help_coach")
    person.press(ENTER)
    assert coach(person).isVisible()
    assert coach(person).text
    person.tab_to("help_coach_away")
    person.press(ENTER)
    assert not coach(person).isVisible()


def test_a_group_with_meetings_is_left_alone_unless_somebody_asks(opened, practice):
    person = in_middle(opened(practice))
    person.window.shell.record()
    person.settle()
    assert not coach(person).isVisible()
    person.window.help.coach_asked.emit(True)
    assert coach(person).isVisible()


@pytest.mark.parametrize(
    ("language", "size", "room"),
    [
        ("en", "M", (1024, 600)),
        ("en", "XL", (1366, 768)),
        ("en-XA", "M", (1366, 768)),
        ("ar-XB", "L", (1366, 768)),
    ],
)
def test_with_the_coach_the_desk_still_fits(opened, new_group, language, size, room):
    catalog.use_language(language)
    try:
        person = at_desk(opened, new_group, size=size, room=room)
        page = person.window.shell.screen_shown.page
        for place in range(len(page.strip.steps)):
            page.open_step(place)
            person.settle()
            QApplication.processEvents()
            assert not [*clipped_labels(person), *clipped_buttons(person), *nameless(person)]
            assert (person.window.width(), person.window.height()) == room, place
    finally:
        catalog.use_language("en")


def in_middle(person):
    person.type("practice")
    person.press(ENTER)
    shell = person.window.shell
    shell.open_group(in_the_middle(person))
    person.settle()
    return person


def words_of(widget):
    return " ".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())


def test_what_a_loan_costs_opens_at_the_desk_by_key_with_the_card_s_figures(opened, practice):
    person = in_middle(opened(practice))
    person.window.shell.record()
    person.settle()
    screen = person.window.shell.screen_shown
    keys = [step.key for step in screen.page.strip.steps]
    person.press(F12)
    assert not screen.lesson.isVisible()  # only where a loan is decided on
    screen.page.open_step(keys.index("loans"))
    person.press(F12)
    assert not screen.lesson.isVisible()  # nothing is asked for yet
    desk, row = screen.desk, screen.grid.row
    desk.type(row, desk.index["loan"], "20000")
    person.settle()
    assert person.see("desk_loan_cost").isVisible()
    person.press(F12)
    assert screen.lesson.isVisible()
    told = words_of(screen.lesson)
    facts = dict(loan_card(desk, row).facts)
    for caption in ("Savings", "To pay back in all", "Of it charge"):
        assert facts[caption] in told, caption
    person.press(F1)
    shown = person.window.help._shown
    assert shown.page.key == "cost"
    person.press(ESCAPE)
    person.press(ESCAPE)
    assert screen.page.isVisible()
    assert person.focus is screen.grid


def test_what_a_loan_costs_opens_in_the_calculator_by_key(opened, practice):
    person = in_middle(opened(practice))
    shell = person.window.shell
    shell.show_about("request", "M02")
    person.settle()
    screen = shell.screen_shown
    person.press(F12)
    assert not screen.lesson.isVisible()
    person.type("20000")
    screen._work_out()
    person.settle()
    before = person.focus
    person.press(F12)
    assert screen.lesson.isVisible()
    assert person.focus is before
    told = words_of(screen.lesson)
    assert "20,000" in told
    assert "47,000" in told  # the savings that the form says
    assert "23,000" in told  # what the figures below say is paid back
    assert "3,000" in told
    assert not [*clipped_labels(person), *clipped_buttons(person), *nameless(person)]
    person.press(F12)
    assert not screen.lesson.isVisible()
    assert "23,000" in words_of(screen)
