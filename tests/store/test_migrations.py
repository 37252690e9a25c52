"""Files of earlier programs: each kind is stored here as that program wrote it, and still opens."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from coopledger.app.ledger import Ledger
from coopledger.app.questions import verify
from coopledger.domain.errors import Refusal
from coopledger.ledger import keyfile
from coopledger.ledger.keyfile import Cost
from coopledger.store import engine as engines
from coopledger.store import migrations
from coopledger.store.engine import open_raw
from coopledger.store.store import Store, keys_path
from coopledger.store.tables import SCHEMA
from tests.conftest import PASSPHRASE

OLD = Path(__file__).parent / "old"
BOOK = "e67bf95ce8a3769de668b2612584a6224c9655b285555f05a83fe51ffe967839"
HEAD = "5d900880759c5117a72e3a0b1243815c4fd42343947c6e5c69794e5517696dbc"
DEVICE = "73aa878f4c4c673e"


@pytest.fixture(params=range(1, SCHEMA))
def old(request, tmp_path):
    """A store as the program of an earlier schema wrote it: four meetings and a draft."""
    path = tmp_path / "book.coop"
    shutil.copy(OLD / f"schema-{request.param}.coop", path)
    shutil.copy(OLD / f"schema-{request.param}.coop.keys", keys_path(path))
    return path


def raw(path):
    return closing(
        open_raw(path, keyfile.decode(keys_path(path).read_bytes()).unlock(PASSPHRASE), "rw")
    )


def version(path):
    with raw(path) as file:
        return file.execute("PRAGMA user_version").fetchone()[0]


def shape(path):
    """Tables, columns, references, triggers and indexes of a file."""
    with raw(path) as file:
        ask = lambda sql: file.execute(sql).fetchall()  # noqa: E731
        named = ask("SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
        tables = [name for kind, name in named if kind == "table"]
        return sorted(named), {
            name: (ask(f"PRAGMA table_xinfo({name})"), ask(f"PRAGMA foreign_key_list({name})"))
            for name in tables
        }


def test_there_is_a_stored_file_of_every_earlier_schema():
    assert {path.name for path in OLD.glob("*.coop")} == {
        f"schema-{number}.coop" for number in range(1, SCHEMA)
    }
    assert set(migrations.STEPS) == set(range(1, SCHEMA))


def test_an_old_file_opens_with_all_that_it_held(old):
    with Ledger.open(old, PASSPHRASE) as ledger:
        assert [(group.id, group.name) for group in ledger.groups()] == [(BOOK, "Kamu Kamu")]
        assert ledger.store.device.id == DEVICE
        assert ledger.replay(BOOK).hash == HEAD
        assert ledger.store.draft(BOOK) == b'{"kept": "from schema 1"}'
        assert verify(ledger)[0].fault == ""
        assert ledger.own_heads.refusal(BOOK) is None  # it writes on as the same device
    assert version(old) == SCHEMA
    Store.open(old, PASSPHRASE).close()


def test_an_old_file_comes_to_the_same_shape_as_a_new_one(old, tmp_path):
    Store.open(old, PASSPHRASE).close()
    Store.create(tmp_path / "new.coop", PASSPHRASE, cost=Cost(8, 1, 1)).close()
    assert shape(old) == shape(tmp_path / "new.coop")


def test_a_copy_as_it_was_lies_beside_with_its_keys(old):
    before, keys = version(old), keys_path(old).read_bytes()
    Store.open(old, PASSPHRASE).close()
    kept = old.with_name(f"book.coop.schema-{before}")
    assert version(kept) == before
    assert keys_path(kept).read_bytes() == keys


def test_no_seed_is_left_in_the_file_and_the_keys_have_it(tmp_path):
    path = tmp_path / "book.coop"
    shutil.copy(OLD / "schema-1.coop", path)
    shutil.copy(OLD / "schema-1.coop.keys", keys_path(path))
    with raw(path) as file:
        seed = file.execute("SELECT seed FROM device").fetchone()[0]
    Store.open(path, PASSPHRASE).close()
    assert keyfile.decode(keys_path(path).read_bytes()).unlock_all(PASSPHRASE).seed == seed
    with raw(path) as file:
        file.execute("PRAGMA journal_mode=DELETE")
        file.execute("ATTACH DATABASE ? AS plain KEY ''", (str(tmp_path / "plain.db"),))
        file.execute("SELECT sqlcipher_export('plain')")
    data = (tmp_path / "plain.db").read_bytes()
    assert b"Kamu Kamu" in data  # it really is readable
    assert seed not in data


def test_a_cut_between_keys_and_file_is_made_good_at_the_next_start(old, monkeypatch):
    real, before = migrations.STEPS, version(old)

    def cut(connection, keep_seed):
        real[before](connection, keep_seed)
        raise KeyboardInterrupt

    monkeypatch.setattr(migrations, "STEPS", {**real, before: cut})
    with pytest.raises(KeyboardInterrupt):
        Store.open(old, PASSPHRASE)
    assert version(old) == before
    monkeypatch.setattr(migrations, "STEPS", real)
    store = Store.open(old, PASSPHRASE)
    assert store.device.id == DEVICE
    store.close()


@pytest.fixture
def engine(tmp_path):
    Store.create(tmp_path / "new.coop", PASSPHRASE, cost=Cost(8, 1, 1)).close()
    key = keyfile.decode(keys_path(tmp_path / "new.coop").read_bytes()).unlock(PASSPHRASE)
    opened = engines.connect(tmp_path / "new.coop", key, create=False)
    yield opened
    opened.dispose()


def adds(table):
    return lambda connection, _keep: connection.exec_driver_sql(f"CREATE TABLE {table} (x)")


def tables(engine):
    with engine.begin() as connection:
        rows = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {name for (name,) in rows}


def test_steps_are_taken_in_their_order_each_once(engine):
    steps = {SCHEMA: adds("one"), SCHEMA + 1: adds("two")}
    migrations.bring_up(engine, lambda _seed: None, steps, SCHEMA + 2)
    migrations.bring_up(engine, lambda _seed: None, steps, SCHEMA + 2)
    assert {"one", "two"} <= tables(engine)
    assert migrations.version_of(engine) == SCHEMA + 2


def test_a_step_that_breaks_off_leaves_the_version_before_it(engine):
    def broken(connection, keep_seed):
        adds("half")(connection, keep_seed)
        connection.exec_driver_sql("INSERT INTO nowhere VALUES (1)")

    steps = {SCHEMA: adds("one"), SCHEMA + 1: broken}
    with pytest.raises(Refusal) as caught:
        migrations.bring_up(engine, lambda _seed: None, steps, SCHEMA + 2)
    assert caught.value.code == "store_unreadable"
    assert migrations.version_of(engine) == SCHEMA + 1
    assert "half" not in tables(engine)
