"""How long each phase of a build took, as ``sphinx-build -v`` prints it."""

from __future__ import annotations

import re
import subprocess
import sys
import time

import pytest
from conftest import api, operation

from sphinxcontrib_openapi_pages.openapi.phases import PHASES, Phases

SPEC = api({f"/{n}": {"get": operation(f"op{n}", "g", description="Harbours.")} for n in range(30)})
LINE = re.compile(r"^\[openapi\] (\w+): (\d+\.\d{3}) s$", re.MULTILINE)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_verbose_builds_print_the_time_of_each_phase(make_site, jobs):
    site = make_site(SPEC)

    def built(*flags: str) -> dict[str, float]:
        command = [sys.executable, "-m", "sphinx", *flags, "-N", "-E", "-a", "-j", jobs, site.srcdir, site.outdir]
        found = subprocess.run(command, check=True, capture_output=True, text=True)
        return {name: float(seconds) for name, seconds in LINE.findall(found.stdout)}

    taken = built("-v")
    assert tuple(taken) == PHASES
    assert taken["render"] > 0.01, "the processes of a parallel build count, too"
    assert taken["parse"] > 0
    assert built() == {}


def test_a_phase_within_another_one_counts_once():
    phases = Phases()
    with phases.timed("bundle"):
        time.sleep(0.02)
        with phases.timed("parse"):
            time.sleep(0.05)
    taken = phases.taken()
    assert taken["parse"] >= 0.05
    assert 0.02 <= taken["bundle"] < 0.05
