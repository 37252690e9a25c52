"""The map of the layers says what the contract says."""

import importlib.util
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_spec = importlib.util.spec_from_file_location("layers", ROOT / "packaging" / "layers.py")
layers = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(layers)

PROJECT = {
    "tool": {
        "importlinter": {
            "contracts": [
                {
                    "type": "forbidden",
                    "source_modules": ["x.desktop", "x.domain"],
                    "forbidden_modules": ["sqlmodel"],
                },
                {"type": "layers", "layers": ["x.desktop : x.cli", "x.store", "x.domain"]},
            ]
        }
    }
}


def test_the_map_in_the_documents_is_true():
    told = layers.MAP.read_text(encoding="utf-8")
    assert told == layers.drawn(), "run: python packaging/layers.py"
    assert "layers.svg" in (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def test_it_is_drawn_from_the_contract():
    assert layers.layers(PROJECT) == [["desktop", "cli"], ["store"], ["domain"]]
    assert layers.kept(PROJECT, ["desktop", "cli", "store", "domain"]) == {
        "desktop": [], "cli": ["SQL"], "store": ["SQL"], "domain": [],
    }  # fmt: skip
    words = [each.text for each in ET.fromstring(layers.svg(PROJECT)).iter() if each.text]
    assert "only here: SQL" in words
    with pytest.raises(LookupError):
        layers.layers({"tool": {"importlinter": {"contracts": []}}})


def test_every_folder_of_the_program_is_on_it():
    drawn = {name for row in layers.layers(_project()) for name in row}
    folders = {path.parent.name for path in (ROOT / "coopledger").glob("*/__init__.py")}
    assert drawn == folders


def _project():
    import tomllib

    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
