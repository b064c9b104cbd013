"""Windows' executables, built and tried out on Linux: `python packaging/dev.py wine [STAGE…]`.

Stages, all of them in this order unless some are named: build, properties, self-test, commands, drive,
first-run, installer.
The lab and the build lie in build/; FAILOVER_WINE_LAB names another folder for the lab, to keep it.
Never ship what is built here: see lab.py. Releases are built on Windows, by .github/workflows/release.yml.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
for folder in (HERE.parent.parent, HERE.parent, HERE):
    sys.path.insert(0, str(folder))

import lab  # noqa: E402
from debian import Stop, say  # noqa: E402
from wine import session  # noqa: E402


def main(stages: list[str]) -> int:
    began = time.monotonic()
    try:
        place = lab.ready()
        say(f"The lab is ready ({time.monotonic() - began:.0f} s).")
        import drive
        import first_run
        import installing
        import trials

        known = {
            "build": lambda wine: trials.build(wine, place),
            "properties": lambda wine: trials.properties(wine, place),
            "self-test": trials.self_tests,
            "commands": trials.commands,
            "drive": drive.drive,
            "first-run": first_run.first_run,
            "installer": lambda wine: installing.round_trip(wine, place),
        }
        unknown = [stage for stage in stages if stage not in known]
        if unknown:
            raise Stop(f"there is no stage {unknown[0]!r}; there are {', '.join(known)}.")
        with session(place / "prefix") as wine:
            for stage in stages or known:
                started = time.monotonic()
                known[stage](wine)
                say(f"-- {stage}: {time.monotonic() - started:.0f} s")
    except Stop as stop:
        sys.stdout.flush()
        sys.stderr.write(f"wine: {stop}\n")
        return stop.code
    say(f"Windows' executables passed under Wine in {time.monotonic() - began:.0f} s.")
    return 0


sys.exit(main(sys.argv[1:]))
