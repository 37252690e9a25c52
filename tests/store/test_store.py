"""The file on the disk: encrypted, append-only, one process, whole after each write."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import event

from coopledger.app.importing import import_notebook
from coopledger.app.ledger import Ledger
from coopledger.app.questions import verify
from coopledger.domain.errors import Refusal
from coopledger.ledger import keyfile
from coopledger.ledger.keyfile import Cost
from coopledger.store.store import Store, keys_path
from tests.conftest import PASSPHRASE, YEAR


@pytest.fixture
def path(tmp_path):
    """A closed store that holds the notebook's group."""
    path = tmp_path / "book.coop"
    with Ledger.create(path, PASSPHRASE, cost=Cost(8, 1, 1)) as ledger:
        import_notebook(ledger, YEAR)
    return path


def raw(path):
    """The file opened with its key by the driver alone, as someone with a tool would."""
    key = keyfile.decode(keys_path(path).read_bytes()).unlock(PASSPHRASE)
    connection = sqlcipher.connect(str(path), isolation_level=None)
    connection.execute("PRAGMA cipher_log_level=NONE")
    connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
    return connection


def refusal(call, *arguments):
    with pytest.raises(Refusal) as caught:
        call(*arguments)
    return caught.value.code


def test_nothing_in_the_file_can_be_read_without_the_key(path):
    data = path.read_bytes()
    assert not data.startswith(b"SQLite format 3")
    for word in (b"Kamu", b"Mugisha", b"shares", b"page"):
        assert word not in data
    with closing(sqlite3.connect(path)) as plain, pytest.raises(sqlite3.DatabaseError):
        plain.execute("SELECT * FROM page")


def test_wrong_passphrase_missing_files_and_foreign_files_are_told_apart(path, tmp_path):
    assert refusal(Store.open, path, "wrong") == "wrong_passphrase"
    assert refusal(Store.open, tmp_path / "none.coop", PASSPHRASE) == "store_missing"
    assert refusal(Store.create, path, PASSPHRASE) == "store_exists"
    other = tmp_path / "other.coop"
    Store.create(other, PASSPHRASE, cost=Cost(8, 1, 1)).close()
    keys_path(other).write_bytes(keys_path(path).read_bytes())
    assert refusal(Store.open, other, PASSPHRASE) == "not_a_store"
    keys_path(other).write_bytes(b"{}")
    assert refusal(Store.open, other, PASSPHRASE) == "bad_key_file"
    keys_path(other).unlink()
    assert refusal(Store.open, other, PASSPHRASE) == "keys_missing"


def test_keys_of_a_store_that_was_moved_away_are_kept(path, tmp_path):
    keys = keys_path(path).read_bytes()
    path.rename(tmp_path / "elsewhere.coop")
    Store.create(path, "another", cost=Cost(8, 1, 1)).close()
    assert any(kept.read_bytes() == keys for kept in tmp_path.glob("book.coop.keys.*.old"))


def test_a_passphrase_in_another_unicode_form_is_the_same(tmp_path):
    Store.create(tmp_path / "s.coop", "caf\u00e9", cost=Cost(8, 1, 1)).close()
    Store.open(tmp_path / "s.coop", "cafe\u0301").close()


@pytest.mark.parametrize("table", ["book", "page", "seal", "public_key"])
def test_sealed_rows_cannot_be_changed_deleted_or_replaced(path, table):
    connection = raw(path)
    connection.execute("PRAGMA recursive_triggers=ON")
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    for sql in (
        f"UPDATE {table} SET {columns[-1]} = {columns[-1]}",
        f"DELETE FROM {table}",
        f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
    ):
        with pytest.raises(sqlcipher.IntegrityError, match="never changed"):
            connection.execute(sql)
    connection.close()


def test_a_second_process_is_told_that_the_store_is_in_use(path):
    store = Store.open(path, PASSPHRASE)
    script = (
        "import sys; from pathlib import Path\n"
        "from coopledger.store.store import Store\n"
        "from coopledger.domain.errors import Refusal\n"
        "try: Store.open(Path(sys.argv[1]), sys.argv[2])\n"
        "except Refusal as refusal: print(refusal.code)\n"
    )
    command = [sys.executable, "-c", script, str(path), PASSPHRASE]
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=env)
    assert done.stdout.strip() == "store_busy"
    store.close()
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=env)
    assert done.stdout.strip() == ""


