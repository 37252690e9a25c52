"""What a window and a script are told of how well a ledger is kept."""

import shutil
from datetime import UTC, datetime, timedelta

import pytest

from coopledger.app import backups, recovery
from coopledger.app.ledger import Ledger
from coopledger.app.status import status
from coopledger.domain.errors import Refusal
from coopledger.ledger.keyfile import Cost
from coopledger.store.tables import SCHEMA
from coopledger.words.errors import explain_notice
from coopledger.words.sentences import NOTICES
from tests.app.blank_pages import write
from tests.conftest import PASSPHRASE


def codes(ledger, now=None):
    return [each.code for each in status(ledger, now).findings]


def test_a_new_ledger_says_what_is_missing(kamu):
    ledger, _ = kamu
    found = status(ledger)
    assert (found.groups, found.pages, found.schema) == (1, 49, SCHEMA)
    assert (found.backups, found.backup_age_hours, found.backup_place) == (0, None, "")
    assert found.device == ledger.store.device.id
    assert found.heads_ok
    assert not found.practice
    assert codes(ledger) == ["never_backed_up", "no_recovery_sheet"]


def test_the_age_of_the_newest_backup(kamu, tmp_path):
    ledger, _ = kamu
    backups.choose_folder(ledger, tmp_path / "stick")
    now = datetime.now(UTC)
    found = status(ledger, now)
    assert (found.backups, found.backup_age_hours) == (1, 0)
    assert found.backup_place == str(tmp_path / "stick" / backups.SUBFOLDER)
    assert codes(ledger) == ["same_disk", "no_recovery_sheet"]
    assert status(ledger, now + timedelta(hours=23)).backup_age_hours == 23
    assert "backup_old" not in codes(ledger, now + timedelta(hours=23))
    assert "backup_old" in codes(ledger, now + timedelta(hours=25))
    assert status(ledger, now - timedelta(days=300)).backup_age_hours == 0  # a clock set back


def test_a_stick_that_dies_is_away(kamu, tmp_path, dying):
    ledger, _ = kamu
    backups.choose_folder(ledger, tmp_path / "stick")
    dying(tmp_path / "stick")
    assert codes(ledger) == ["backup_place_away", "no_recovery_sheet"]


def test_a_stick_that_is_away_and_a_backup_that_was_not_made(kamu, tmp_path):
    ledger, _ = kamu
    backups.choose_folder(ledger, tmp_path / "stick")
    shutil.rmtree(tmp_path / "stick")
    found = status(ledger)
    assert (found.backups, found.backup_age_hours) == (0, None)
    ledger.page_backups.make()
    assert codes(ledger) == ["backup_place_away", "no_recovery_sheet"]
    ledger.page_backups.problem = Refusal("backup_no_room", value="the stick")
    (notice, *_) = status(ledger).findings
    assert (notice.code, notice.params["refusal"]) == ("backup_not_made", "backup_no_room")


def test_a_recovery_sheet_is_told_by_its_short_name(kamu, tmp_path):
    ledger, _ = kamu
    made = recovery.print_sheets(ledger, "shares", tmp_path / "sheets.pdf")
    assert made.pages == 3
    assert status(ledger).recovery == made.key
    assert "no_recovery_sheet" not in codes(ledger)


def test_a_restored_ledger_and_one_of_another_device_say_so(kamu, tmp_path):
    ledger, group = kamu
    path = ledger.store.path
    sheet = recovery.print_sheets(ledger, "words", tmp_path / "sheet.pdf").sheets
    copy = backups.choose_folder(ledger, tmp_path / "stick").file
    backups.choose_folder(ledger, tmp_path / "elsewhere")
    write(ledger, group)
    ledger.close()
    backups.restore(copy, path, PASSPHRASE)
    with Ledger.open(path, PASSPHRASE) as restored:
        found = status(restored)
        assert not found.heads_ok
        assert found.read_only == (group,)
        (notice,) = [each for each in found.findings if each.code == "restored"]
        assert notice.params == {"group": "Kamu Kamu", "book": group, "page": 50}
        assert "Kamu Kamu" in explain_notice(notice.code, notice.params)
    place = tmp_path / "new" / "ledger.coop"
    recovery.recover(copy, place, sheet, "new goats", cost=Cost(8, 1, 1))
    with Ledger.open(place, "new goats") as new:
        found = status(new)
        assert found.read_only == (group,)
        assert found.heads_ok
        assert found.recovery  # the old sheet opens the new ledger too
        assert found.backup_place == ""
        assert "not_the_holder" in codes(new)


def test_a_practice_ledger_needs_no_keeping(tmp_path):
    path = tmp_path / "practice.coop"
    with Ledger.create(path, PASSPHRASE, practice=True, cost=Cost(8, 1, 1)) as ledger:
        assert status(ledger).practice
        assert codes(ledger) == []


@pytest.mark.parametrize("code", NOTICES)
def test_every_notice_is_a_sentence_also_without_its_figures(code):
    assert explain_notice(code, {}).endswith((".", "…"))
