"""The system's keyring may open a ledger; where it is away the passphrase does, at once."""

import json
import sys
import threading

import pytest

from coopledger.app import keyring_lock
from coopledger.app.ledger import Ledger
from coopledger.app.recovery import change_passphrase
from coopledger.cli.main import run
from coopledger.domain.errors import Refusal
from coopledger.store import keys, system_keyring
from coopledger.store.store import keys_path
from tests.app.blank_pages import write
from tests.conftest import PASSPHRASE

keyring = pytest.importorskip("keyring")
from keyring.backend import KeyringBackend  # noqa: E402 - only where the library is


class InMemory(KeyringBackend):
    """A keyring that forgets when the test ends."""

    priority = 5

    def __init__(self):
        self.kept = {}

    def set_password(self, service, username, password):
        self.kept[service, username] = password

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def delete_password(self, service, username):
        del self.kept[service, username]


@pytest.fixture
def use(monkeypatch):
    """Make a backend the system's."""

    def put(backend):
        monkeypatch.setattr(keyring, "get_keyring", lambda: backend)
        return backend

    return put


@pytest.fixture
def ring(use):
    return use(InMemory())


@pytest.fixture
def path(kamu):
    """The closed ledger of the notebook's group."""
    kamu[0].close()
    return kamu[0].store.path


def code(call, *arguments, **named):
    with pytest.raises(Refusal) as caught:
        call(*arguments, **named)
    return caught.value.code


def test_it_opens_and_signs_as_the_passphrase_does(path, ring):
    before = path.read_bytes()
    assert code(keyring_lock.switch_on, path, "wrong") == "wrong_passphrase"
    assert ring.kept == {}
    keyring_lock.switch_on(path, PASSPHRASE)
    assert path.read_bytes() == before
    assert keyring_lock.opens(path)
    with Ledger.open(path, "") as ledger:
        write(ledger, ledger.groups()[0].id)
    Ledger.open(path, PASSPHRASE).close()
    assert code(Ledger.open, path, "wrong") == "wrong_passphrase"


def test_neither_the_file_nor_the_keyring_is_enough_alone(path, ring):
    keyring_lock.switch_on(path, PASSPHRASE)
    file = keys.read(keys_path(path))
    opened = file.unlock_all(PASSPHRASE)
    (secret,) = ring.kept.values()
    assert bytes.fromhex(secret) not in (opened.key, opened.seed)
    for hidden in (secret, opened.key.hex(), opened.seed.hex()):
        assert hidden.encode() not in keys_path(path).read_bytes()
    ring.kept[next(iter(ring.kept))] = "00" * 32
    assert code(Ledger.open, path, "") == "keyring_of_another"
    ring.kept.clear()
    assert code(Ledger.open, path, "") == "keyring_empty"


def test_without_it_an_empty_passphrase_opens_nothing(path, ring):
    assert code(Ledger.open, path, "") == "wrong_passphrase"


def test_switched_off_it_leaves_nothing_behind(path, ring):
    keyring_lock.switch_on(path, PASSPHRASE)
    old = keys_path(path).read_bytes()
    keyring_lock.switch_off(path)
    assert ring.kept == {}
    assert not keyring_lock.is_on(path)
    assert code(Ledger.open, path, "") == "wrong_passphrase"
    Ledger.open(path, PASSPHRASE).close()
    keys_path(path).write_bytes(old)  # an earlier backup's keys file does not bring it back
    assert code(Ledger.open, path, "") == "keyring_empty"
    keyring_lock.switch_off(path)
    keyring_lock.switch_off(path)


def test_another_passphrase_and_another_secret_go_together(path, ring):
    keyring_lock.switch_on(path, PASSPHRASE)
    change_passphrase(path, PASSPHRASE, "eight goats")
    Ledger.open(path, "").close()
    first = dict(ring.kept)
    keyring_lock.switch_on(path, "eight goats")
    assert ring.kept != first
    Ledger.open(path, "").close()
    assert keys_path(path).read_bytes().count(b'"keyring"') == 1


def test_a_keyring_that_keeps_in_plain_is_none(path, use):
    backend = use(InMemory())
    backend.priority = 0.5
    assert code(keyring_lock.switch_on, path, PASSPHRASE) == "keyring_absent"
    assert backend.kept == {}


def test_a_machine_without_a_keyring_says_so(path, use):
    from keyring.backends.fail import Keyring

    use(Keyring())
    before = keys_path(path).read_bytes()
    assert code(keyring_lock.switch_on, path, PASSPHRASE) == "keyring_absent"
    assert keys_path(path).read_bytes() == before


def test_without_the_library_it_says_so(path, monkeypatch):
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert code(keyring_lock.switch_on, path, PASSPHRASE) == "keyring_absent"
    assert not keyring_lock.opens(path)


def test_a_keyring_that_never_answers_is_not_waited_for(path, ring, monkeypatch):
    keyring_lock.switch_on(path, PASSPHRASE)
    never = threading.Event()
    monkeypatch.setattr(InMemory, "get_password", lambda *_arguments: never.wait())
    monkeypatch.setattr(system_keyring, "PATIENCE", 0.05)
    assert code(Ledger.open, path, "") == "keyring_failed"
    assert not keyring_lock.opens(path)
    Ledger.open(path, PASSPHRASE).close()
    never.set()


def test_one_that_breaks_is_told_with_its_reason(path, ring, monkeypatch):
    def locked(*_arguments):
        raise RuntimeError("the collection is locked")

    monkeypatch.setattr(InMemory, "set_password", locked)
    with pytest.raises(Refusal) as caught:
        keyring_lock.switch_on(path, PASSPHRASE)
    assert caught.value.code == "keyring_failed"
    assert caught.value.params["reason"] == "the collection is locked"
    assert not keyring_lock.is_on(path)


def test_one_that_forgets_at_once_is_not_trusted(path, ring, monkeypatch):
    monkeypatch.setattr(InMemory, "set_password", lambda *_arguments: None)
    assert code(keyring_lock.switch_on, path, PASSPHRASE) == "keyring_failed"
    assert not keyring_lock.is_on(path)


def test_a_secret_that_stays_behind_is_told(path, ring, monkeypatch):
    keyring_lock.switch_on(path, PASSPHRASE)

    def locked(*_arguments):
        raise RuntimeError("locked")

    monkeypatch.setattr(InMemory, "delete_password", locked)
    assert code(keyring_lock.switch_off, path) == "keyring_secret_left"
    assert not keyring_lock.is_on(path)


def test_the_commands(path, ring, monkeypatch, capsys):
    def door(*arguments):
        found = run([*arguments, "--json", "--store", str(path)])
        return found, json.loads(capsys.readouterr().out)

    monkeypatch.setenv("COOPLEDGER_PASSPHRASE", PASSPHRASE)
    assert door("keyring", "status")[1]["on"] is False
    told = door("keyring", "on")
    assert told == (0, {"store": str(path), "on": True, "opens": True})
    monkeypatch.delenv("COOPLEDGER_PASSPHRASE")
    assert door("groups")[0] == 0  # nobody is asked
    assert door("status")[0] == 0
    assert door("keyring", "off")[1]["on"] is False
    answered, told = door("groups")
    assert (answered, told["errors"][0]["code"]) == (1, "no_passphrase")
