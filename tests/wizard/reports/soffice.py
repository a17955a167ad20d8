"""LibreOffice without a screen: many workbooks calculated anew in one go."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
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


def recalculated(files: Iterable[Path], folder: Path, format_: str = "xlsx") -> Path:
    """A folder with every file calculated anew, under its own name.

    Args:
        files: workbooks with different names.
        folder: an empty one, for the profile and the outcome.
        format_: what LibreOffice saves: xlsx, or pdf to look at.
    """
    assert SOFFICE is not None, WHY_NOT
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(_SETTINGS, encoding="utf-8")
    out = folder / "out"
    done = subprocess.run(
        [
            SOFFICE,
            f"-env:UserInstallation={settings.parents[1].as_uri()}",
            "--headless",
            "--convert-to",
            format_,
            "--outdir",
            str(out),
            *map(str, files),
        ],
        capture_output=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    return out
