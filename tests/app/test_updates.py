"""Updates from a stick: what is believed, what is refused, the way in and the way back."""

import struct
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coopledger.app import update_file, updates
from coopledger.app.ledger import Ledger
from coopledger.domain.errors import Refusal
from coopledger.ledger import update as form
from coopledger.ledger.seals import SigningKey
from coopledger.ledger.update import File, Manifest, ReleaseKey, ReleaseKeys
from coopledger.store.store import keys_path
from coopledger.store.tables import SCHEMA
from coopledger.words.errors import explain
from coopledger.words.sentences import REFUSALS
from tests.app.releases import (
    KEYS,
    PINNED,
    PROGRAM,
    STRANGER,
    built,
    installed,
    update,
)
from tests.conftest import PASSPHRASE

AMINA, BOSCO, CHANTAL = KEYS.values()


def refused(call, *arguments, **named):
    with pytest.raises(Refusal) as caught:
        call(*arguments, **named)
    assert caught.value.code in REFUSALS
    assert explain(caught.value)
    return caught.value.code


def tree(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_two_of_three_release_keys_are_believed_whichever(tmp_path):
    for pair in ((AMINA, BOSCO), (CHANTAL, AMINA), (BOSCO, CHANTAL)):
        offer = updates.look(update(tmp_path, *pair), PINNED)
        assert len(offer.signers) == 2
        assert offer.manifest.version == "0.2.0"
        assert len(offer.manifest.files) == len(PROGRAM)


def test_one_key_is_not_enough_nor_is_one_twice_nor_a_strangers(tmp_path):
    for signers in ((), (AMINA,), (AMINA, AMINA), (AMINA, STRANGER), (STRANGER,)):
        file = update(tmp_path, *signers)
        assert refused(updates.look, file, PINNED) == "update_not_signed", signers


def test_this_program_was_made_without_release_keys_and_says_so(tmp_path):
    file = update(tmp_path, AMINA, BOSCO)
    assert refused(updates.look, file) == "update_no_keys"


def test_a_seal_of_another_use_is_none(tmp_path):
    file = update(tmp_path)
    raw, _seals, start = update_file.head(file)
    packed = file.read_bytes()[start:]
    seals = tuple(key.seal("bundle", raw) for key in (AMINA, BOSCO))
    update_file.write_raw(file, raw, seals, lambda out: out.write(packed))
    assert refused(updates.look, file, PINNED) == "update_not_signed"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{}",
        b'{"need":0,"keys":[]}',
        b'{"need":3,"keys":[{"name":"A","public":"%b"}]}' % AMINA.public.hex().encode(),
        b'{"need":2,"keys":[{"name":"A","public":"%b"},{"name":"B","public":"%b"}]}'
        % ((AMINA.public.hex().encode(),) * 2),
        b'{"need":1,"keys":[{"name":"A","public":"%b"}]}' % (b"00" * 32),
    ],
)
def test_damaged_release_keys_are_never_a_reason_to_believe(raw):
    assert refused(form.read_keys, raw) == "update_keys_damaged"


def test_pinned_keys_are_read(tmp_path):
    assert form.read_keys(msgspec.json.encode(PINNED)) == PINNED


@pytest.fixture(scope="module")
def genuine(tmp_path_factory):
    """A small genuine update."""
    folder = tmp_path_factory.mktemp("release")
    program = {"coopledger": b"run", "lib/a": b"a" * 500}
    return update(folder, AMINA, BOSCO, what=built(folder / "b", program)).read_bytes()


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_any_byte_changed_or_cut_or_added_is_refused_and_nothing_is_written(
    genuine, tmp_path, data
):
    how = data.draw(st.sampled_from(["flip", "cut", "add"]))
    at = data.draw(st.integers(0, len(genuine) - 1))
    if how == "flip":
        bit = 1 << data.draw(st.integers(0, 7))
        raw = genuine[:at] + bytes([genuine[at] ^ bit]) + genuine[at + 1 :]
    else:
        raw = genuine[:at] if how == "cut" else genuine + genuine[: at + 1]
    file = tmp_path / "bad.update"
    file.write_bytes(raw)
    root = tmp_path / "coopledger"
    if not root.exists():
        installed(tmp_path)
    before = tree(root)
    with pytest.raises(Refusal) as caught:
        updates.put_in(file, None, root=root, pinned=PINNED)
    assert caught.value.code in ("update_damaged", "update_not_signed")
    assert tree(root) == before


