"""What others can put on a stick or into a folder: refused or told, and nothing stumbles."""

import json
import os
import sys

import pytest

from coopledger.app import exchanges, shared_folder
from coopledger.app.bundle_import import examine
from coopledger.app.shared_folder import SharedFolder, Waits
from coopledger.app.sticks import chosen
from coopledger.cli.main import REFUSED, run
from coopledger.ledger.boxes import device_box
from coopledger.ledger.page import Page
from coopledger.ledger.seals import Seal, SigningKey
from coopledger.sync import age_file
from coopledger.sync import stick as sticks_of
from coopledger.sync.bundle import BundleWriter, book_part
from coopledger.sync.shared_folder import Stillness
from tests.conftest import PASSPHRASE
from tests.sync.laptops import hold
from tests.sync.test_exchange import code, image

ODD = os.fsdecode(b"caf\xe9.bundle")
"""A name that is no UTF-8, as an old stick has them."""
by_bytes = pytest.mark.skipif(sys.platform != "linux", reason="names are text there")


def crafted(sender, receiver, file, registry_pages, *books):
    """A bundle with these pages as the registry's, sealed by its sender."""
    writer, registry = BundleWriter(), receiver.store.registry_id()
    writer.add("registry", book_part(registry, registry_pages))
    for part in books:
        writer.add("book", part)
    key = sender if isinstance(sender, SigningKey) else sender.store.device
    made = writer.finish(
        key, cooperative=registry, number=99, time=99, to=[receiver.store.device.public]
    )
    box = device_box(receiver.store.device.seed).public
    file.write_bytes(age_file.lock(made, [box]))
    return file


def watched(ledger, folder):
    shared_folder.share(ledger, SharedFolder(str(folder), takes=True, sends=False))
    watch = Stillness()
    watch.look(folder)
    return shared_folder.look(ledger, watch.look(folder))


@pytest.mark.parametrize("header", [b"", b"{", b"[]", b"\xff", b'{"kind":"take_over"}'])
def test_a_strangers_registry_of_no_pages_is_refused(two, stick, header):
    _first, second, _book = two
    stranger = SigningKey(b"\7" * 32)
    page = Page(header, b"[]", (Seal(stranger.public, bytes(64)),))
    file = crafted(stranger, second, stick / "bad.bundle", [page])
    before = image(second)
    assert code(examine, second, file) == "registry_not_genuine"
    assert image(second) == before


@by_bytes
def test_a_file_whose_name_is_no_text_is_read_and_refused_as_any_other(two, stick):
    first, second, _book = two
    made = exchanges.send(first, chosen(stick), second.store.device.id)
    odd = made.file.rename(stick / ODD)
    exchanges.take(second, exchanges.examine(second, odd), odd)
    assert exchanges.history(second)[0].way == "read"
    odd.write_bytes(b"no bundle")
    assert code(exchanges.examine, second, odd) == "not_a_bundle"
    assert exchanges.history(second)[0].outcome == "not_a_bundle"


@by_bytes
def test_so_is_one_in_the_shared_folder(two, tmp_path):
    first, second, _book = two
    folder = tmp_path / "shared"
    folder.mkdir()
    name = f"{first.store.device.id}-{second.store.device.id}-" + ODD
    (folder / name).write_bytes(b"no bundle")
    told = (Waits(name.encode("utf-8", "replace").decode(), "not_a_bundle"),)
    assert watched(second, folder).waits == told
    looked = len(exchanges.history(second))
    assert watched(second, folder).waits == told
    assert len(exchanges.history(second)) == looked


@by_bytes
def test_the_command_line_answers_about_such_names_in_json(
    two, stick, tmp_path, capsys, monkeypatch
):
    monkeypatch.setenv("COOPLEDGER_PASSPHRASE", PASSPHRASE)
    first, _second, book = two
    first.close()
    store = ["--store", str(tmp_path / "kampala" / "ledger.coop"), "--json"]
    (stick / ODD).write_bytes(b"no bundle")
    assert run(["bundle", "inspect", str(stick / ODD), *store]) == REFUSED
    assert json.loads(capsys.readouterr().out)["errors"][0]["code"] == "not_a_bundle"
    folder = stick / os.fsdecode(b"caf\xe9")
    folder.mkdir()
    asked = ["approval", "write", str(folder), "--group", book[:8], *store]
    assert run(asked) == 0
    assert json.loads(capsys.readouterr().out)["file"]


@pytest.mark.parametrize("folder", ["x" * 5000, "a\0b"])
def test_a_folder_that_the_system_does_not_take_is_one_that_is_not_there(two, stick, folder):
    first, second, _book = two
    assert code(shared_folder.share, first, SharedFolder(folder)) == "stick_missing"
    where = chosen(stick / folder)
    assert code(exchanges.send, first, where, second.store.device.id) == "stick_missing"


def test_a_file_that_goes_while_a_folder_is_looked_at_hides_no_other(two, tmp_path, monkeypatch):
    first, second, _book = two
    folder = tmp_path / "shared"
    folder.mkdir()
    made = exchanges.send(first, chosen(folder), second.store.device.id).file
    going = folder / "going.bundle"
    going.write_bytes(b"half")
    real = sticks_of._is

    def goes(path, suffix):
        found = real(path, suffix)
        if path == going:
            path.unlink(missing_ok=True)
        return found

    monkeypatch.setattr(sticks_of, "_is", goes)
    assert sticks_of.found_on(folder) == [made]
    going.write_bytes(b"half")
    assert watched(second, folder).taken == (made.name,)


def test_a_share_that_went_dead_is_away(two, tmp_path, monkeypatch):
    _first, second, _book = two
    folder = tmp_path / "shared"
    folder.mkdir()
    assert not watched(second, folder).away

    def dead(self, *_args, **_named):
        raise OSError(107, "Transport endpoint is not connected")

    monkeypatch.setattr("pathlib.Path.stat", dead)
    assert shared_folder.look(second, []).away


DEEP = b"[" * 20_000 + b"]" * 20_000


@pytest.mark.parametrize("deep", ["header", "body"])
def test_a_page_that_nests_without_end_is_no_page_and_no_fault_of_the_program(two, stick, deep):
    first, second, book = two
    *_others, last = first.store.pages(book)
    if deep == "header":
        page = Page(last.header[:-1] + b',"x":' + DEEP + b"}", last.body, last.seals)
    else:
        page = Page(last.header, b'[{"x":' + DEEP + b"}]", last.seals)
    registry = list(first.store.pages(first.store.registry_id()))
    file = crafted(first, second, stick / "bad.bundle", registry, book_part(book, [page]))
    found = examine(second, file)
    assert [each.refusal.code for each in found.refused] == ["bundle_page_bad"]


def test_a_bundle_of_which_a_book_was_refused_is_for_a_person(two, tmp_path):
    first, second, book = two
    folder = tmp_path / "shared"
    folder.mkdir()
    hold(first, book)
    *_others, last = first.store.pages(book)
    bad = Page(last.header, last.body, (Seal(first.store.device.public, bytes(64)),))
    name = f"{first.store.device.id}-{second.store.device.id}-00099.bundle"
    registry = list(first.store.pages(first.store.registry_id()))
    crafted(first, second, folder / name, registry, book_part(book, [bad]))
    assert [each.book for each in examine(second, folder / name).refused] == [book]
    found = watched(second, folder)
    assert (found.taken, found.waits) == ((), (Waits(name),))
