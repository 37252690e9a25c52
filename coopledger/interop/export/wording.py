"""What kinds of events are called in a journal that a person reads."""

from coopledger.domain.journal import Entry, tag_of, undone
from coopledger.interop.export.amounts import one_line
from coopledger.interop.export.whole_book import WholeBook
from coopledger.words.catalog import _
from coopledger.words.events import MONEY_EVENTS


def kind_of(entry: Entry) -> str:
    """What an entry's kind is called; a reversal names what it undoes."""
    if reversal := undone(entry.event):
        return _("Undone: {what}").format(what=_word(tag_of(reversal)))
    return _word(entry.kind)


def _word(tag: str) -> str:
    return str(MONEY_EVENTS[tag]) if tag in MONEY_EVENTS else tag.replace("_", " ")


def described(whole: WholeBook, entry: Entry) -> str:
    """The kind of an entry and whom it is about, in one line."""
    if not entry.member:
        return kind_of(entry)
    told = _("{kind}, {member}").format(kind=kind_of(entry), member=whole.called(entry.member))
    return one_line(told)


def heading(whole: WholeBook) -> list[str]:
    """Lines that say whose book this is and up to which page, for the top of a file."""
    upto = _("Book {book}, up to page {page}, whose hash is {hash}.")
    lines = [
        one_line(whole.name),
        upto.format(book=whole.id, page=len(whole.pages), hash=whole.pages[-1].hash.hex()),
    ]
    if whole.practice:
        lines.append(_("For practice: nothing in this book is real."))
    return lines
