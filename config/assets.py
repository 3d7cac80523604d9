"""The browser libraries: fetched by npm as locked in package-lock.json, copied to static/vendor.

Only the files that pages use are kept; everything is served from our own address.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from config.embedded import ServiceError

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "static" / "vendor"
# Where each file comes from inside node_modules → its name in static/vendor.
FROM_NPM = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "@tabler/core/dist/js/tabler.min.js": "tabler.min.js",
    "echarts/dist/echarts.min.js": "echarts.min.js",
    "echarts/LICENSE": "echarts.LICENSE.txt",
    "echarts/NOTICE": "echarts.NOTICE.txt",
}
HTMX = "htmx.min.js"
LICENCES = "LICENCES.txt"
FILES = (*FROM_NPM.values(), HTMX, LICENCES)
PROJECT_FILES = ("package.json", "package-lock.json", ".npmrc")
# The maps that these comments name are not kept, and a missing one stops collectstatic.
SOURCE_MAP = re.compile(rb"\s*(/\*# sourceMappingURL=\S+ \*/|//# sourceMappingURL=\S+)\s*$")


def fingerprint(root: Path = ROOT) -> str:
    """Changes with the locked versions, the bundled htmx and this file's idea of what to copy."""
    parts = [(root / name).read_bytes() for name in PROJECT_FILES]
    parts += [version("django-htmx").encode(), repr(sorted(FROM_NPM.items())).encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def ensure(root: Path = ROOT, vendor: Path = VENDOR) -> bool:
    """Fetches the libraries unless the right ones are in place; whether it fetched.

    ServiceError with one line in Chinese when they cannot be fetched or written.
    """
    stamp, wanted = vendor / ".fetched", fingerprint(root)
    complete = all((vendor / name).exists() for name in FILES)
    if complete and stamp.exists() and stamp.read_text() == wanted:
        return False
    try:
        with tempfile.TemporaryDirectory(prefix="qinghuan-npm-") as folder:
            modules = fetch(Path(folder), root)
            copy(modules, vendor)
        stamp.write_text(wanted)
    except OSError as error:
        raise ServiceError(f"网页组件写不进 {error.filename or vendor}（{error.strerror}）。") from error
    return True


def fetch(folder: Path, root: Path) -> Path:
    """Installs the locked packages below `folder` without running their scripts; the node_modules there."""
    for name in PROJECT_FILES:
        shutil.copy(root / name, folder / name)
    npm = find_npm()
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    if not os.access(Path.home(), os.W_OK):
        command.append(f"--cache={folder / 'cache'}")
    # npm is a script that looks for node on the path.
    path = f"{Path(npm).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        lines = [line for line in done.stderr.splitlines() if line.strip()] or ["没有说明"]
        raise ServiceError(f"下载网页组件失败（{lines[0].strip()}）：请检查网络，再运行一次。")
    return folder / "node_modules"


def find_npm() -> str:
    """The machine's npm, or one installed from PyPI into this environment."""
    own = Path(sys.prefix) / "bin" / "npm"
    found = shutil.which("npm") or (str(own) if own.exists() else None)
    if found:
        return found
    print("没有找到 npm，改从 PyPI 安装（约 60 MB，仅此一次）……", flush=True)
    command = [sys.executable, "-m", "pip", "install", "--quiet", "-r", str(ROOT / "requirements-assets.txt")]
    if subprocess.run(command, check=False).returncode != 0 or not own.exists():
        raise ServiceError(
            "没有 npm，也没能从 PyPI 安装：请检查网络，或先装好 Node.js（含 npm），再运行一次。"
        )
    return str(own)


def copy(modules: Path, vendor: Path) -> None:
    """Copies what pages use from `modules` (a node_modules) to `vendor`, each file in one step."""
    vendor.mkdir(parents=True, exist_ok=True)
    for source, name in FROM_NPM.items():
        _put(vendor / name, (modules / source).read_bytes())
    package = find_spec("django_htmx")
    if package is None or package.origin is None:
        raise ServiceError("缺少软件包 django-htmx：请运行 make run，或 pip install -r requirements.txt。")
    _put(vendor / HTMX, (Path(package.origin).parent / "static/django_htmx/htmx-2.min.js").read_bytes())
    _put(vendor / LICENCES, licences(modules).encode())


def licences(modules: Path) -> str:
    """A line for each library: name, version, licence, home page."""
    lines = []
    for manifest in sorted(modules.glob("[!.]*/package.json")) + sorted(modules.glob("@*/*/package.json")):
        about = json.loads(manifest.read_text())
        lines.append(
            f"{about['name']} {about['version']} {about['license']} {about.get('homepage', '')}".strip()
        )
    lines.append("htmx 2 0BSD https://htmx.org")
    return "\n".join(lines) + "\n"


def _put(target: Path, content: bytes) -> None:
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    draft.write_bytes(SOURCE_MAP.sub(b"", content) + b"\n")
    draft.replace(target)


def main(arguments: list[str]) -> int:
    """Fetches the libraries if need be, or copies them from a node_modules named; the exit status."""
    try:
        if arguments:
            copy(Path(arguments[0]), VENDOR)
        else:
            ensure()
    except ServiceError as error:
        print(f"错误：{error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
