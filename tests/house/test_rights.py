"""What the policy's relations mean is known to every process, also to one that serves no page."""

import json
import os
import subprocess
import sys
from pathlib import Path

from portal.people import policy
from tests.house.test_floors import ROOT

BUILT_IN = {policy.ANY, policy.OWN_UNIT, policy.OWNER, policy.SELF}
FRESH = """
import json, sys
import django
django.setup()
from portal.people import rights

def known():
    return {
        "relations": sorted(map(list, rights._RELATIONS)),
        "units": sorted(rights._UNITS),
        "organisations": sorted(rights._ORGANISATIONS),
    }

early = known()
assert "portal.urls" not in sys.modules
from django.urls import get_resolver
get_resolver().url_patterns
print(json.dumps([early, known()]))
"""


def test_a_process_without_pages_knows_every_relation(tmp_path: Path) -> None:
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings", "PORTAL_VAR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", FRESH], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )
    early, late = json.loads(done.stdout)
    known = {(noun, name) for noun, name in early["relations"]}
    wanted = {
        (line.action.partition(":")[0], name)
        for line in policy.TABLE
        for name in line.relations
        if name not in BUILT_IN
    }
    assert wanted <= known, f"nobody registered in a rights.py: {sorted(wanted - known)}"
    assert early == late, "pages registered something: it belongs into a rights.py"
