"""Screens about one thing (a member, a loan, a page), made when they are first asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from coopledger.desktop.screen import Screen
from coopledger.desktop.session import Session

RAIL_PLACE = {
    "member": "members",
    "member_card": "members",
    "join": "members",
    "leave": "members",
    "expel": "members",
    "death": "members",
    "loan": "loans",
    "request": "loans",
    "put_off": "loans",
    "give_up": "loans",
    "share_out": "group",
    "payments": "group",
    "payment_columns": "group",
    "page": "book",
    "entries": "book",
    "undo_entry": "book",
    "care": "settings",
    "fork": "book",
    "late": "book",
    "approvals": "book",
    "approval_file": "book",
    "sent_meeting": "book",
    "usb_take": "usb",
    "usb_read": "usb",
    "usb_found": "usb",
    "usb_join": "usb",
    "usb_enrol": "usb",
    "usb_laptop": "usb",
    "usb_hand_over": "usb",
}
"""Where on the rail each of these places is."""


def make(place: str, about: Any, session: Session, group: str) -> Screen:
    """Make the screen of a place.

    Args:
        place: a key of `RAIL_PLACE`.
        about: what it is about: a member's code, a loan's or a page's number, an entry's place, a
            stick or folder, a laptop's short name, a file, another group's id.
        session: the open ledger.
        group: the group's id.
    """
    return _MAKERS[place](session, group, about)


def _member(session: Session, group: str, about: Any) -> Screen:
    from coopledger.desktop.member import MemberScreen

    return MemberScreen(session, group, about)


def _member_card(session: Session, group: str, about: Any) -> Screen:
    from coopledger.desktop.member_card import CardScreen

    return CardScreen(session, group, about)


def _join(session: Session, group: str, _about: Any) -> Screen:
    from coopledger.desktop.member_acts import JoinScreen

    return JoinScreen(session, group)


def _leave(session: Session, group: str, about: Any) -> Screen:
    from coopledger.desktop.member_acts import LeaveScreen

    return LeaveScreen(session, group, about)


def _expel(session: Session, group: str, about: Any) -> Screen:
    from coopledger.desktop.member_acts import ExpelScreen

    return ExpelScreen(session, group, about)


def _death(session: Session, group: str, about: Any) -> Screen:
    from coopledger.desktop.member_acts import DeathScreen

    return DeathScreen(session, group, about)


def _loan(session: Session, group: str, about: Any) -> Screen:
    from coopledger.desktop.loan import LoanScreen

    return LoanScreen(session, group, about)


def _request(session: Session, group: str, about: Any) -> Screen:
    from coopledger.desktop.loan_request import LoanRequestScreen

    return LoanRequestScreen(session, group, about or "")


def _put_off(session: Session, group: str, about: Any) -> Screen:
    from coopledger.desktop.loan_acts import PutOffScreen

    return PutOffScreen(session, group, about)


def _give_up(session: Session, group: str, about: Any) -> Screen:
    from coopledger.desktop.loan_acts import GiveUpScreen

    return GiveUpScreen(session, group, about)


def _page(session: Session, group: str, about: Any) -> Screen:
    from coopledger.desktop.page import PageScreen

    return PageScreen(session, group, about)


def _entries(session: Session, group: str, about: Any) -> Screen:
    from coopledger.desktop.page import SearchScreen

    return SearchScreen(session, group, about or "")


def _undo_entry(session: Session, group: str, about: Any) -> Screen:
    from coopledger.desktop.undo_entry import UndoScreen

    return UndoScreen(session, group, about)


def _share_out(session: Session, group: str, _about: Any) -> Screen:
    from coopledger.desktop.share_out import ShareOutScreen

    return ShareOutScreen(session, group)


def _fork(session: Session, group: str, about: Any) -> Screen:
    from coopledger.desktop.forks import ForkScreen

    return ForkScreen(session, group, about or 0)


def _late(session: Session, group: str, _about: Any) -> Screen:
    from coopledger.desktop.late_pages import LatePagesScreen

    return LatePagesScreen(session, group)


def _approvals(session: Session, group: str, about: Any) -> Screen:
    from coopledger.desktop.approvals import ApprovalsScreen

    return ApprovalsScreen(session, about or group)


def _approval_file(session: Session, _group: str, about: Any) -> Screen:
    from coopledger.desktop.approval_file import ApprovalFileScreen

    return ApprovalFileScreen(session, about)


def _sent_meeting(session: Session, group: str, about: Any) -> Screen:
    from coopledger.desktop.sent_meeting import SentMeetingScreen

    return SentMeetingScreen(session, group, about)


def _payments(session: Session, group: str, about: Any) -> Screen:
    from coopledger.desktop.payments import PaymentsScreen

    return PaymentsScreen(session, group, about)


def _payment_columns(session: Session, group: str, about: Any) -> Screen:
    from coopledger.desktop.payment_columns import PaymentColumnsScreen

    return PaymentColumnsScreen(session, group, about)


def _care(session: Session, _group: str, _about: Any) -> Screen:
    from coopledger.desktop.care import CareScreen

    return CareScreen(session)


def _usb_take(session: Session, _group: str, about: Any) -> Screen:
    from coopledger.desktop.exchange.take import TakeScreen

    return TakeScreen(session, about)


def _usb_read(session: Session, _group: str, about: Any) -> Screen:
    from coopledger.desktop.exchange.read import ReadScreen

    return ReadScreen(session, about)


def _usb_found(session: Session, _group: str, _about: Any) -> Screen:
    from coopledger.desktop.exchange.found import FoundScreen

    return FoundScreen(session)


def _usb_join(session: Session, _group: str, about: Any) -> Screen:
    from coopledger.desktop.exchange.join import JoinCooperativeScreen

    return JoinCooperativeScreen(session, about)


def _usb_enrol(session: Session, _group: str, about: Any) -> Screen:
    from coopledger.desktop.exchange.enrol import EnrolScreen

    return EnrolScreen(session, about)


def _usb_laptop(session: Session, _group: str, about: Any) -> Screen:
    from coopledger.desktop.exchange.laptop import LaptopScreen

    return LaptopScreen(session, about)


def _usb_hand_over(session: Session, _group: str, about: Any) -> Screen:
    from coopledger.desktop.exchange.hand_over import HandOverScreen

    return HandOverScreen(session, about)


_MAKERS: dict[str, Callable[[Session, str, Any], Screen]] = {
    "member": _member,
    "member_card": _member_card,
    "join": _join,
    "leave": _leave,
    "expel": _expel,
    "death": _death,
    "loan": _loan,
    "request": _request,
    "put_off": _put_off,
    "give_up": _give_up,
    "share_out": _share_out,
    "payments": _payments,
    "payment_columns": _payment_columns,
    "page": _page,
    "entries": _entries,
    "undo_entry": _undo_entry,
    "care": _care,
    "fork": _fork,
    "late": _late,
    "approvals": _approvals,
    "approval_file": _approval_file,
    "sent_meeting": _sent_meeting,
    "usb_take": _usb_take,
    "usb_read": _usb_read,
    "usb_found": _usb_found,
    "usb_join": _usb_join,
    "usb_enrol": _usb_enrol,
    "usb_laptop": _usb_laptop,
    "usb_hand_over": _usb_hand_over,
}
