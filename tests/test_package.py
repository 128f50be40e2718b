"""What is delivered: the wheel, and the committed exports."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from themegraph.export import DEFAULT, EXPORTERS

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(ROOT)],
        check=True,
        capture_output=True,
    )
    (path,) = folder.glob("*.whl")
    return path


def test_the_wheel_holds_the_package_and_its_data_and_nothing_else(wheel):
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}
        names = set(archive.namelist())
    assert {t for t in tops if not t.endswith(".dist-info")} == {"themegraph"}
    assert {
        "themegraph/py.typed",
        "themegraph/_data/ontology/themes.ttl",
        "themegraph/_data/seeds/companies.csv",
    } <= names


def test_the_wheel_installed_elsewhere_does_the_main_job_from_its_own_data(wheel, tmp_path):
    venv.create(tmp_path / "venv", with_pip=False, system_site_packages=False)
    python = tmp_path / "venv" / "bin" / "python"
    target = tmp_path / "site"
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(target), str(wheel)],
        check=True,
    )
    # The libraries come from this environment, themegraph only from the wheel: its own folder goes first,
    # and the editable install is not among the paths that are added.
    libraries = next(p for p in sys.path if p.endswith("site-packages"))
    code = (
        f"import sys; sys.path.insert(0, {str(target)!r}); sys.path.append({libraries!r})\n"
        "import themegraph.resources as r; assert '_data' in str(r.folder('seeds')), r.folder('seeds')\n"
        "from themegraph.cli import main; main()"
    )
    (tmp_path / "a.txt").write_text(
        "HD현대일렉트릭은 북미 초고압 변압기 수요 급증에 힘입어 사상 최대 수주를 기록했다.", "utf-8"
    )
    done = subprocess.run(
        [str(python), "-c", code, "build", "a.txt", "--out", "out"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert {EXPORTERS[name].file for name in DEFAULT} <= {p.name for p in (tmp_path / "out").iterdir()}


@pytest.mark.parametrize("name", DEFAULT)
def test_the_committed_exports_are_what_the_seeds_give_byte_for_byte(name, tmp_path):
    command = [
        sys.executable,
        "-c",
        "from themegraph.cli import main; main()",
        "build",
        "seeds/articles",
        "--out",
        str(tmp_path),
        "--quiet",
    ]
    subprocess.run(command, cwd=ROOT, check=True)
    file = EXPORTERS[name].file
    assert (tmp_path / file).read_bytes() == (ROOT / "exports" / file).read_bytes(), (
        "run make exports, and commit"
    )
