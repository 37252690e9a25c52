"""A laptop is lost: the newest backup and the words on paper open everything, and sign nothing."""

import shutil
from contextlib import closing

import pytest

from coopledger.app import backups, recovery
from coopledger.app.heads import memory_path
from coopledger.app.ledger import Ledger
from coopledger.app.questions import verify
from coopledger.domain.errors import Refusal
from coopledger.ledger import keyfile
from coopledger.ledger.keyfile import Cost
from coopledger.ledger.recovery import read_secret
from coopledger.reports.document import Paragraph, Table
from coopledger.reports.recovery_sheet import SheetFacts, recovery_sheet
from coopledger.store.engine import open_raw
from coopledger.store.store import keys_path
from coopledger.words.catalog import speaking
from tests.app.blank_pages import blank, write
from tests.conftest import PASSPHRASE

CHEAP = Cost(8, 1, 1)


def code(call, *arguments, **named):
    with pytest.raises(Refusal) as caught:
        call(*arguments, **named)
    return caught.value.code


@pytest.fixture(params=["words", "shares"])
def lost(request, kamu, tmp_path):
    """A laptop with a group, its backup away from it, and what is typed from the sheets."""
    ledger, group = kamu
    printed = recovery.print_sheets(ledger, request.param, tmp_path / "sheet.pdf")
    made = backups.choose_folder(ledger, tmp_path / "stick")
    away = tmp_path / "cupboard" / made.file.name
    away.parent.mkdir()
    shutil.copy(made.file, away)
    shutil.copy(keys_path(made.file), keys_path(away))
    typed = printed.sheets if request.param == "words" else printed.sheets[1:]
    return ledger, group, away, typed


def recovered(lost, tmp_path):
    place = tmp_path / "new laptop" / "ledger.coop"
    recovery.recover(lost[2], place, lost[3], "new goats", cost=CHEAP)
    return place


def test_the_recovered_ledger_opens_everything(lost, tmp_path):
    ledger, group, *_ = lost
    with Ledger.open(recovered(lost, tmp_path), "new goats") as new:
        assert new.groups() == ledger.groups()
        assert new.replay(group).hash == ledger.replay(group).hash
        assert new.members(group) == ledger.members(group)
        assert verify(new)[0].fault == ""
        assert new.store.device.id != ledger.store.device.id
        assert new.store.name != ledger.store.name


def test_it_signs_nothing(lost, tmp_path):
    _, group, *_ = lost
    with Ledger.open(recovered(lost, tmp_path), "new goats") as new:
        number = len(new.replay(group).headers)
        assert code(write, new, group) == "not_the_holder"
        assert new.own_heads.refusal(group).code == "not_the_holder"
        # Not by the back door either: a page made without the scribe is kept out of the store.
        page = blank(new, group, holder=False)
        assert code(new.store.append, [page]) == "not_the_holder"
        assert new.store.heads()[group].number == number


def test_the_words_and_the_backup_give_no_signing_key(lost, tmp_path):
    ledger, _, copy, typed = lost
    key = keyfile.decode(keys_path(copy).read_bytes()).recover(read_secret(typed))
    with closing(open_raw(copy, key, "rw")) as file:
        file.execute("ATTACH DATABASE ? AS plain KEY ''", (str(tmp_path / "plain.db"),))
        file.execute("SELECT sqlcipher_export('plain')")
    data = (tmp_path / "plain.db").read_bytes()
    assert ledger.store.device.public in data  # it really is readable
    assert ledger.store.device.seed not in data


def test_the_recovered_ledger_has_keys_of_its_own(lost, tmp_path):
    _, _, copy, typed = lost
    place = recovered(lost, tmp_path)
    assert code(Ledger.open, place, PASSPHRASE) == "wrong_passphrase"
    secret = read_secret(typed)
    mine = keyfile.decode(keys_path(place).read_bytes())
    theirs = keyfile.decode(keys_path(copy).read_bytes())
    assert mine.recover(secret) == mine.unlock("new goats") != theirs.recover(secret)
    recovery.try_sheets(place, typed)  # the sheet is good for the new laptop's backups too


def test_new_books_of_the_recovered_ledger_are_its_own(lost, tmp_path, year):
    from coopledger.app.importing import import_notebook

    folder = tmp_path / "other"
    shutil.copytree(year, folder)
    text = (folder / "group.toml").read_text().replace("Kamu Kamu", "Another")
    (folder / "group.toml").write_text(text)
    with Ledger.open(recovered(lost, tmp_path), "new goats") as new:
        group = import_notebook(new, folder).group
        assert new.own_heads.refusal(group) is None
        page = write(new, group)
        assert new.store.heads()[group].number == page.header.number


