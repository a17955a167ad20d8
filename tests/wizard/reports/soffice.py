"""LibreOffice without a screen: many workbooks calculated anew in one go."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
SECONDS, SECONDS_EACH = 120, 10
"""How long they may take, and how much longer for every file."""
AT_ONCE = 100
"""How many files one run converts: of more it may leave out the last, and say nothing."""
WHY_NOT = "soffice is not installed; on Debian and Ubuntu: apt install libreoffice-calc-nogui"

# 0 is "always": by default it trusts the values in a file that names Excel as its program.
_SETTINGS = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"
 xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def recalculated(files: Sequence[Path], folder: Path, format_: str = "xlsx") -> Path:
    """A folder with every file calculated anew, under its own name.

    Args:
        files: workbooks with different names.
        folder: an empty one, for a profile of the program's own and the outcome.
        format_: what LibreOffice saves: xlsx, or pdf to look at.
    """
    assert SOFFICE is not None, WHY_NOT
    out, profile = folder / "out", folder / "profile"
    settings = profile / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(_SETTINGS, encoding="utf-8")
    for begin in range(0, len(files), AT_ONCE):
        batch = files[begin : begin + AT_ONCE]
        done = subprocess.run(
            [
                SOFFICE,
                f"-env:UserInstallation={profile.as_uri()}",
                "--headless",
                "--convert-to",
                format_,
                "--outdir",
                str(out),
                *map(str, batch),
            ],
            capture_output=True,
            timeout=SECONDS + SECONDS_EACH * len(batch),
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode(errors="replace")
    return out