def manifest(*files, **changed):
    told = {
        "format": "coopledger-update", "v": 1, "kind": "folder", "version": "0.2.0",
        "released": "2027-01-31", "platform": updates.platform_name(), "schema": SCHEMA,
        "oldest_schema": 1, "news": {}, "files": files,
    }  # fmt: skip
    return Manifest(**{**told, **changed})


def file_named(path, **changed):
    told = {"size": 0, "packed": 8, "sha256": "0" * 64}
    return File(path, **{**told, **changed})


@pytest.mark.parametrize(
    "path",
    ["../x", "/etc/passwd", "a/../../b", "a//b", "./a", "C:/x", "a\\b", "con", "lib/NUL.txt", "a.",
     "a ", "x:y", "..", "a/" * 17 + "b", "ſ", "a\nb", ".", "~/", "aux.so"],
)  # fmt: skip
def test_no_name_leads_out_of_the_programs_folder(path, tmp_path):
    raw = msgspec.json.encode(manifest(file_named(path)))
    seals = tuple(form.seal_manifest(raw, key) for key in (AMINA, BOSCO))
    assert refused(form.admit, raw, seals, PINNED) == "update_unsafe"


@pytest.mark.parametrize("paths", [("a", "A"), ("a", "a/b"), ("lib/x", "LIB/X"), ("Lib", "lib/x")])
def test_nor_do_two_files_fall_on_each_other(paths):
    found = manifest(*(file_named(path) for path in paths))
    assert refused(form.check_files, found) == "update_unsafe"


def test_a_file_never_unpacks_to_more_than_it_says(tmp_path):
    import hashlib
    import zlib

    bomb = zlib.compress(bytes(50_000_000), 9)
    found = manifest(
        file_named("a", size=10, packed=len(bomb), sha256=hashlib.sha256().hexdigest())
    )
    raw = msgspec.json.encode(found)
    seals = tuple(form.seal_manifest(raw, key) for key in (AMINA, BOSCO))
    file = tmp_path / "bomb.update"
    update_file.write_raw(file, raw, seals, lambda out: out.write(bomb))
    assert refused(updates.look, file, PINNED) == "update_damaged"


def test_a_head_that_says_it_is_huge_is_not_read(tmp_path):
    file = tmp_path / "x.update"
    file.write_bytes(form.MAGIC + struct.pack(">I", 0xFFFFFFFF) + b"{}")
    assert refused(updates.look, file, PINNED) == "update_damaged"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"version": "0.1.0"}, "update_older"),
        ({"version": "0.0.9"}, "update_older"),
        ({"platform": "amiga-68000"}, "update_platform"),
        ({"schema": SCHEMA - 1}, "update_ledger"),
        ({"oldest_schema": SCHEMA + 1, "schema": SCHEMA + 2}, "update_ledger"),
    ],
)
def test_what_is_genuine_and_not_for_here_is_refused(changed, code, tmp_path):
    offer = update_file.Offer(tmp_path, manifest(file_named("a"), **changed), ("A", "B"), 0)
    assert refused(updates.judge, offer) == code


@pytest.mark.parametrize(
    "changed",
    [
        {"version": "0.2.0\n"},
        {"released": "2026-11-24\n"},
        {"platform": "any\n"},
        {"files": [{"path": "a", "size": 1, "packed": 1, "sha256": "0" * 64 + "\n"}]},
    ],
)
def test_what_has_a_line_feed_behind_it_is_no_manifest(changed):
    told = msgspec.to_builtins(manifest(file_named("a"))) | changed
    raw = msgspec.json.encode(told)
    seals = [form.seal_manifest(raw, key) for key in (AMINA, BOSCO)]
    assert refused(form.admit, raw, seals, PINNED) == "update_damaged"


def test_version_ten_comes_after_nine():
    assert form.order("0.10.0") > form.order("0.9.12")


