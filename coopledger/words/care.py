"""What the doctor says: the name of each check, how it stands, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, Protocol

from coopledger.domain.errors import Refusal
from coopledger.words.catalog import N_, Text, isolated
from coopledger.words.dates import format_date
from coopledger.words.errors import reason
from coopledger.words.faults import explain_fault
from coopledger.words.numbers import format_number

NAMES: dict[str, Text] = {
    "file": N_("The ledger's file"),
    "books": N_("The books"),
    "keys": N_("The keys file"),
    "memory": N_("What this laptop remembers"),
    "backup": N_("Backup"),
    "space": N_("Room on the disk"),
    "clock": N_("Date and time"),
    "disk": N_("Kind of disk"),
    "fonts": N_("Letters of all scripts"),
    "keyring": N_("The laptop's keyring"),
    "rights": N_("Who can reach the files"),
    "leftovers": N_("Files of broken-off work"),
    "version": N_("The program"),
    "printer": N_("Printer"),
}
STATES: dict[str, Text] = {"good": N_("good"), "warn": N_("look after it"), "bad": N_("act now")}


class Told(NamedTuple):
    """How a check stands, and what to do about it (nothing where it is well)."""

    said: Text
    advice: Text | None = None


class Row(Protocol):
    """A check as the doctor gives it."""

    @property
    def key(self) -> str:
        """What was looked at."""

    @property
    def code(self) -> str:
        """How it stands."""

    @property
    def params(self) -> Mapping[str, object]:
        """Its figures."""


_LINE = N_("{name}: {sentence}")
_MAKE_BACKUP = N_("Put a stick in and make a backup now: Settings, Safety.")
_BRING_BACKUP = N_("Change nothing here. Bring the newest backup and let a helper put it back.")
_SET_CLOCK = N_("Set the laptop's date and time before the next meeting.")

CHECKS: dict[str, Told] = {
    "store_opens": Told(N_("It opens.")),
    "store_sound": Told(N_("It was read from end to end and is sound.")),
    "store_damaged": Told(N_("Parts of it cannot be read as they were written."), _BRING_BACKUP),
    "store_closed": Told(
        N_("It was not opened. {reason}"),
        N_("Do not delete the file or the one that ends in “.keys”. A backup can be put back."),
    ),
    "books_sound": Told(N_("The pages of the last cycle are as they were sealed. Books: {count}")),
    "books_genuine": Told(N_("Every page of every book is as it was sealed. Books: {count}")),
    "book_not_genuine": Told(N_("The book of {group}: {reason}"), _BRING_BACKUP),
    "keys_sound": Told(N_("It is there and whole.")),
    "keys_away": Told(
        N_("It is not there. Without it nobody opens the ledger."),
        N_("Copy the file that ends in “.keys” from the newest backup to beside the ledger."),
    ),
    "keys_damaged": Told(
        N_("It is damaged. Without it nobody opens the ledger."),
        N_("Copy the file that ends in “.keys” from the newest backup to beside the ledger."),
    ),
    "memory_agrees": Told(N_("The ledger has all that this laptop wrote.")),
    "memory_behind": Told(
        N_("The ledger is older than this laptop remembers. Books: {count}"),
        N_("Bring the newest copy back, or let the officers decide how the book goes on."),
    ),
    "memory_not_kept": Told(
        N_("It cannot be kept, so an old backup might not be noticed."),
        N_("Let a helper look after the disk and its rights."),
    ),
    "backup_practice": Told(N_("Practice needs none: nothing in it is real.")),
    "backup_none": Told(
        N_("There is none. If this laptop is lost, the books are lost."), _MAKE_BACKUP
    ),
    "backup_away": Told(
        N_("The place for backups, “{value}”, is not there."),
        N_("Put the stick in, then look again."),
    ),
    "backup_unreadable": Told(
        N_("The newest one, “{file}”, cannot be read from end to end."),
        N_("Make a new one now, on another stick if there is one."),
    ),
    "backup_old": Told(
        N_("The newest one is of {day}. What came later is on this laptop alone."), _MAKE_BACKUP
    ),
    "backup_same_disk": Told(
        N_("The newest one is of {day}, on the ledger's own disk: if it breaks, both are lost."),
        N_("Choose a stick or another disk for backups: Settings, Safety."),
    ),
    "backup_seen": Told(N_("The newest one is of {day}. Backups: {count}")),
    "backup_opens": Told(
        N_("The newest one is of {day}; it was tried and opens. Backups: {count}")
    ),
    "backup_not_found": Told(
        N_("None was found on this laptop or on a stick that is in it."),
        N_("Put the stick with the backups in, then look again."),
    ),
    "backup_found": Told(
        N_("The newest one that was found is of {day}: “{value}”. Backups: {count}"),
        N_("If the ledger stays shut, put this backup back. Keep the stick safe until then."),
    ),
    "space_unknown": Told(
        N_("The laptop does not say how much is free."), N_("Let a helper look after the disk.")
    ),
    "space_enough": Told(N_("{free} MB are free; the ledger takes {size} MB.")),
    "space_low": Told(
        N_("{free} MB are free; the ledger takes {size} MB. That is little."),
        N_("Delete films or programs that are not needed. Delete nothing of CoopLedger."),
    ),
    "space_none": Told(
        N_("Only {free} MB are free; the next meeting might not be saved."),
        N_("Make room before the next meeting. Delete nothing of CoopLedger."),
    ),
    "clock_right": Told(N_("The laptop says {day}. That can be right.")),
    "clock_before_program": Told(
        N_("The laptop says {day}, a day before this program was made ({released})."), _SET_CLOCK
    ),
    "clock_far": Told(N_("The laptop says {day}, which is many years ahead."), _SET_CLOCK),
    "clock_back": Told(
        N_("The laptop says {day}, but it last wrote on {last}: its clock was set back."),
        _SET_CLOCK,
    ),
    "disk_own": Told(N_("The ledger is on the laptop's own disk.")),
    "disk_unsafe": Told(
        N_("The ledger is on a stick or on the network; there the last pages can be lost."),
        N_("Copy it to the laptop's own disk, and keep the stick for backups."),
    ),
    "fonts_there": Told(N_("All are there. Scripts: {count}")),
    "font_missing": Told(
        N_("The letters of “{value}” are missing: some names would be rows of boxes."),
        N_("Install the program again; the ledger is not touched by that."),
    ),
    "keyring_off": Told(N_("It is not used: the passphrase opens the ledger.")),
    "keyring_on": Told(N_("It was asked to open the ledger; that was not tried now.")),
    "keyring_opens": Told(N_("It opens the ledger.")),
    "keyring_shut": Told(
        N_("It was asked to open the ledger, and does not."),
        N_("Open the ledger by its passphrase. Switch the keyring off, and on again if wanted."),
    ),
    "rights_own": Told(N_("Other users of this laptop cannot read the keys or write the ledger.")),
    "rights_keys": Told(
        N_("Other users of this laptop can copy the keys file and try passphrases on it."),
        N_("Let a helper make the files readable for their owner alone."),
    ),
    "rights_write": Told(
        N_("Other users of this laptop can spoil or delete the ledger."),
        N_("Let a helper make the files writable for their owner alone."),
    ),
    "leftovers_none": Told(N_("There are none.")),
    "leftovers_there": Told(
        N_("Work was broken off and left files behind. No page is in them. Files: {count}"),
        N_("They do no harm. The next backup sweeps those that it made."),
    ),
    "version_fits": Told(N_("Version {version}, made for ledgers of this form.")),
    "version_runs": Told(N_("Version {version} runs.")),
    "version_older": Told(
        N_("Version {version} is older than the one that wrote this ledger."),
        N_("Update the program from a stick. The ledger was left as it is."),
    ),
    "printer_found": Told(N_("There is one: “{value}”. Printers: {count}")),
    "printer_none": Told(
        N_("None is set up on this laptop."),
        N_("Save papers on a stick and print them elsewhere, or have a printer set up."),
    ),
}
"""Every code of a check, with its sentence and its advice."""


def check_name(key: str) -> str:
    """What was looked at."""
    return str(NAMES[key])


def check_words(row: Row) -> tuple[str, str]:
    """How a check stands, and what to do; the advice is empty where nothing is to be done."""
    told, params = CHECKS[row.code], dict(row.params)
    if "refusal" in params:
        params["reason"] = reason(Refusal(str(params["refusal"]), **_refused(params)))
    if "fault" in params:
        page = params["page"]
        fault = explain_fault(str(params["fault"]), page if isinstance(page, int) else 0)
        params["reason"] = fault
    shown = {name: _shown(name, value) for name, value in params.items()}
    return told.said.format(**shown), "" if told.advice is None else str(told.advice)


def check_line(row: Row) -> str:
    """The same in one line, for Home."""
    said, advice = check_words(row)
    line = _LINE.format(name=check_name(row.key), sentence=said)
    return f"{line} {advice}" if advice else line


def _refused(params: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in params.items() if name not in ("refusal", "code")}


def _shown(name: str, value: object) -> str:
    if name == "reason":
        return str(value)
    if isinstance(value, int):
        return format_number(value)
    if name in ("day", "last", "released"):
        return format_date(str(value))
    return isolated(str(value))
