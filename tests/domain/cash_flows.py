"""What each fact moves in and out of each place, told a second time and not by postings."""

from coopledger.domain import events as ev

IN = {
    ev.Contribute: lambda e, fines: (e.f, e.a),
    ev.Shares: lambda e, fines: ("loan", e.a + e.x),
    ev.Save: lambda e, fines: ("loan", e.a),
    ev.Hold: lambda e, fines: ("loan", e.a),
    ev.FinePaid: lambda e, fines: (fines, e.a),
    ev.Repay: lambda e, fines: ("loan", e.p + e.c + e.late),
    ev.Recover: lambda e, fines: ("loan", e.a),
    ev.Borrow: lambda e, fines: ("loan", e.a),
    ev.Income: lambda e, fines: (e.f, e.a),
    ev.OverShort: lambda e, fines: (e.f, e.a),
    ev.Grant: lambda e, fines: (e.f, -e.a),
    ev.Expense: lambda e, fines: (e.f, -e.a),
    ev.Withdraw: lambda e, fines: ("loan", -e.a),
    ev.PayBack: lambda e, fines: ("loan", -e.c - e.p),
    ev.Arrive: lambda e, fines: ("loan", e.a),
    ev.TransferIn: lambda e, fines: ("loan", e.p + e.c),
    ev.TransferOut: lambda e, fines: ("loan", -e.p - e.c),
    ev.PayOut: lambda e, fines: ("loan", -e.a),
    ev.LoanOut: lambda e, fines: ("loan", 0 if e.rolled else e.kept - e.a),
    ev.Pot: lambda e, fines: ("pot", -e.a - e.fee),
    ev.PotBack: lambda e, fines: ("pot", -e.a * len(e.m)),
}


def flows(event, fines_fund):
    """Cash by (fund, place) that one fact brings in or takes out; nothing that is 0."""
    if isinstance(event, ev.Move):
        found = [(event.f, event.source, -event.a), (event.f, event.to, event.a)]
    elif isinstance(event, ev.Residue):
        found = [("loan", event.at, -event.a), (event.to, event.at, event.a)]
    elif isinstance(event, ev.Leave):
        found = list(_leaving(event, fines_fund))
    elif told := IN.get(type(event)):
        fund, amount = told(event, fines_fund)
        found = [(fund, event.at, amount)]
    else:
        found = []
    moved = {}
    for fund, place, amount in found:
        moved[fund, place] = moved.get((fund, place), 0) + amount
    return {where: amount for where, amount in moved.items() if amount}


def _leaving(event, fines_fund):
    """The refund goes out; what the social fund is owed changes boxes."""
    if not event.later:
        yield "loan", event.at, -event.refund
    yield "loan", event.at, -event.arrears
    yield "social", event.at, event.arrears
    if fines_fund != "loan":
        yield "loan", event.at, -event.fines
        yield fines_fund, event.at, event.fines
