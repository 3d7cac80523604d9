"""Data directories for tests that start servers of their own."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.embedded import start


@pytest.fixture(scope="session")
def initialised(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory that has been used once; making one takes a second, copying it a moment."""
    folder = tmp_path_factory.mktemp("initialised") / "data"
    start(folder).stop()
    for state in (folder / "run").glob("*.json"):
        state.unlink()
    return folder


@pytest.fixture
def data_dir(initialised: Path, tmp_path: Path) -> Path:
    """A copy of `initialised` for one test."""
    return Path(shutil.copytree(initialised, tmp_path / "data", symlinks=True))


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A directory that every account may enter, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="qinghuan-open-"))
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o700)  # a test may have closed it
    for inner in folder.iterdir():
        inner.chmod(0o700)
    shutil.rmtree(folder)
