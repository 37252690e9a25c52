"""What is handed out: the pieces that make it. The build itself is one command, outside of CI."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import PathDistribution
from pathlib import Path

import pytest
from PIL import Image

from coopledger import __version__
from coopledger.app import build as stamp
from coopledger.cli.main import run
from coopledger.words.catalog import available_languages

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"


def piece(name: str):
    """A script of the packaging folder, as a module."""
    if str(PACKAGING) not in sys.path:
        sys.path.append(str(PACKAGING))
    spec = importlib.util.spec_from_file_location(f"packaging_{name}", PACKAGING / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def needs(tool: str):
    return pytest.mark.skipif(shutil.which(tool) is None, reason=f"needs {tool}")


class TestWhatGoesIn:
    @pytest.mark.parametrize(
        "name",
        [
            "PySide6/Qt/lib/libQt6Widgets.so.6",
            "PySide6/Qt6Widgets.dll",
            "PySide6/Qt/plugins/platforms/libqxcb.so",
            "PySide6\\plugins\\platforms\\qwindows.dll",
            "PySide6/Qt/plugins/platforms/libqcocoa.dylib",
            "PySide6/Qt/plugins/printsupport/libcupsprintersupport.so",
            "PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so",
            "babel/global.dat",
            "babel/locale-data/root.dat",
            "babel/locale-data/en_GB.dat",
            "coopledger/resources/locale/fr/LC_MESSAGES/coopledger.mo",
            "coopledger/resources/icons/box.svg",
        ],
    )
    def test_what_the_program_uses_is_kept(self, name):
        assert piece("frozen_parts").is_wanted(name, {"en", "root", "fr"})

    @pytest.mark.parametrize(
        "name",
        [
            "PySide6/Qt/lib/libQt6Quick.so.6",
            "PySide6\\Qt6Network.dll",
            "PySide6/Qt/lib/QtQml.framework/Versions/A/QtQml",
            "PySide6/Qt/plugins/platforms/libqeglfs.so",
            "PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so",
            "PySide6/Qt/plugins/tls/libqopensslbackend.so",
            "PySide6/Qt/translations/qtbase_fr.qm",
            "PySide6\\opengl32sw.dll",
            "babel/locale-data/de.dat",
            "babel/locale-data/de_AT.dat",
            "coopledger/resources/locale/fr/LC_MESSAGES/coopledger.po",
            "coopledger/resources/locale/coopledger.pot",
        ],
    )
    def test_what_it_does_not_use_stays_home(self, name):
        assert not piece("frozen_parts").is_wanted(name, {"en", "root", "fr"})

    def test_every_language_that_has_texts_keeps_its_figures_and_dates(self):
        kept = piece("frozen_parts").languages(ROOT / "resources" / "locale")
        assert {code.split("-")[0] for code in available_languages()} <= kept

    def test_every_file_of_the_resources_that_the_program_reads_is_kept(self):
        parts = piece("frozen_parts")
        kept = parts.languages(ROOT / "resources" / "locale")
        files = [f for f in (ROOT / "resources").rglob("*") if f.is_file()]
        read = [f for f in files if f.suffix not in {".po", ".pot"}]
        assert len(read) > 20
        names = [
            f"coopledger/resources/{f.relative_to(ROOT / 'resources').as_posix()}" for f in read
        ]
        assert [name for name in names if not parts.is_wanted(name, kept)] == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="about Linux libraries")
@needs("readelf")
class TestLinuxLibraries:
    @pytest.fixture
    def folder(self, tmp_path):
        """The program's shape: a module that needs a library, one that nothing needs, a link."""
        inside = tmp_path / "coopledger" / "_internal"
        inside.mkdir(parents=True)
        source = Path(
            sys.modules["pyrage.pyrage"].__file__
            if "pyrage.pyrage" in sys.modules
            else importlib.util.find_spec("pyrage.pyrage").origin
        )
        shutil.copy(source, inside / "pyrage.abi3.so")
        shutil.copy(source, inside / "libnobody.so.1")
        shutil.copy(source, inside / "libpython3.11.so.1.0")
        shutil.copy(source, inside / "libz.so.1")
        (inside / "linked.so").symlink_to("pyrage.abi3.so")
        return tmp_path / "coopledger"

    def test_only_what_something_needs_stays(self, folder):
        gone = piece("linux_libraries").prune(folder)
        assert gone == ["libnobody.so.1", "libz.so.1", "linked.so"]
        left = sorted(f.name for f in (folder / "_internal").iterdir())
        assert left == ["libpython3.11.so.1.0", "pyrage.abi3.so"]

    def test_what_it_asks_of_the_system_is_a_package(self, folder):
        libraries = piece("linux_libraries")
        libraries.prune(folder)
        depends, recommends = libraries.packages(folder)
        assert depends[0].startswith("libc6 (>= 2.")
        assert "libgcc-s1" in depends
        assert recommends == []

    def test_a_library_that_no_package_is_known_for_stops_the_build(self, folder, monkeypatch):
        libraries = piece("linux_libraries")
        monkeypatch.delitem(libraries.SYSTEM, "libgcc_s.so.1")
        with pytest.raises(SystemExit, match=r"libgcc_s\.so\.1"):
            libraries.packages(folder)


