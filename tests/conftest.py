"""Without a display Qt aborts the process, so it is told before anything imports it."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