def test_an_update_is_put_beside_and_the_ledger_is_copied_before(ledger, tmp_path):
    root, program = installed(tmp_path)
    assert updates.program_folder(program) == root
    steps = []
    done = updates.put_in(
        update(tmp_path, AMINA, BOSCO), ledger, root=root, pinned=PINNED,
        step=lambda at, of: steps.append((at, of)),
    )  # fmt: skip
    assert done.version == updates.current(root) == "0.2.0"
    assert tree(root / "versions" / "0.2.0") == dict(sorted(PROGRAM.items()))
    assert (root / "versions" / "0.2.0" / "coopledger").stat().st_mode & 0o100
    assert tree(root / "versions" / "0.1.0") == dict(sorted(PROGRAM.items()))
    assert keys_path(done.copy).is_file()
    assert done.copy.name.startswith("ledger.coop.before-0.2.0-")
    ledger.close()
    with Ledger.open(done.copy, PASSPHRASE) as copy:
        assert copy.store.name == ledger.store.name
    assert steps[-1][0] == steps[-1][1]
    assert not list((root / "versions").glob("*.part"))


def test_the_same_again_or_an_older_one_is_refused(ledger, tmp_path):
    root, _ = installed(tmp_path)
    newer = update(tmp_path, AMINA, BOSCO, version="0.3.0")
    updates.put_in(newer, ledger, root=root, pinned=PINNED)
    for version in ("0.3.0", "0.2.0"):
        file = update(tmp_path, AMINA, BOSCO, version=version)
        code = refused(updates.put_in, file, ledger, root=root, pinned=PINNED)
        assert code == "update_older"
    assert updates.current(root) == "0.3.0"


def test_only_the_version_that_ran_and_the_new_one_stay(tmp_path):
    root, _ = installed(tmp_path)
    built(root / "versions" / "0.0.7")
    (root / "versions" / "mine").mkdir()
    updates.put_in(update(tmp_path, AMINA, BOSCO), None, root=root, pinned=PINNED)
    assert sorted(each.name for each in (root / "versions").iterdir()) == ["0.1.0", "0.2.0", "mine"]


def test_a_stopped_update_leaves_everything_as_it_was(ledger, tmp_path):
    class StopError(Exception):
        pass

    def stop(done, _of):
        if done:
            raise StopError

    root, _ = installed(tmp_path)
    before = tree(root)
    with pytest.raises(StopError):
        updates.put_in(update(tmp_path, AMINA, BOSCO), ledger, root=root, pinned=PINNED, step=stop)
    assert tree(root) == before
    assert not list(tmp_path.glob("ledger.coop.before*"))


def test_a_ledger_that_cannot_be_copied_leaves_the_program_as_it_was(ledger, tmp_path, monkeypatch):
    root, _ = installed(tmp_path)
    before = tree(root)

    def refuse(self, path):
        raise Refusal("backup_no_room", value=str(path.parent), reason="")

    monkeypatch.setattr(type(ledger.store), "copy_to", refuse)
    file = update(tmp_path, AMINA, BOSCO)
    assert refused(updates.put_in, file, ledger, root=root, pinned=PINNED) == "backup_no_room"
    assert tree(root) == before
    assert list((root / "versions").iterdir()) == [root / "versions" / "0.1.0"]


def test_a_stick_that_is_pulled_while_an_update_is_looked_at_is_said_so(tmp_path, monkeypatch):
    file, admit = update(tmp_path, AMINA, BOSCO), form.admit

    def pulled(*arguments):
        file.unlink()
        return admit(*arguments)

    monkeypatch.setattr(form, "admit", pulled)
    assert refused(updates.look, file, PINNED) == "file_missing"


def test_a_program_that_lies_in_no_folder_of_its_own_says_what_to_do(ledger, tmp_path):
    file = update(tmp_path, AMINA, BOSCO)
    assert updates.program_folder(tmp_path / "usr" / "bin" / "coopledger") is None
    assert refused(updates.put_in, file, ledger, pinned=PINNED) == "update_no_folder"
    assert not list(tmp_path.glob("ledger.coop.before*"))


