"""The pages of a share-out's steps. Each shows one thing and says whether one can go on."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coopledger.app.share_out_guide import Officers, Part, ShareOutGuide, compare
from coopledger.desktop.figures import Figures
from coopledger.desktop.pins import PinFields
from coopledger.desktop.screen import scrolled
from coopledger.desktop.tables import Column, Table
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Field, label, set_tone
from coopledger.domain.errors import Refusal
from coopledger.domain.money import Currency
from coopledger.reports.vocabulary import place_name
from coopledger.words.catalog import _, ngettext
from coopledger.words.errors import reason
from coopledger.words.money import format_amount, parse_amount
from coopledger.words.numbers import format_number


class Step(QWidget):
    """One step. ``asked`` as a screen's; ``changed`` when ``ready`` may have changed."""

    asked = Signal(str, object)
    changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.told = label("", wrap=True)
        self.column = QVBoxLayout()
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme().em(0.7))
        self.column.addWidget(self.told)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(f"{name}_area", _("Share-out"), self.column))

    @property
    def ready(self) -> bool:
        """Whether one can go on from here."""
        return True

    def show_guide(self, held: ShareOutGuide) -> None:
        """Show a share-out."""
        raise NotImplementedError

    def begin(self) -> bool:
        """Put the keyboard where work begins; False where there is none."""
        return False


class TrialStep(Step):
    """What would be shared out now, at a glance."""

    def __init__(self) -> None:
        super().__init__("share_out_trial")
        self._figures = Figures()
        self._table = Table("share_out_parts", _("What each would get"))
        self._table.setMinimumHeight(theme().row * 4)
        self.column.addWidget(self._figures)
        self.column.addWidget(self._table, 1)

    def show_guide(self, held: ShareOutGuide) -> None:
        """See `Step`."""
        money = held.currency
        if held.held:
            told = _("This share-out was held. These are the figures that were sealed.")
        else:
            told = _("A trial, as often as you like: nothing is written and nobody is paid.")
        self.told.setText(told)
        figures = [
            (_("To share out"), format_amount(held.shared, money), ""),
            (_("Cash of the loan fund"), format_amount(held.cash, money), _places(held)),
        ]
        if held.reserved:
            figures.append((_("Of it not shared"), format_amount(held.reserved, money), ""))
        if held.by_shares:
            figures.append((_("Shares"), format_number(held.shares), ""))
            figures.append((_("Worth of one share"), format_amount(held.value, money), ""))
        figures.append((_("Paid out in all"), format_amount(held.total("paid"), money), ""))
        figures.append((_("Left by rounding"), format_amount(held.residue, money), ""))
        self._figures.show_figures(figures)
        self._table.show_rows(held.parts, part_columns(held))


class LoansStep(Step):
    """Loans that are open still: to be collected, else set off from the borrower's part."""

    def __init__(self) -> None:
        super().__init__("share_out_loans")
        self._table = Table("share_out_loans_table", _("Open loans"))
        self._table.setMinimumHeight(theme().row * 4)
        self._table.chosen.connect(lambda row: self.asked.emit("loan", row[0].number))
        self.column.addWidget(self._table, 1)

    def show_guide(self, held: ShareOutGuide) -> None:
        """See `Step`."""
        money = held.currency
        count = len(held.loans)
        if not count:
            self.told.setText(_("Every loan is repaid. Nothing has to be set off."))
        else:
            words = ngettext(
                "{count} loan is open. What is repaid in a meeting before is not set off here.",
                "{count} loans are open. What is repaid in a meeting before is not set off here.",
                count,
            )
            self.told.setText(words.format(count=format_number(count)))
        parts = {part.code: part for part in held.parts}
        nobody = Part("", "", 0, 0, 0, 0, 0, 0)
        rows = [(row, parts.get(row.code, nobody)) for row in held.loans]
        self._table.show_rows(rows, _loan_columns(money))
        self._table.setVisible(bool(rows))


