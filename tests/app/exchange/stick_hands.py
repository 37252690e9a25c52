"""What one laptop sends and another takes."""

from coopledger.app import exchanges


def send(sender, receiver, place):
    (made,) = exchanges.send_all(sender, place, [receiver.store.device.id])
    return made


def take(receiver, file, *, join=False):
    found = exchanges.examine(receiver, file)
    exchanges.take(receiver, found, file, join=join)
    return found
