"""Commands of the officers: keys, seals, adoption, erasure.

PINs come from ``COOPLEDGER_PINS`` (``M01=…,M02=…``), else from the keyboard; never from the command
line, where others could read them. A new PIN or pass-phrase may also come as JSON from a file
descriptor (``--secrets-fd N``: ``{"new_pin": "…"}``).
"""

import json
import os
from argparse import Namespace
from collections.abc import Callable, Sequence

from coopledger.cli.answers import Answer, open_group
from coopledger.cli.passphrase import typed
from coopledger.domain.errors import Refusal
from coopledger.words.catalog import _

VARIABLE = "COOPLEDGER_PINS"


def given_pins() -> dict[str, str]:
    """PINs by member from the environment.

    Raises:
        Refusal: the variable is not of the form ``M01=…,M02=…``.
    """
    found: dict[str, str] = {}
    for part in filter(None, os.environ.get(VARIABLE, "").split(",")):
        member, equals, pin = part.partition("=")
        if not equals or not pin:
            raise Refusal("bad_pins", value=VARIABLE)
        found[member.strip()] = pin
    return found


def pins_of(members: Sequence[str], *, new: bool = False) -> dict[str, str]:
    """PINs of these members, from the environment or the keyboard.

    Raises:
        Refusal: there is nobody to ask, or a new PIN was not typed the same twice.
    """
    known, found = given_pins(), {}
    for member in members:
        prompt = _("New PIN of {member}: ") if new else _("PIN of {member}: ")
        pin = known.get(member) or typed(prompt.format(member=member), VARIABLE)
        if new and member not in known:
            again = typed(_("The same again: "), VARIABLE)
            if again != pin:
                raise Refusal("passphrases_differ")
        found[member] = pin
    return found


def secrets(asked: Namespace) -> dict[str, str]:
    """Secrets as JSON from the file descriptor that was named, if one was.

    Raises:
        Refusal: what came is no JSON object of texts.
    """
    if getattr(asked, "secrets_fd", None) is None:
        return {}
    try:
        with os.fdopen(asked.secrets_fd, encoding="utf-8") as stream:
            found = json.load(stream)
    except (OSError, ValueError):
        raise Refusal("bad_secrets", value=asked.secrets_fd) from None
    if not isinstance(found, dict) or not all(isinstance(each, str) for each in found.values()):
        raise Refusal("bad_secrets", value=asked.secrets_fd)
    return found


def signing(asked: Namespace, enrolled: Sequence[str]) -> dict[str, str]:
    """PINs of the officers who seal: those named by ``--by``, else those in the environment."""
    named = _members(getattr(asked, "by", "") or "")
    if named:
        return pins_of(named)
    return {m: pin for m, pin in given_pins().items() if m in enrolled}


def _members(text: str) -> list[str]:
    return [code.strip() for code in text.split(",") if code.strip()]


def enrol(asked: Namespace) -> Answer:
    """Give members keys of their own."""
    from coopledger.app.officers import enrol as give

    with open_group(asked) as (ledger, group, _currency):
        book = ledger.replay(group.id).book
        new = pins_of(_members(asked.members), new=True)
        by = {m: pin for m, pin in signing(asked, list(book.keys)).items() if m not in new}
        roles = {m: [*book.members[m].roles, asked.role] for m in new if m in book.members}
        changed = roles if asked.role else None
        page = give(ledger, group.id, new, by=by, roles=changed, day=asked.date)
        keys = sorted(ledger.replay(group.id).book.keys)
    told = _("Enrolled on page {page}. Keys in force: {members}.")
    line = told.format(page=page.header.number, members=", ".join(keys))
    return Answer((line,), {"page": page.header.number, "keys": keys})


def revoke(asked: Namespace) -> Answer:
    """Take members' keys out of force."""
    from coopledger.app.officers import enrol as change

    with open_group(asked) as (ledger, group, _currency):
        book = ledger.replay(group.id).book
        by = signing(asked, list(book.keys))
        page = change(ledger, group.id, {}, by=by, revoke=_members(asked.members), day=asked.date)
        keys = sorted(ledger.replay(group.id).book.keys)
    told = _("Revoked on page {page}. Keys in force: {members}.")
    line = told.format(page=page.header.number, members=", ".join(keys))
    return Answer((line,), {"page": page.header.number, "keys": keys})


def change_pin(asked: Namespace) -> Answer:
    """Put a member's key under another PIN."""
    from coopledger.app.officers import change_pin as change

    member = asked.member
    with open_group(asked) as (ledger, group, _currency):
        old = pins_of([member])[member]
        new = secrets(asked).get("new_pin")
        if new is None:
            new = typed(_("New PIN of {member}: ").format(member=member), VARIABLE)
            if typed(_("The same again: "), VARIABLE) != new:
                raise Refusal("passphrases_differ")
        change(ledger, group.id, member, old, new)
    return Answer(
        (_("The PIN of {member} was changed.").format(member=member),), {"member": member}
    )


def seal(asked: Namespace) -> Answer:
    """Add officers' seals to the newest page."""
    from coopledger.app.officers import newest_seals
    from coopledger.app.officers import seal as add

    with open_group(asked) as (ledger, group, _currency):
        by = signing(asked, list(ledger.replay(group.id).book.keys))
        done = add(ledger, group.id, by) if by else newest_seals(ledger, group.id)
    if done.count >= done.need:
        told = _("Page {page} is sealed by {members}.")
    else:
        told = _("Page {page} is sealed by {members}; {need} seals are needed.")
    names = ", ".join(done.members) or "—"
    line = told.format(page=done.page, members=names, need=done.need)
    data = {
        "page": done.page,
        "members": list(done.members),
        "need": done.need,
        "count": done.count,
    }
    return Answer((line,), data)


def adopt(asked: Namespace) -> Answer:
    """Make the pages copied from paper the officers' own."""
    from coopledger.app.officers import adopt as make_own

    with open_group(asked) as (ledger, group, _currency):
        by = signing(asked, list(ledger.replay(group.id).book.keys))
        page = make_own(ledger, group.id, by, asked.date)
    told = _("Page {page} adopts {count} pages.")
    count = page.header.events
    line = told.format(page=page.header.number, count=count)
    return Answer((line,), {"page": page.header.number, "adopted": count})


def erase_member(asked: Namespace) -> Answer:
    """Erase a member's card and notes by the officers' order."""
    from coopledger.app.officers import erase_member as erase

    with open_group(asked) as (ledger, group, _currency):
        by = signing(asked, list(ledger.replay(group.id).book.keys))
        page = erase(ledger, group.id, asked.member, by, asked.date)
    told = _(
        "The card of {member} was erased by page {page}. Printed papers, and copies that others"
        " have, are not."
    )
    line = told.format(member=asked.member, page=page.header.number)
    return Answer((line,), {"page": page.header.number, "member": asked.member})


def officer(asked: Namespace) -> Answer:
    """One of the acts on officers' keys."""
    return {"enrol": enrol, "revoke": revoke, "change-pin": change_pin}[asked.act](asked)


COMMANDS: dict[str, Callable[[Namespace], Answer]] = {
    "officer": officer,
    "seal": seal,
    "adopt": adopt,
    "erase-member": erase_member,
}