def test_wrong_words_make_nothing(lost, tmp_path):
    _, _, copy, typed = lost
    place = tmp_path / "new laptop" / "ledger.coop"
    swapped = typed[0].split()
    swapped[2], swapped[3] = swapped[3], swapped[2]
    said = code(recovery.recover, copy, place, [" ".join(swapped), *typed[1:]], "new goats")
    assert said in {"recovery_words_wrong", "recovery_of_another"}
    assert not place.parent.exists()


def test_the_sheets_of_another_ledger_make_nothing(lost, tmp_path):
    _, _, copy, typed = lost
    with Ledger.create(tmp_path / "other.coop", "x", cost=CHEAP) as other:
        kind = "words" if len(typed) == 1 else "shares"
        foreign = recovery.print_sheets(other, kind, tmp_path / "other.pdf").sheets
    place = tmp_path / "new laptop" / "ledger.coop"
    said = code(recovery.recover, copy, place, foreign, "new goats")
    assert said == "recovery_of_another"
    assert not place.exists()


def test_a_damaged_backup_makes_nothing(lost, tmp_path):
    _, _, copy, typed = lost
    copy.write_bytes(copy.read_bytes()[:-4096])
    place = tmp_path / "new laptop" / "ledger.coop"
    assert code(recovery.recover, copy, place, typed, "new goats") == "backup_damaged"
    assert [p.name for p in place.parent.iterdir()] == []


def test_a_new_sheet_opens_later_backups_and_the_old_one_earlier_ones(lost, tmp_path):
    ledger, _, copy, typed = lost
    fresh = recovery.print_sheets(ledger, "words", tmp_path / "second.pdf")
    assert code(recovery.try_sheets, ledger.store.path, typed) == "recovery_of_another"
    recovery.try_sheets(copy, typed)
    newest = backups.backups_of(ledger)[-1].path
    recovery.try_sheets(newest, fresh.sheets)  # a backup was made for the new sheet at once
    assert recovery.recovery_key(ledger.store.path) == fresh.key


def test_a_sheet_that_cannot_be_written_leaves_the_old_secret(lost, tmp_path):
    ledger, _, _, typed = lost
    (tmp_path / "folder.pdf").mkdir()
    said = code(recovery.print_sheets, ledger, "words", tmp_path / "folder.pdf")
    assert said == "not_writable"
    recovery.try_sheets(ledger.store.path, typed)


def test_the_passphrase_changes_without_the_store(kamu, tmp_path):
    ledger, group = kamu
    path, before = ledger.store.path, memory_path(ledger.store.device.id).read_bytes()
    ledger.close()
    data = path.read_bytes()
    recovery.change_passphrase(path, PASSPHRASE, "eight goats")
    assert path.read_bytes() == data
    assert code(Ledger.open, path, PASSPHRASE) == "wrong_passphrase"
    with Ledger.open(path, "eight goats") as again:
        assert memory_path(again.store.device.id).read_bytes() == before
        write(again, group)  # it is the same device
    assert code(recovery.change_passphrase, path, "nine goats", "x") == "wrong_passphrase"
    assert code(recovery.change_passphrase, path, "eight goats", "  ") == "empty_passphrase"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["ledger.coop", "ledger.coop.keys"]


@pytest.mark.parametrize("language", ["en", "ar-XB"])
def test_the_sheet_has_every_word_with_its_place_and_number(language):
    words = tuple((number, f"word{number}") for number in range(7, 31))
    told = SheetFacts("words", 1, 1, words, "3175656a", "3bc6 ceb8", "2026-11-24")
    with speaking(language):
        sheet = recovery_sheet(told)
    (table,) = [block for block in sheet.blocks if isinstance(block, Table)]
    plain = [[cell.strip("\u2068\u2069") for cell in row.cells] for row in table.rows]
    read = [half for row in plain for half in (row[:3], row[3:])]
    figures = {int(place): (int(number), word) for place, number, word in read}
    assert [figures[place] for place in range(1, 25)] == list(words)
    advice = " ".join(block.text for block in sheet.blocks if isinstance(block, Paragraph))
    if language == "en":
        assert "signs nothing" in advice
    assert sheet.scale > 1