class TestDebian:
    @pytest.fixture
    def debian(self, monkeypatch):
        module = piece("debian")
        found = (["libc6 (>= 2.35)", "libgl1"], ["libcups2t64 | libcups2"])
        monkeypatch.setattr(module.linux_libraries, "packages", lambda _: found)
        return module

    def test_the_control_file_has_every_field_that_a_package_needs(self, debian, tmp_path):
        lines = debian.control(tmp_path, 1234).splitlines()
        fields = dict(line.split(": ", 1) for line in lines if not line.startswith(" "))
        assert fields["Version"] == __version__
        assert fields["Installed-Size"] == "1234"
        assert fields["Depends"] == "libc6 (>= 2.35), libgl1, xkb-data"
        assert fields["Recommends"] == "libcups2t64 | libcups2"
        assert {"Package", "Architecture", "Maintainer", "Description"} <= fields.keys()
        assert all(
            line.startswith(" ")
            for line in lines[
                lines.index(next(line for line in lines if line.startswith("Description"))) + 1 :
            ]
        )

    @needs("dpkg-deb")
    def test_a_package_has_the_program_its_command_menu_entry_and_icons(
        self, debian, tmp_path, monkeypatch
    ):
        folder, icons = tmp_path / "folder", tmp_path / "icons"
        folder.mkdir()
        icons.mkdir()
        (folder / "coopledger").write_text("#!/bin/sh\n")
        for name in ("coopledger.svg", "coopledger-48.png", "coopledger-1024.png"):
            (icons / name).write_text(name)
        first = debian.make(folder, icons, tmp_path / "work", tmp_path, 1_700_000_000)
        told = subprocess.run(
            ["dpkg-deb", "--contents", first], capture_output=True, text=True, check=True
        ).stdout.splitlines()
        files = {line.split("./", 1)[1]: line for line in told}
        assert files["usr/lib/coopledger/coopledger"].startswith("-rwxr-xr-x root/root")
        assert "usr/bin/coopledger -> ../lib/coopledger/coopledger" in files
        assert files["usr/share/applications/coopledger.desktop"].startswith("-rw-r--r-- root/root")
        assert "usr/share/icons/hicolor/48x48/apps/coopledger.png" in files
        assert not [name for name in files if "1024" in name]
        assert "usr/share/doc/coopledger/copyright" in files
        # The same commit gives the same bytes.
        content = first.read_bytes()
        assert debian.make(folder, icons, tmp_path / "work", tmp_path, 1_700_000_000) == first
        assert first.read_bytes() == content

    @needs("desktop-file-validate")
    def test_the_menu_entry_is_valid(self):
        done = subprocess.run(
            ["desktop-file-validate", PACKAGING / "coopledger.desktop"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stdout) == (0, "")


def test_the_icon_comes_in_every_size_and_is_not_empty(tmp_path):
    command = [sys.executable, PACKAGING / "icons.py", tmp_path]
    subprocess.run(command, cwd=ROOT, check=True, env={"PYTHONPATH": str(ROOT), "PATH": ""})
    for size in (16, 48, 256):
        with Image.open(tmp_path / f"coopledger-{size}.png") as picture:
            assert picture.size == (size, size)
            colours = {colour[:3] for _, colour in picture.convert("RGBA").getcolors(size * size)}
            assert (14, 77, 100) in colours
            assert max(min(colour) for colour in colours) > 200
    with Image.open(tmp_path / "coopledger.ico") as picture:
        assert {(16, 16), (32, 32), (256, 256)} <= picture.info["sizes"]
    with Image.open(tmp_path / "coopledger.icns") as picture:
        assert (512, 512, 2) in picture.info["sizes"]


class TestLicences:
    def distribution(self, tmp_path, *lines, files=()):
        info = tmp_path / "thing-1.dist-info"
        info.mkdir()
        head = ["Metadata-Version: 2.4", "Name: The_Thing", "Version: 1", *lines]
        (info / "METADATA").write_text("\n".join(head) + "\n")
        record = ["thing-1.dist-info/METADATA,,"]
        for name, text in files:
            (info / name).write_text(text)
            record.append(f"thing-1.dist-info/{name},,")
        (info / "RECORD").write_text("\n".join(record) + "\n")
        return PathDistribution(info)

    @pytest.mark.parametrize(
        ("said", "fault"),
        [
            ("License-Expression: MIT", ""),
            ("License-Expression: LGPL-3.0-only OR GPL-2.0-only", ""),
            ("License-Expression: LGPL-3.0-only", ""),
            ("License-Expression: GPL-3.0-or-later", "the-thing: GPL-3.0-or-later"),
            ("License-Expression: AGPL-3.0-only", "the-thing: AGPL-3.0-only"),
            (
                "Classifier: License :: OSI Approved :: GNU General Public License v3 (GPLv3)",
                "the-thing: GNU General Public License v3 (GPLv3)",
            ),
            ("Summary: no word of it", "the-thing: no licence found"),
        ],
    )
    def test_what_binds_the_whole_program_or_says_nothing_is_refused(self, tmp_path, said, fault):
        licences = piece("licences")
        assert licences.licence_of(self.distribution(tmp_path, said)).fault() == fault

    def test_the_texts_go_with_it(self, tmp_path):
        licences = piece("licences")
        found = self.distribution(
            tmp_path, "License-Expression: MIT", files=[("LICENSE.txt", "Be kind.")]
        )
        licences.write(tmp_path / "out", [licences.licence_of(found)])
        assert (tmp_path / "out" / "the-thing.txt").read_text() == "Be kind.\n"
        assert "the-thing 1: MIT" in (tmp_path / "out" / "licences.txt").read_text()
        assert "Apache License" in (tmp_path / "out" / "coopledger.txt").read_text()

    def test_everything_that_is_pinned_for_the_program_may_be_handed_out(self):
        licences = piece("licences")
        pinned = (PACKAGING / "requirements-freeze.txt").read_text()
        found = [each for each in licences.shipped() if f"\n{each.name}==" in f"\n{pinned}"]
        assert {"pyside6-essentials", "babel", "sqlcipher3", "pyrage"} <= {e.name for e in found}
        assert [fault for each in found if (fault := each.fault())] == []
        texts = {each.name: "\n".join(each.texts) for each in found}
        assert "GNU LESSER GENERAL PUBLIC LICENSE" in texts["pyside6-essentials"]
        assert "SIL OPEN FONT LICENSE" in texts["justmytype-intl-africa"].upper()
        assert "ZETETIC" in texts["sqlcipher3"]
        assert "UNICODE LICENSE V3" in texts["babel"]


class TestStick:
    def test_a_stick_could_not_tell_two_names_apart(self, tmp_path):
        (tmp_path / "Read").touch()
        (tmp_path / "read").touch()
        (tmp_path / "other").touch()
        assert piece("stick").twins(tmp_path) == ["read"]

    @pytest.fixture
    def laid_out(self, tmp_path):
        folder, icons = tmp_path / "folder", tmp_path / "icons"
        (folder / "_internal").mkdir(parents=True)
        icons.mkdir()
        (folder / "coopledger").write_text('#!/bin/sh\necho "told: $*"\n')
        (folder / "coopledger").chmod(0o755)
        for name in ("coopledger.svg", "coopledger-128.png"):
            (icons / name).write_text(name)
        packed = piece("stick").make(folder, icons, tmp_path, 1_700_000_000)
        return packed, packed.with_suffix("")

    def test_the_zip_keeps_what_may_be_run(self, laid_out):
        with zipfile.ZipFile(laid_out[0]) as archive:
            modes = {i.filename.split("/", 1)[1]: i.external_attr >> 16 for i in archive.infolist()}
        assert modes["start.sh"] & 0o111
        assert modes["program/coopledger"] & 0o111
        assert not modes["READ ME.txt"] & 0o111

    @pytest.mark.skipif(sys.platform == "win32", reason="a shell script")
    def test_it_starts_from_the_stick(self, laid_out):
        command = ["sh", laid_out[1] / "start.sh", "groups", "--json"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        assert done.stdout == "told: groups --json\n"

    @pytest.mark.skipif(sys.platform == "win32", reason="a shell script")
    def test_it_is_put_on_the_laptop_and_taken_off_and_ledgers_stay(self, laid_out, tmp_path):
        home = tmp_path / "home of one"
        ledger = home / ".local/share/coopledger/ledger.coop"
        ledger.parent.mkdir(parents=True)
        ledger.write_text("the book")
        environment = {"HOME": str(home), "PATH": "/usr/bin:/bin"}
        script = ["sh", laid_out[1] / "install.sh"]
        for _ in range(2):  # a second time puts a newer one in its place
            subprocess.run(script, env=environment, capture_output=True, check=True)
            entry = (home / ".local/share/applications/coopledger.desktop").read_text()
            program = home / ".local/lib/coopledger/coopledger"
            assert f'Exec="{program}"' in entry
            assert program.exists()
        subprocess.run([*script, "--remove"], env=environment, capture_output=True, check=True)
        assert [f for f in home.rglob("*") if not f.is_dir()] == [ledger]
        assert ledger.read_text() == "the book"

    @pytest.mark.skipif(sys.platform == "win32", reason="a shell script")
    def test_a_program_that_cannot_run_leaves_the_laptop_as_it_was(self, laid_out, tmp_path):
        home = tmp_path / "home"
        old = home / ".local/lib/coopledger/coopledger"
        old.parent.mkdir(parents=True)
        old.write_text("the old one")
        (laid_out[1] / "program/coopledger").write_text("#!/bin/sh\nexit 1\n")
        done = subprocess.run(
            ["sh", laid_out[1] / "install.sh"],
            env={"HOME": str(home), "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1
        assert "nothing was changed" in done.stderr
        assert old.read_text() == "the old one"
        assert not (old.parent.parent / "coopledger.new").exists()


@needs("makensis")
def test_the_windows_installer_is_made_and_its_uninstaller_spares_what_others_put_there(tmp_path):
    folder = tmp_path / "folder"
    (folder / "_internal").mkdir(parents=True)
    (folder / "coopledger.exe").write_text("x")
    icon = tmp_path / "coopledger.ico"
    Image.new("RGBA", (32, 32), "teal").save(icon)
    script = PACKAGING / "windows" / "coopledger.nsi"
    told = {
        "VERSION": __version__,
        "FOLDER": folder,
        "ICON": icon,
        "OUT": tmp_path / "CoopLedger-setup.exe",
    }
    options = [f"-D{name}={value}" for name, value in told.items()]
    done = subprocess.run(
        ["makensis", "-V2", "-WX", *options, script], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "CoopLedger-setup.exe").read_bytes()[:2] == b"MZ"
    removed = [line.strip() for line in script.read_text().splitlines() if "RMDir" in line]
    # A whole folder goes only where nobody else puts anything.
    assert sorted(line for line in removed if "/r" in line) == [
        'RMDir /r "$INSTDIR\\_internal"',
        'RMDir /r "$INSTDIR\\licences"',
    ]


@needs("shellcheck")
def test_the_shell_scripts_have_no_known_mistakes():
    scripts = sorted(PACKAGING.rglob("*.sh"))
    assert len(scripts) >= 3
    done = subprocess.run(["shellcheck", *scripts], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


class TestStamp:
    def asked(self, capsys) -> str:
        with pytest.raises(SystemExit) as ended:
            run(["--version"])
        assert ended.value.code == 0
        return capsys.readouterr().out.strip()

    def test_a_checkout_has_its_version_alone(self, capsys):
        assert self.asked(capsys) == f"coopledger {__version__}"

    @pytest.mark.parametrize(
        ("content", "told"),
        [
            (json.dumps({"commit": "3f2a91c", "built": "2026-11-24"}), " (3f2a91c, 2026-11-24)"),
            ("{", ""),
            ("[]", ""),
            ("{}", ""),
        ],
    )
    def test_what_was_handed_out_says_of_which_commit_it_is(
        self, tmp_path, monkeypatch, capsys, content, told
    ):
        (tmp_path / stamp.STAMP).write_text(content)
        monkeypatch.setattr(stamp, "resource", lambda name: tmp_path / name)
        assert self.asked(capsys) == f"coopledger {__version__}{told}"
