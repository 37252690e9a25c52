"""Is a paper genuine? Printed, read back by another program, checked, forged."""

import shutil
import subprocess

import pytest

from coopledger.app.paper_codes import check_code
from coopledger.app.paper_files import save
from coopledger.app.paper_kinds import KINDS, Picked, make
from coopledger.app.paper_source import PaperSource
from coopledger.app.papers import statement_facts
from coopledger.domain import entries as en
from coopledger.domain.errors import Refusal
from coopledger.ledger.paper_code import PaperCode, write_code
from coopledger.ledger.seals import SigningKey
from coopledger.words.catalog import speaking
from tests.reports.lives import lived

needs_zbar = pytest.mark.skipif(
    shutil.which("zbarimg") is None or shutil.which("pdftoppm") is None,
    reason="zbarimg or pdftoppm is not installed",
)


def codes_on(path, tmp_path, dots=200):
    """Every QR code on a PDF's pages, as zbar reads them off their pictures."""
    subprocess.run(["pdftoppm", "-r", str(dots), "-gray", path, tmp_path / "page"], check=True)
    found = []
    for picture in sorted(tmp_path.glob("page*.pgm")):
        read = subprocess.run(
            ["zbarimg", "--raw", "--quiet", picture], capture_output=True, text=True, check=False
        )
        found += read.stdout.split()
        picture.unlink()
    return found


@pytest.fixture
def group(ledger):
    return lived(ledger, "vsla")


def statement_code(group, member="M02"):
    (told,) = statement_facts(group.ledger, group.group, [member])
    return told.head.code


@needs_zbar
@pytest.mark.parametrize("kind", [kind.code for kind in KINDS if kind.code != "share-out"])
def test_every_kind_is_read_back_from_paper_and_is_genuine(group, tmp_path, kind):
    save(group.ledger, group.group, kind, tmp_path / "p.pdf", Picked(member="M02"))
    found = codes_on(tmp_path / "p.pdf", tmp_path)
    assert len(found) == (6 if kind == "confirmations" else 1)
    for code in found:
        checked = check_code(group.ledger, code)
        assert checked.verdict == "genuine", code
        assert checked.group == group.group
        assert not checked.changed


@needs_zbar
@pytest.mark.parametrize("language", ["ar-XB", "hi", "am"])
def test_paper_in_any_script_and_on_a_receipt_is_read_back(group, tmp_path, language):
    with speaking(language):
        for kind in ("statement", "receipt"):
            save(group.ledger, group.group, kind, tmp_path / "p.pdf", Picked(member="M02"))
            (code,) = codes_on(tmp_path / "p.pdf", tmp_path)
            assert check_code(group.ledger, code).verdict == "genuine"


def test_what_changed_since_is_told_figure_by_figure(group):
    code = statement_code(group)
    before = {row.name: row for row in check_code(group.ledger, code).figures}
    assert before["savings"].paper == before["savings"].then == before["savings"].now
    group.meet(9, en.ShareBuying("M02", 3))
    later = check_code(group.ledger, code)
    assert later.verdict == "genuine"
    assert later.changed
    rows = {row.name: row for row in later.figures}
    assert rows["savings"].then == rows["savings"].paper
    assert rows["savings"].now == rows["savings"].paper + 3 * group.rules.share_price
    assert later.newest == later.told.page + 1


def forged(group, device, **changes):
    """The code of a statement with other words, sealed by a device."""
    told = check_code(group.ledger, statement_code(group)).told
    values = {name: getattr(told, name) for name in told.__struct_fields__}
    return write_code(PaperCode(**{**values, **changes}), device)


def test_a_forged_figure_is_found_even_under_the_devices_own_seal(group):
    own, stranger = group.ledger.store.device, SigningKey.generate()
    richer = {"shares": 99, "savings": 198_000}
    assert check_code(group.ledger, forged(group, own, figures=richer)).verdict == "figures_differ"
    assert check_code(group.ledger, forged(group, own, figures={})).verdict == "figures_differ"
    assert check_code(group.ledger, forged(group, own, member="M99")).verdict == "figures_differ"
    by_stranger = check_code(group.ledger, forged(group, stranger))
    assert by_stranger.verdict == "unknown_device"
    code = statement_code(group).replace("SHARES:", "SHARES:9")
    assert check_code(group.ledger, code).verdict == "seal_wrong"


def test_an_agreements_loan_is_compared_with_the_book(group):
    code = make(group.ledger, group.group, "loan-agreement", Picked(loan=1)).head.code
    told = check_code(group.ledger, code).told
    values = {name: getattr(told, name) for name in told.__struct_fields__}
    own = group.ledger.store.device
    for figures in ({**told.figures, "lent": 2}, {**told.figures, "loan": 2}):
        forged_code = write_code(PaperCode(**{**values, "figures": figures}), own)
        assert check_code(group.ledger, forged_code).verdict == "figures_differ"


def test_another_page_another_book_and_a_newer_page_are_told_apart(group):
    own = group.ledger.store.device
    other = forged(group, own, fingerprint="0" * 20)
    assert check_code(group.ledger, other).verdict == "page_differs"
    assert check_code(group.ledger, forged(group, own, page=0)).verdict == "page_differs"
    assert check_code(group.ledger, forged(group, own, page=99)).verdict == "newer_page"
    assert check_code(group.ledger, forged(group, own, book="0" * 16)).verdict == "unknown_group"


def test_what_is_no_code_is_refused(group):
    with pytest.raises(Refusal) as refused:
        check_code(group.ledger, "https://example.org")
    assert refused.value.code == "not_a_paper_code"


def test_nothing_personal_is_in_a_code(group):
    source = PaperSource(group.ledger, group.group)
    names = {part.upper() for person in source.people.values() for part in person.name.split()}
    for kind in KINDS:
        if kind.code == "share-out":
            continue
        head = make(group.ledger, group.group, kind.code, Picked(member="M02")).head
        assert not any(name in head.code for name in names)