class CountStep(Step):
    """The cash on the table beside what the book says must be there."""

    def __init__(self) -> None:
        super().__init__("share_out_count")
        self._held: ShareOutGuide | None = None
        self._figures = Figures()
        self._counted = Field("share_out_counted", _("Counted, all of it on the table"))
        self._counted.edit.textChanged.connect(self._compare)
        self._result = label("", "large", wrap=True)
        self._agrees = False
        self.column.addWidget(self._figures)
        self.column.addWidget(self._counted)
        self.column.addWidget(self._result)
        self.column.addStretch(1)

    @property
    def ready(self) -> bool:
        """The count agrees with the book."""
        return self._agrees

    def begin(self) -> bool:
        """See `Step`."""
        self._counted.edit.setFocus()
        return not self._counted.isHidden()

    def show_guide(self, held: ShareOutGuide) -> None:
        """See `Step`."""
        self._held = held
        money = held.currency
        self.told.setText(
            _(
                "Bring what lies at the bank to the table; two people count all of the loan fund,"
                " aloud. The social fund is counted too and put aside: it stays the group's."
            )
        )
        figures = [
            (place_name(each.place).capitalize(), format_amount(each.amount, money), "")
            for each in held.places
        ]
        figures.append((_("Must be on the table"), format_amount(held.cash, money), ""))
        figures.append((_("Social fund, put aside"), format_amount(held.social, money), ""))
        self._figures.show_figures(figures)
        self._counted.setHidden(held.held)
        self._compare()

    def _compare(self) -> None:
        held, typed = self._held, self._counted.text.strip()
        self._agrees = False
        if held is None:
            return
        self._result.setText("")
        if typed and not held.held:
            self._tell(held, typed)
        self.changed.emit()

    def _tell(self, held: ShareOutGuide, typed: str) -> None:
        money = held.currency
        try:
            found = compare(parse_amount(typed, money), held.cash)
        except Refusal as refusal:
            self._result.setText(reason(refusal, money))
            set_tone(self._result, "bad")
            return
        self._agrees = not found.difference
        if self._agrees:
            self._result.setText(_("The table agrees with the book."))
            set_tone(self._result, "good")
            return
        words = _("{amount} too much on the table") if found.difference > 0 else _("{amount} short")
        advice = _("Count again. If it stays so, record it in a meeting with its reason first.")
        amount = format_amount(abs(found.difference), money)
        self._result.setText(f"{words.format(amount=amount)}. {advice}")
        set_tone(self._result, "bad")


class ListStep(Step):
    """Who gets what, to be read out."""

    def __init__(self) -> None:
        super().__init__("share_out_list")
        self._table = Table("share_out_payouts", _("Payouts"))
        self._table.setMinimumHeight(theme().row * 4)
        self.column.addWidget(self._table, 1)

    def show_guide(self, held: ShareOutGuide) -> None:
        """See `Step`."""
        if held.held:
            told = _("Call each name, say the amount, count it out, and let the member sign.")
        else:
            told = _("Read it out before it is sealed: who has a question asks it now.")
        self.told.setText(told)
        self._table.show_rows(held.parts, payout_columns(held.currency))


class SealStep(Step):
    """The officers' PINs; after them it can't be taken back."""

    def __init__(self) -> None:
        super().__init__("share_out_seal")
        self._figures = Figures()
        self.pins = PinFields()
        self.pins.changed.connect(self.changed)
        self.column.addWidget(self._figures)
        self.column.addWidget(self.pins)
        self.column.addStretch(1)

    @property
    def ready(self) -> bool:
        """As many PINs as the rules ask for."""
        return not self.pins.short

    def begin(self) -> bool:
        """See `Step`."""
        return self.pins.begin()

    def show_guide(self, held: ShareOutGuide) -> None:
        """See `Step`."""
        money = held.currency
        if held.held:
            self.told.setText(_("The share-out is sealed. It can't be taken back."))
        else:
            self.told.setText(
                _(
                    "With the seal the cycle ends: shares become money, debts are set off, and no"
                    " meeting can follow before a new cycle begins. It can't be taken back."
                )
            )
        count = sum(bool(part.paid) for part in held.parts)
        people = ngettext("to {count} person", "to {count} people", count)
        self._figures.show_figures(
            [
                (
                    _("Paid out in all"),
                    format_amount(held.total("paid"), money),
                    people.format(count=format_number(count)),
                ),
                (_("Set off"), format_amount(held.total("set_off"), money), ""),
                (_("Still owed"), format_amount(held.total("still_owes"), money), ""),
                (_("Left by rounding"), format_amount(held.residue, money), ""),
            ]
        )
        officers = held.officers
        self.pins.show_officers(officers.names, officers.need, rules=officers.rules)
        self.pins.setHidden(held.held)


