"""Write a group's book as plain files for an auditor, and verify such a folder."""

import textwrap
from pathlib import Path

import msgspec

from coopledger.app.ledger import Ledger
from coopledger.domain.errors import Refusal
from coopledger.ledger import book_folder
from coopledger.ledger.folder_check import Checked, check_folder
from coopledger.words.catalog import N_, Text, _
from coopledger.words.resources import resource

README = "README.txt"
VERIFIER = "verify_book.py"

WIDTH = 80
"""Columns of the auditor's text."""

_STEPS: tuple[tuple[Text, str], ...] = (
    (
        N_("No file was damaged on its way. Every line must end in OK."),
        "sha256sum -c SHA256SUMS",
    ),
    (
        N_(
            "Each page's entries are those that its header names. A header holds the SHA-256 of "
            "the entries as “body”; only headers are sealed."
        ),
        """\
for f in *.header.json; do n=${f%.header.json}
b=$(sha256sum < $n.body.json | cut -c1-64)
grep -q "\\"body\\":\\"$b\\"" $f && echo "$n entries: OK" || echo "$n entries: CHANGED"; done""",
    ),
    (
        N_(
            "No page is missing, swapped or put in between. A header holds the page's number as "
            "“number” and the SHA-256 of the header before it as “prev”. The last line is the hash "
            "of the newest page: compare it with the printed report of that page."
        ),
        """\
p=$(printf '%064d' 0); i=1
for f in *.header.json; do
grep -q "\\"number\\":$i,\\"prev\\":\\"$p\\"" $f && echo "$f: OK" || echo "$f DOES NOT FOLLOW"
p=$(sha256sum < $f | cut -c1-64); i=$((i+1)); done; echo "newest page: $p\"""",
    ),
    (
        N_(
            "Every seal fits. What is sealed is the text coopledger/page/v1, a zero byte, and the "
            "header; the files named .signed hold just that. The device that keeps the book, which "
            "each header names as “device”, has sealed every page."
        ),
        """\
for s in *.sig; do n=${s%%.*}; k=${s#*.}; k=${k%.sig}
printf 'coopledger/page/v1\\0' | cat - $n.header.json | cmp - $n.signed
echo "$s: $(openssl pkeyutl -verify -pubin -inkey key-$k.pem -rawin -in $n.signed -sigfile $s)"
done
for f in *.header.json; do n=${f%.header.json}
d=$(sed 's/.*"device":"\\([0-9a-f]*\\)".*/\\1/' $f)
test -f $n.$d.sig && echo "$n device: OK" || echo "$n HAS NO SEAL OF ITS DEVICE"; done""",
    ),
    (
        N_(
            "No seal was taken away or added later. A header holds, as “seals”, a SHA-256 over all "
            "the seals of the page before it."
        ),
        """\
raw() { openssl pkey -pubin -in key-$1.pem -outform DER | tail -c 32; }
p=$(printf '%064d' 0)
for f in *.header.json; do n=${f%.header.json}
grep -q "\\"seals\\":\\"$p\\"" $f && echo "$f seals before: OK" || echo "$f SEALS BEFORE CHANGED"
p=$({ printf 'coopledger/seals/v1\\0'; for s in $n.*.sig; do k=${s#*.}; raw ${k%.sig}; cat $s
done; } | sha256sum | cut -c1-64); done""",
    ),
    (
        N_(
            "Whose keys they are. Each key must stand in the entries of a page that is not later "
            "than the first page that it seals: as “device” on page 1, as “to” where the book went "
            "to another laptop, or beside a member's code where officers are enrolled."
        ),
        """\
for k in key-*.pem; do
h=$(openssl pkey -pubin -in $k -outform DER | tail -c 32 | od -An -v -tx1 | tr -d ' \\n')
echo "$k is named in: $(grep -l "$h" *.body.json | tr '\\n' ' ')"; done""",
    ),
)
_TEXTS_STEP: tuple[Text, str] = (
    N_(
        "Names and notes. The entries hold only a SHA-256 of each; a file in the folder texts "
        "holds what was hashed (its kind, a zero byte, 32 random bytes, the text) and is called "
        "by its hash. What was erased is not there."
    ),
    """\
for t in texts/*; do d=$(sha256sum < $t | cut -c1-64)
case $t in texts/$d.*) echo "$t: OK";; *) echo "$t CHANGED";; esac; done""",
)
_ALL_AT_ONCE = N_(
    "All of this at once, and the cash of every fund added up again from the entries (needs Python "
    "and its package PyNaCl; the program is 200 lines, read it first):"
)
_INTRO = N_(
    "This folder holds a savings group's book, page by page, as it was sealed. You can check it "
    "without the program that wrote it: the commands below need a shell, sha256sum, and openssl 3 "
    "or later. Type them in this folder."
)
_WHAT = N_(
    "A page is a header and its entries; both are JSON and can be read with any editor. Amounts "
    "are in the currency's smallest unit. A page that is sealed is never changed: a mistake is "
    "undone by a later page. What each field means is told in the program's docs/format.md."
)
_LIMITS = N_(
    "What this cannot tell: whether pages are missing at the end (compare the newest page with "
    "paper), and whether the founding device was the group's own (compare its key with paper)."
)


class SavedBook(msgspec.Struct, frozen=True):
    """A book that was written as a folder.

    Attributes:
        folder: where it lies.
        pages: how many.
        files: how many files, the auditor's included.
        texts: how many notes and cards lie there.
        page_hash: hash of the newest page, as hex digits.
    """

    folder: Path
    pages: int
    files: int
    texts: int
    page_hash: str


def export_book(ledger: Ledger, group: str, folder: Path, *, texts: bool = False) -> SavedBook:
    """Verify a group's book and write it as plain files; the folder appears whole or not at all.

    Args:
        ledger: an open ledger.
        group: the group's id.
        folder: a new or empty folder.
        texts: with names and notes; without them only what the pages hold.

    Raises:
        Refusal: `page_not_genuine`; `not_writable`: also where the folder is not empty.
    """
    replay = ledger.replay(group)
    shown = [text for _digest, text in ledger.store.salted(group)] if texts else []
    files = book_folder.book_files(ledger.store.pages(group), shown)
    files[README] = auditor_readme(texts=bool(shown)).encode()
    files[VERIFIER] = resource("verifier", VERIFIER).read_bytes()
    book_folder.write_folder(folder, files)
    return SavedBook(folder, len(replay.headers), len(files) + 1, len(shown), replay.hash)


def verify_folder(folder: Path) -> Checked:
    """Verify an exported book with no ledger; see `check_folder`.

    Raises:
        Refusal: `file_missing`: there is no such folder.
    """
    if not folder.is_dir():
        raise Refusal("file_missing", file=str(folder), value=str(folder))
    return check_folder(folder)


def auditor_readme(*, texts: bool) -> str:
    """What an auditor reads: the commands, and what each of them shows. Commands are indented."""
    parts = [_filled(_(_INTRO)), _filled(_(_WHAT))]
    steps = (*_STEPS, _TEXTS_STEP) if texts else _STEPS
    for number, (about, commands) in enumerate(steps, 1):
        parts += [_filled(f"{number}. {_(about)}"), _indented(commands)]
    parts += [_filled(_(_ALL_AT_ONCE)), _indented(f"python3 {VERIFIER}"), _filled(_(_LIMITS))]
    return "\n\n".join(parts) + "\n"


def _filled(text: str) -> str:
    return textwrap.fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)


def _indented(commands: str) -> str:
    return "\n".join(f"    {line}" for line in commands.splitlines())