def test_a_newer_file_is_refused_politely(path):
    connection = raw(path)
    connection.execute("PRAGMA user_version=999")
    connection.close()
    assert refusal(Store.open, path, PASSPHRASE) == "newer_store"


def test_summaries_rebuild_to_the_same(path):
    store = Store.open(path, PASSPHRASE)
    (book,) = store.books()
    before = store.summaries(book)
    assert len(before) == 49
    store.rebuild_summaries()
    assert store.summaries(book) == before
    store.close()


def test_a_changed_summary_or_text_is_found_by_verify(path):
    connection = raw(path)
    connection.execute("UPDATE salted SET text = replace(text, 'Mugisha', 'Mugabe')")
    connection.close()
    with Ledger.open(path, PASSPHRASE) as ledger:
        assert verify(ledger)[0].fault == "text_differs"
    connection = raw(path)
    connection.execute("UPDATE salted SET text = replace(text, 'Mugabe', 'Mugisha')")
    connection.execute("UPDATE summary SET meeting = 99 WHERE page = 5")
    connection.close()
    with Ledger.open(path, PASSPHRASE) as ledger:
        assert verify(ledger)[0].fault == "summary_differs"
        ledger.store.rebuild_summaries()
        assert verify(ledger)[0].fault == ""


def test_a_page_changed_by_hand_is_found_by_verify(path):
    connection = raw(path)
    connection.execute("DROP TRIGGER page_no_update")
    connection.execute(
        "UPDATE page SET body = (SELECT body FROM page WHERE number = 7) WHERE number = 8"
    )
    connection.close()
    with Ledger.open(path, PASSPHRASE) as ledger:
        (verdict,) = verify(ledger)
        assert (verdict.fault, verdict.page) == ("body_differs", 8)
        assert refusal(ledger.replay, verdict.group.id) == "page_not_genuine"


def test_a_draft_is_kept_replaced_and_dropped(path):
    store = Store.open(path, PASSPHRASE)
    (book,) = store.books()
    assert store.draft(book) is None
    store.save_draft(book, b"one")
    store.save_draft(book, b"two")
    store.close()
    store = Store.open(path, PASSPHRASE)
    assert store.draft(book) == b"two"
    store.drop_draft(book)
    assert store.draft(book) is None
    store.close()


def test_a_failed_import_changes_nothing(path, tmp_path):
    folder = tmp_path / "bad"
    folder.mkdir()
    group = (YEAR / "group.toml").read_text().replace("Kamu Kamu", "Other")
    (folder / "group.toml").write_text(group)
    lines = (YEAR / "notebook.csv").read_text().splitlines()
    (folder / "notebook.csv").write_text("\n".join([*lines, "48,2025-12-03,M99,social,500,"]))
    with Ledger.open(path, PASSPHRASE) as ledger:
        assert refusal(import_notebook, ledger, folder) == "unknown_member"
        assert [group.name for group in ledger.groups()] == ["Kamu Kamu"]
        (folder / "notebook.csv").write_text("\n".join(lines))
        import_notebook(ledger, folder)
        assert len(ledger.groups()) == 2


def test_what_a_failed_commit_took_back_is_not_remembered(path):
    def fail(_connection):
        raise sqlcipher.OperationalError("database or disk is full")

    with closing(Store.open(path, PASSPHRASE)) as store:
        store.note_fact("place", "one")
        event.listen(store._engine, "commit", fail)
        with pytest.raises(sqlcipher.OperationalError), store.transaction():
            store.note_fact("place", "two")
        event.remove(store._engine, "commit", fail)
        assert store.fact("place") == "one"
        store.note_fact("place", "three")
    with closing(Store.open(path, PASSPHRASE)) as store:
        assert store.fact("place") == "three"


def test_one_transaction_within_another_goes_with_it(path):
    with closing(Store.open(path, PASSPHRASE)) as store:
        store.note_fact("place", "one")
        with suppress(KeyError), store.transaction():
            store.note_fact("place", "two")
            raise KeyError
        assert store.fact("place") == "one"
        with store.transaction(), pytest.raises(RuntimeError):
            store.append([])