class CycleStep(Step):
    """The next cycle, linked to this one."""

    def __init__(self) -> None:
        super().__init__("share_out_cycle")
        self.pins = PinFields()
        self.pins.changed.connect(self.changed)
        self._figures = Figures()
        self.column.addWidget(self._figures)
        self.column.addWidget(self.pins)
        self.column.addStretch(1)

    def begin(self) -> bool:
        """See `Step`."""
        return self.pins.begin()

    def show_officers(self, officers: Officers) -> None:
        """Ask those who seal the new cycle."""
        self.pins.show_officers(officers.names, officers.need, rules=officers.rules)

    def show_guide(self, held: ShareOutGuide) -> None:
        """See `Step`."""
        money = held.currency
        if held.held or held.kind != "full":
            told = _(
                "The new cycle begins with the same rules and all shares at nothing. The social"
                " fund, what rounding left, and what members still owe go on."
            )
        else:
            told = _("A new cycle begins after the share-out is sealed.")
        self.told.setText(told)
        self._figures.show_figures(
            [
                (_("Social fund"), format_amount(held.social, money), ""),
                (_("Left by rounding"), format_amount(held.residue, money), ""),
                (_("Still owed"), format_amount(held.total("still_owes"), money), ""),
            ]
        )
        self.pins.setVisible(held.held)


def _places(held: ShareOutGuide) -> str:
    money = held.currency
    told = [
        f"{place_name(each.place)} {format_amount(each.amount, money)}"
        for each in held.places
        if each.amount
    ]
    return " · ".join(told)


def _or_blank(amount: int, money: Currency) -> str:
    return format_amount(amount, money) if amount else ""


def part_columns(held: ShareOutGuide) -> list[Column]:
    """The columns of the trial."""
    money = held.currency

    def amount(name: str, title: str) -> Column:
        return Column(title, lambda row: _or_blank(getattr(row, name), money), True)

    shares = Column(_("Shares"), lambda row: format_number(row.shares), True)
    return [
        Column(_("No."), lambda row: row.code),
        Column(_("Name"), lambda row: row.name, stretch=True),
        *([shares] if held.by_shares else []),
        amount("savings", _("Savings")),
        amount("entitlement", _("Worth")),
        amount("set_off", _("Set off")),
        amount("paid", _("Gets")),
        Column(
            _("Still owes"),
            lambda row: _or_blank(row.still_owes, money),
            True,
            lambda row: ("bad", "warn") if row.still_owes else ("", ""),
        ),
    ]


def payout_columns(money: Currency) -> list[Column]:
    """The columns of the list that is read out."""
    return [
        Column(_("No."), lambda row: row.code),
        Column(_("Name"), lambda row: row.name, stretch=True),
        Column(_("Worth"), lambda row: _or_blank(row.entitlement, money), True),
        Column(_("Set off"), lambda row: _or_blank(row.set_off, money), True),
        Column(_("Gets"), lambda row: format_amount(row.paid, money), True),
    ]


def _loan_columns(money: Currency) -> list[Column]:
    return [
        Column(_("No."), lambda row: format_number(row[0].number), True),
        Column(_("Member"), lambda row: f"{row[0].code} {row[0].name}", stretch=True),
        Column(_("Owed"), lambda row: format_amount(row[0].owed, money), True),
        Column(_("Set off"), lambda row: _or_blank(row[1].set_off, money), True),
        Column(
            _("Still owes"),
            lambda row: _or_blank(row[1].still_owes, money),
            True,
            lambda row: ("bad", "warn") if row[1].still_owes else ("", ""),
        ),
    ]
