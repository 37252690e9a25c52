"""Officers whose keys are on several laptops."""

from coopledger.app.officers import newest_seals
from coopledger.ledger.boxes import device_box
from coopledger.store.officer_keys import OfficerKeys
from coopledger.sync import age_file
from tests.sync.laptops import (
    GROUP_OFFICERS,
)

M06, M07, M08 = ({m: pin} for m, pin in GROUP_OFFICERS.items())


def give_keys(first, second, book, *members):
    """The officers' keys as they come with a book that was handed over, or by the recovery key."""
    keys = OfficerKeys(first.store, book).all()
    OfficerKeys(second.store, book).put({m: (keys[m].public, keys[m].wrapped) for m in members})


def members(ledger, book):
    return newest_seals(ledger, book).members


def lock_for(ledger, plain):
    return age_file.lock(plain, [device_box(ledger.store.device.seed).public])
