#!/usr/bin/env python
"""The command line of the product: `manage.py help` lists the commands.

Unless DATABASE_URL and REDIS_URL name real servers, a command uses the embedded ones of DATA_DIR, starting
them for as long as it lasts if they do not run.
"""

import os
import sys
from pathlib import Path


def run(argv: list[str]) -> int:
    """Runs the command; switches to the project's own environment when started outside it."""
    # Before anything of config is imported: a server's entry points default to production.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    try:
        from config.commands import main  # noqa: PLC0415  the packages may be missing
    except ModuleNotFoundError as error:
        python = Path(__file__).resolve().parent / ".venv" / "bin" / "python"
        if python.exists() and Path(sys.prefix) != python.parent.parent:
            os.execv(python, [str(python), *argv])  # noqa: S606  replaces this process on purpose
        print(
            f"错误：缺少软件包 {error.name}。请先运行 make run，或 pip install -r requirements.txt。",
            file=sys.stderr,
        )
        return 1
    return main(argv)


if __name__ == "__main__":
    sys.exit(run(sys.argv))