def test_a_folder_that_cannot_be_written_is_said_so(ledger, tmp_path, monkeypatch):
    root, _ = installed(tmp_path)
    before = tree(root)

    def refuse(self, *_args, **_named):
        raise PermissionError(13, "Permission denied", str(self))

    file = update(tmp_path, AMINA, BOSCO)
    monkeypatch.setattr(type(root), "mkdir", refuse)  # root may write anywhere, so it is played
    assert refused(updates.put_in, file, ledger, root=root, pinned=PINNED) == "update_read_only"
    monkeypatch.undo()
    assert tree(root) == before


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("coopledger_0.2.0_amd64.deb", "sudo apt install"),
        ("coopledger-0.2.0-py3-none-any.whl", "'"),
    ],
)
def test_a_package_is_checked_and_given_to_the_system(name, start, ledger, tmp_path):
    package = tmp_path / name
    package.write_bytes(b"a package" * 99)
    file = update(tmp_path, AMINA, CHANTAL, what=package)
    done = updates.put_in(file, ledger, pinned=PINNED)
    assert not done.started_next
    assert done.command.startswith(start)
    written = done.command.split("'")[-2]
    assert written.endswith(name)
    assert Path(written).read_bytes() == package.read_bytes()
    assert done.copy.is_file()


def test_going_back_keeps_the_ledger_where_the_version_before_reads_it(kamu, tmp_path):
    ledger, _ = kamu
    root, _program = installed(tmp_path)
    updates.put_in(update(tmp_path, AMINA, BOSCO), ledger, root=root, pinned=PINNED)
    path, heads = ledger.store.path, ledger.store.heads()
    ledger.close()
    assert updates.before(root).before == "0.1.0"
    done = updates.go_back(path, PASSPHRASE, root=root)
    assert (done.version, done.kept, done.pages) == ("0.1.0", None, 0)
    assert updates.current(root) == "0.1.0"
    with Ledger.open(path, PASSPHRASE) as again:
        assert again.store.heads() == heads
    assert refused(updates.go_back, path, PASSPHRASE, root=root) == "update_no_way_back"


def test_else_the_ledger_of_before_comes_back_and_no_page_is_lost(ledger, year, tmp_path):
    from coopledger.app.importing import import_notebook

    root, _program = installed(tmp_path)
    updates.put_in(update(tmp_path, AMINA, BOSCO), ledger, root=root, pinned=PINNED)
    import_notebook(ledger, year)  # written by the newer program
    path, heads = ledger.store.path, ledger.store.heads()
    ledger.close()
    assert refused(
        updates.go_back, path, "six goats", root=root, schema=SCHEMA + 1
    ) == "wrong_passphrase"  # fmt: skip
    assert updates.current(root) == "0.2.0"
    done = updates.go_back(path, PASSPHRASE, root=root, schema=SCHEMA + 1)
    assert done.pages == sum(head.number for head in heads.values()) > 0
    assert updates.current(root) == "0.1.0"
    with Ledger.open(path, PASSPHRASE) as old:
        assert old.store.heads() == {}
        assert old.own_heads.away  # told in the window: the newer copy is to be brought back
    with Ledger.open(done.kept, PASSPHRASE) as kept:
        assert kept.store.heads() == heads


def spoil(path, *places):
    raw = bytearray(path.read_bytes())
    for place in places:
        raw[place : place + 64] = bytes(64)
    path.write_bytes(raw)
    return bytes(raw)


def broken(ledger, monkeypatch):
    """What else a newer program may have done: it opens, and what it holds makes no sense."""

    def heads(_store):
        raise KeyError("nobody foresaw this")

    monkeypatch.setattr(type(ledger.store), "heads", heads)


@pytest.mark.parametrize("how", ["file", "sense"])
def test_a_ledger_that_the_new_version_broke_has_a_way_back(kamu, tmp_path, monkeypatch, how):
    ledger, _ = kamu
    root, _program = installed(tmp_path)
    updates.put_in(update(tmp_path, AMINA, BOSCO), ledger, root=root, pinned=PINNED)
    path, heads = ledger.store.path, ledger.store.heads()
    ledger.close()
    if how == "file":
        raw = spoil(path, 0, 4096)
    else:
        broken(ledger, monkeypatch)
    asked = {"root": root, "schema": SCHEMA + 1}
    assert refused(updates.go_back, path, "six goats", **asked) == "wrong_passphrase"
    done = updates.go_back(path, PASSPHRASE, **asked)
    monkeypatch.undo()
    assert (updates.current(root), done.pages) == ("0.1.0", None)
    if how == "file":
        assert done.kept.read_bytes() == raw
    with Ledger.open(path, PASSPHRASE) as old:
        assert old.store.heads() == heads


