"""The program, whose waits no ctrl+c ends: another thread takes it, and Python hears of it later.

So it is too where one comes right before a line is waited for.
"""

from __future__ import annotations

import signal
import sys
import threading

from wizard.cli import run

if __name__ == "__main__":
    threading.Thread(target=threading.Event().wait, daemon=True).start()
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    sys.exit(run(sys.argv[1:]))
