"""Brings the vendored libraries of the page and the query editor anew from npm: vendor.py [PACKAGE@VERSION ...] (`make vendor`).

Without arguments the versions of each vendor/versions.json are fetched and must have the hash written there; a
named version is fetched and written there instead.
"""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "graph" / "themegraph"
VENDORED = (PACKAGE / "export" / "html" / "vendor", PACKAGE / "serve" / "vendor")


def main(wanted: list[str]) -> None:
    """Fetches with npm, checks, unpacks."""
    for folder in VENDORED:
        bring(folder, wanted)


def bring(vendor: Path, wanted: list[str]) -> None:
    """Brings the libraries of one folder."""
    npm = shutil.which("npm")
    if not npm:
        sys.exit("vendor needs npm, which comes with Node.js")
    versions = json.loads((vendor / "versions.json").read_text("utf-8"))
    named = dict(item.rsplit("@", 1) for item in wanted)
    for package, entry in versions.items():
        version = named.get(package, entry["version"])
        with tempfile.TemporaryDirectory() as folder:
            packed = subprocess.run(
                [npm, "pack", "--silent", f"{package}@{version}"],
                cwd=folder,
                check=True,
                capture_output=True,
                text=True,
            )
            archive = Path(folder) / packed.stdout.split()[-1]
            found = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode(
                "ascii"
            )
            if package not in named and found != entry["integrity"]:
                sys.exit(f"{package} {version}: what npm gave is not what versions.json names")
            entry |= {"version": version, "integrity": found}
            with tarfile.open(archive) as tar:
                for inside, target in entry["files"].items():
                    content = tar.extractfile(f"package/{inside}")
                    if content is None:
                        sys.exit(f"{package} {version} holds no {inside}")
                    (vendor / target).write_bytes(content.read())
        print(f"{package} {version}")
    (vendor / "versions.json").write_text(json.dumps(versions, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
