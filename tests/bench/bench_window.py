"""Start of the window: to the unlock screen's first paint, and from Enter to Home.

    python tests/bench/bench_window.py [RUNS]

Both windows are processes of their own on the offscreen platform, in turn; the other is an empty
PySide6 window. Times are from the start of the process or of its first line ("inside").
"""

import os
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from processes import environment, median, run, table

from coopledger.app.demo import make_practice

EMPTY = """
import os, time; begin = time.time()
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
class Window(QWidget):
    def paintEvent(self, event):
        print(time.time() - float(os.environ["START"]), time.time() - begin)
        QTimer.singleShot(0, app.quit)
app = QApplication([])
window = Window(); window.resize(1366, 768); window.show(); app.exec()
"""
UNLOCK = """
import os, sys, time; begin = time.time()
from pathlib import Path
from PySide6.QtCore import QTimer
from coopledger.desktop.main import application
from coopledger.desktop.window import MainWindow
app = application()
window = MainWindow(Path(sys.argv[1]))
window.resize(1366, 768)
def seen():
    print(time.time() - float(os.environ["START"]), time.time() - begin)
    QTimer.singleShot(0, window.close); QTimer.singleShot(0, app.quit)
window.painted.connect(seen)
window.show(); app.exec()
"""
HOME = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit
from coopledger.desktop.main import application
from coopledger.desktop.window import MainWindow
app = application()
window = MainWindow(Path(sys.argv[1]))
window.resize(1366, 768)
times = {}
def typed():
    from coopledger.ledger import keyfile
    from coopledger.store.store import keys_path
    begin = time.perf_counter()
    keyfile.decode(keys_path(Path(sys.argv[1])).read_bytes()).unlock("practice")
    times["argon2id"] = time.perf_counter() - begin
    window.cover.findChild(QLineEdit).setText("practice")
    times["enter"] = time.perf_counter()
    window.cover.unlock()
def unlocked():
    window.repaint()
    print(time.perf_counter() - times["enter"], times["argon2id"])
    QTimer.singleShot(0, window.close); QTimer.singleShot(0, app.quit)
window.unlocked.connect(unlocked)
# Somebody types the passphrase for two seconds; the imports load meanwhile.
window.painted.connect(lambda: QTimer.singleShot(2000, typed))
window.show(); app.exec()
"""


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = folder / "practice.coop"
        make_practice(store, lambda _done, _of: None)
        env = environment(XDG_CONFIG_HOME=name, XDG_DATA_HOME=name)
        starts: dict[str, list[tuple[float, float]]] = {"empty": [], "unlock": []}
        for _ in range(runs):
            for what, script in (("empty", EMPTY), ("unlock", UNLOCK)):
                env["START"] = str(time.time())
                printed = run([sys.executable, "-c", script, str(store)], folder, env).printed
                process, inside = map(float, printed.split())
                starts[what].append((process, inside))
        homes = []
        for _ in range(max(3, runs // 3)):
            printed = run([sys.executable, "-c", HOME, str(store)], folder, env).printed
            homes.append(tuple(map(float, printed.split())))
        rows = [["start to first paint, medians", "from process s", "inside s"]]
        medians = {}
        for what, found in starts.items():
            medians[what] = [median(column) for column in zip(*found, strict=True)]
            rows.append([f"{what} window", *(f"{value:.3f}" for value in medians[what])])
        ratios = [u / e for u, e in zip(medians["unlock"], medians["empty"], strict=True)]
        rows.append(["ratio", *(f"{ratio:.2f}" for ratio in ratios)])
        enter, argon = (median(column) for column in zip(*homes, strict=True))
        rows.append(["Enter to Home painted", f"{enter:.3f}", ""])
        rows.append(["  of it Argon2id", f"{argon:.3f}", ""])
        table(rows)


if __name__ == "__main__":
    main()