def test_going_back_waits_for_a_ledger_that_is_open(kamu, tmp_path):
    ledger, _ = kamu
    root, _program = installed(tmp_path)
    updates.put_in(update(tmp_path, AMINA, BOSCO), ledger, root=root, pinned=PINNED)
    asked = {"root": root, "schema": SCHEMA + 1}
    assert refused(updates.go_back, ledger.store.path, PASSPHRASE, **asked) == "store_busy"
    assert updates.current(root) == "0.2.0"


def test_a_ledger_that_was_moved_finds_its_copy_beside_it(kamu, tmp_path):
    ledger, _ = kamu
    root, _program = installed(tmp_path)
    copy = updates.put_in(update(tmp_path, AMINA, BOSCO), ledger, root=root, pinned=PINNED).copy
    old, heads = ledger.store.path, ledger.store.heads()
    ledger.close()
    path = tmp_path / "moved" / "ledger.coop"
    path.parent.mkdir()
    for each in (old, copy):
        each.rename(path.with_name(each.name))
        keys_path(each).rename(keys_path(path.with_name(each.name)))
    done = updates.go_back(path, PASSPHRASE, root=root, schema=SCHEMA + 1)
    assert done.kept.parent == path.parent
    with Ledger.open(path, PASSPHRASE) as again:
        assert again.store.heads() == heads


def test_without_the_copy_of_before_nothing_is_changed(kamu, tmp_path):
    ledger, _ = kamu
    root, _program = installed(tmp_path)
    copy = updates.put_in(update(tmp_path, AMINA, BOSCO), ledger, root=root, pinned=PINNED).copy
    path = ledger.store.path
    ledger.close()
    copy.unlink()
    asked = {"root": root, "schema": SCHEMA + 1}
    assert refused(updates.go_back, path, PASSPHRASE, **asked) == "backup_missing"
    assert updates.current(root) == "0.2.0"
    assert path.is_file()


def test_a_program_that_cannot_go_back_leaves_the_ledger_as_it_is(
    ledger, year, tmp_path, monkeypatch
):
    from coopledger.app.importing import import_notebook

    root, _program = installed(tmp_path)
    updates.put_in(update(tmp_path, AMINA, BOSCO), ledger, root=root, pinned=PINNED)
    import_notebook(ledger, year)
    path, heads = ledger.store.path, ledger.store.heads()
    ledger.close()

    def read_only(place, *_args, **_named):
        raise Refusal("not_writable", value=str(place))

    monkeypatch.setattr(updates, "replace", read_only)
    asked = {"root": root, "schema": SCHEMA + 1}
    assert refused(updates.go_back, path, PASSPHRASE, **asked) == "update_read_only"
    monkeypatch.undo()
    with Ledger.open(path, PASSPHRASE) as same:
        assert same.store.heads() == heads


def test_going_back_where_there_is_no_way_is_refused(ledger, tmp_path):
    root, _ = installed(tmp_path)
    assert updates.before(root) is None
    assert refused(updates.go_back, ledger.store.path, "", root=root) == "update_no_way_back"
    assert refused(updates.go_back, ledger.store.path, "") == "update_no_way_back"


def test_a_release_key_is_kept_under_a_passphrase():
    from coopledger.ledger.keyfile import Cost

    raw = form.wrap_key(AMINA, "three millstones", Cost(8, 1, 1))
    assert AMINA.seed.hex().encode() not in raw
    assert form.unwrap_key(raw, "three millstones").public == AMINA.public
    assert refused(form.unwrap_key, raw, "two millstones") == "wrong_passphrase"
    assert refused(form.unwrap_key, raw[:-9], "three millstones") == "release_key_damaged"
    assert refused(form.wrap_key, AMINA, " ") == "empty_passphrase"


def test_a_quorum_of_another_co_operatives_program_is_nothing_here(tmp_path):
    others = ReleaseKeys(1, (ReleaseKey("X", SigningKey(b"\x07" * 32).public.hex()),))
    file = update(tmp_path, AMINA, BOSCO, CHANTAL)
    assert refused(updates.look, file, others) == "update_not_signed"
