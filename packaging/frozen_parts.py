"""Which of the files that PyInstaller found are handed out: what the program never uses stays home.

The rules are written for the paths of all three systems: ``PySide6/Qt/lib/libQt6Quick.so.6``,
``PySide6/Qt6Quick.dll``, ``PySide6/Qt/lib/QtQuick.framework/...``.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path, PurePosixPath

ALWAYS = frozenset({"en", "root"})
"""Of CLDR's data: the language of the texts, and what every language is based on."""

QT_PLUGINS = frozenset(
    {
        "iconengines",
        "imageformats",
        "platforminputcontexts",  # ibus and fcitx: how Amharic and Hindi are typed
        "platforms",
        "platformthemes",
        "printsupport",
        "styles",
        "wayland-decoration-client",
        "wayland-graphics-integration-client",
        "wayland-shell-integration",
        "xcbglintegrations",
    }
)
_PLUGIN = re.compile(r"PySide6/(?:Qt/)?plugins/([^/]+)/(.+)")
_UNUSED_PLUGIN = re.compile(
    r"eglfs|linuxfb|minimal|vkkhrdisplay|qvnc|webgl|virtualkeyboard|qgtk3|qpdf|qtiff|qwebp|qtga"
    r"|qicns|qwbmp|qgif|qtuiotouch"
)
_UNUSED_QT = re.compile(
    r"PySide6/.*Qt6?(?:Qml|Quick|VirtualKeyboard|Pdf|Network|Sql|Test|Designer|Help|Labs|Concurrent"
    r"|EglFS|ShaderTools|UiTools|Lottie|Multimedia|3D|Charts|WebEngine|OpenGLWidgets|Xml)"
)
_UNUSED = re.compile(
    r"PySide6/.*translations/|PySide6/.*\.(?:pyi|qmltypes|prl)$|PySide6/.*\bqml/"
    r"|^coopledger/resources/.*\.pot?$"  # the texts are compiled
    r"|opengl32sw|d3dcompiler"
    r"|(?:^|/)tests?/|/Headers/"
    r"|^babel/.*\.(?:py|pyi)$"
    # Type 1 fonts and the like; our paper has its own.
    r"|^reportlab/fonts/"
    # Pillow reads members' photos for reportlab: JPEG and PNG.
    r"|PIL/_(?:avif|webp|imagingft|imagingtk|imagingcms)|libavif|libwebp"
)
_BABEL = re.compile(r"babel/locale-data/([A-Za-z]+)(?:_[A-Za-z0-9_]+)?\.dat$")


def languages(locale: Path) -> frozenset[str]:
    """The languages that have texts, by their folders, and what CLDR's data needs besides."""
    return ALWAYS | {each.name.split("_")[0] for each in locale.iterdir() if each.is_dir()}


def is_wanted(name: str, kept: Collection[str]) -> bool:
    """Whether a file goes into the folder.

    Args:
        name: Where it would lie in the folder.
        kept: The languages whose CLDR data are kept.
    """
    path = PurePosixPath(name.replace("\\", "/")).as_posix()
    if data := _BABEL.match(path):
        return data[1] in kept
    plugin = _PLUGIN.search(path)
    if plugin and (plugin[1] not in QT_PLUGINS or _UNUSED_PLUGIN.search(plugin[2])):
        return False
    return not (_UNUSED_QT.search(path) or _UNUSED.search(path))
