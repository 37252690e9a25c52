"""From what a page recorded back to what was said: entries that record the same once more.

A page of a branch that does not count may tell of things that did happen. They are said again at
the next meeting and worked out anew there: charges, refunds and plans come out as the book and the
rules are then. What the rules worked out on the old page, what the officers did on a page of its
own kind, and counts of the box are not said again.
"""

from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias

import msgspec

from coopledger.domain import entries as en
from coopledger.domain import events as ev

Why: TypeAlias = Literal["again", "part", "worked_out", "counted", "by_hand"]
"""``again``: it can be said again; ``part``: another event's entry says it too; ``worked_out``: the
rules made it, and make it anew; ``counted``: the box is counted now, not then; ``by_hand``: it is
done again where it was done."""
_WORKED_OUT = (ev.Due, ev.Charge, ev.Late, ev.Capitalise, ev.Continue, ev.PotBack)
_COUNTED = (ev.Count, ev.OpenCount, ev.OverShort)


class Again(msgspec.Struct, frozen=True):
    """One event of a page: the entry that says it again, or why there is none."""

    why: Why
    entry: en.AnyEntry | None = None


def said_again(
    events: Sequence[ev.Event],
    loans: Mapping[int, str],
    texts: Mapping[str, str],
    *,
    forgiving: bool = False,
) -> list[Again]:
    """What says each event of a page again, in their order.

    Args:
        events: of the page.
        loans: whose each loan is, by the number that it has on the page's branch.
        texts: notes and cards that are still there, by their references.
        forgiving: whether the rules give up the loans of one who died.
    """
    return _Teller(events, loans, texts, forgiving=forgiving).told()


class _Teller:
    def __init__(
        self,
        events: Sequence[ev.Event],
        loans: Mapping[int, str],
        texts: Mapping[str, str],
        *,
        forgiving: bool,
    ) -> None:
        self._events, self._loans, self._texts = events, loans, texts
        self._forgiving = forgiving
        self._dead: set[str] = set()

    def told(self) -> list[Again]:
        """See `said_again`."""
        found: list[Again] = []
        while len(found) < len(self._events):
            at = len(found)
            entry, count = self._sum(at)
            if entry is not None:
                found.append(Again("again", entry))
                found.extend(Again("part") for _ in range(count - 1))
                continue
            found.append(self._one(self._events[at]))
        return found

    def _sum(self, at: int) -> tuple[en.AnyEntry | None, int]:
        """One entry that became several events: a repayment of many loans, money for shares."""
        event = self._events[at]
        following = self._events[at + 1] if at + 1 < len(self._events) else None
        if isinstance(event, ev.Shares) and isinstance(following, ev.Hold):
            money = event.a + following.a
            if event.m == following.m and money > 0:
                return en.SharesForMoney(event.m, money), 2
        if isinstance(event, ev.Repay):
            return self._repayment(at)
        return None, 0

    def _repayment(self, at: int) -> tuple[en.AnyEntry | None, int]:
        first = self._events[at]
        if not isinstance(first, ev.Repay) or first.l not in self._loans:
            return None, 0
        member, amount, count = self._loans[first.l], 0, 0
        loans: set[int] = set()
        for event in self._events[at:]:
            same = isinstance(event, ev.Repay) and (
                (self._loans.get(event.l), event.at, event.by) == (member, first.at, first.by)
            )
            # The same loan again is another payment.
            if not isinstance(event, ev.Repay) or not same or event.l in loans:
                break
            loans.add(event.l)
            amount, count = amount + event.c + event.p + event.late, count + 1
        return en.Repayment(member, amount, first.by, first.at), count

    def _one(self, event: ev.Event) -> Again:
        if isinstance(event, _WORKED_OUT):
            return Again("worked_out")
        if isinstance(event, _COUNTED):
            return Again("counted")
        forgiven = self._forgiving and self._loans.get(getattr(event, "l", 0)) in self._dead
        if forgiven and isinstance(event, ev.WriteOff):
            return Again("worked_out")
        entry = (
            self._between(event)
            or self._of_member(event)
            or self._of_loan(event)
            or self._of_group(event)
        )
        return Again("again", entry) if entry is not None else Again("by_hand")

    def _note(self, reference: str) -> str:
        return self._texts.get(reference, "")

    def _between(self, event: ev.Event) -> en.AnyEntry | None:
        """What passed between groups; before `_of_member`, for who moves away leaves, too."""
        match event:
            case ev.Depart():
                note = self._note(event.note)
                return en.MoveAway(event.m, event.x, bool(event.later), reason=note)
            case ev.Arrive():
                amount, claim = event.a + event.d, bool(event.d)
                return en.MoveIn(event.m, event.x, amount, claim, event.t, event.at)
            case ev.TransferOut(s="loan"):
                return en.GroupLoan(event.x, event.p, self._note(event.note), event.at)
            case ev.TransferOut(s="charge"):
                return en.GroupCharge(event.x, event.a)
            case ev.TransferOut():
                return en.LenderPayment(event.x, event.c + event.p, event.at)
            case ev.TransferIn(s="loan"):
                note = self._note(event.note)
                return en.Borrowing(event.x, event.p, note, event.at, event.t)
            case ev.TransferIn(s="charge"):
                return en.LenderCharge(event.x, event.a, event.t)
            case ev.TransferIn():
                return en.GroupPayment(event.x, event.c + event.p, event.t, event.at)
        return None

    def _of_member(self, event: ev.Event) -> en.AnyEntry | None:  # noqa: C901 - one kind a case
        match event:
            case ev.Attend():
                return en.Attendance(event.m, event.s)
            case ev.Fine():
                return en.FineSet(event.m, event.code, event.a)
            case ev.FinePaid():
                return en.FinePayment(event.m, event.a, event.at)
            case ev.Contribute(f="pot"):
                return en.PotContribution(event.m, event.a, event.at)
            case ev.Contribute():
                return en.Contribution(event.m, event.a, event.at)
            case ev.Grant():
                return en.GrantGiven(event.m, event.a, self._note(event.note))
            case ev.Shares():
                return en.ShareBuying(event.m, event.n)
            case ev.Hold() if event.a > 0:
                return en.SharesForMoney(event.m, event.a)
            case ev.Hold():
                return en.HeldReturned(event.m)
            case ev.Save():
                return en.Saving(event.m, event.a, bool(event.v), event.at)
            case ev.Withdraw():
                return en.SavingsTaken(event.m, event.a, bool(event.v), event.at)
            case ev.Notice():
                return en.NoticeGiven(event.m, event.a)
            case ev.Join() if event.card in self._texts:
                return en.Joining(event.m, self._texts[event.card], event.roles)
            case ev.Death():
                self._dead.add(event.m)
                return en.Died(event.m)
            case ev.Leave():
                note = self._note(event.note)
                return en.Leaving(event.m, reason=note, expelled=bool(event.out))
        return None

    def _of_loan(self, event: ev.Event) -> en.AnyEntry | None:
        member = self._loans.get(getattr(event, "l", 0), "")
        match event:
            case ev.LoanOut() if event.rolled:
                plan, note = len(event.plan), self._note(event.note)
                return en.Rollover(event.m, event.weeks, plan, note)
            case ev.LoanOut():
                return en.LoanRequest(
                    event.m,
                    event.a,
                    event.weeks,
                    self._note(event.note),
                    len(event.plan),
                    event.by,
                    event.at,
                    bool(event.forced),
                )
            case ev.WriteOff() if member:
                return en.LoanLoss(member, event.p, self._note(event.note))
            case ev.Recover() if member:
                return en.Recovery(member, event.a, event.at)
            case ev.Reschedule() if member:
                plan, note = len(event.plan), self._note(event.note)
                return en.Rescheduling(member, event.weeks, plan, note)
            case ev.Release() if member:
                return en.GuarantorReleased(member, event.m)
        return None

    def _of_group(self, event: ev.Event) -> en.AnyEntry | None:  # noqa: C901 - one kind a case
        match event:
            case ev.Expense():
                return en.Spending(event.a, self._note(event.note), event.at)
            case ev.Income():
                return en.MoneyIn(event.a, self._note(event.note), event.f, event.at)
            case ev.Move():
                return en.Transfer(event.a, event.source, event.to)
            case ev.Receipt():
                return en.StatementReceipt(event.r, event.a, event.at)
            case ev.Borrow():
                return en.Borrowing(event.x, event.a, self._note(event.note), event.at)
            case ev.BorrowCharge():
                return en.LenderCharge(event.x, event.a)
            case ev.PayBack():
                return en.LenderPayment(event.x, event.c + event.p, event.at)
            case ev.Decision() if event.note in self._texts:
                return en.Resolution(self._texts[event.note])
            case ev.Turns():
                return en.Draw(event.m)
            case ev.Pot():
                return en.PotPaid(event.m, event.d, event.at)
            case ev.Replace():
                return en.HandsTaken(event.m, event.by)
        return None
