"""Where evidence files are kept: a folder of this machine, or a bucket that speaks S3."""

from pathlib import Path
from typing import Any

from config import env

LOCAL, S3 = "local", "s3"
# What comes out of a bucket is passed on from a temporary file once it is larger than this.
MEMORY = 2 * 1024 * 1024


def storage(data_dir: Path) -> dict[str, Any]:
    """The storage that EVIDENCE_STORAGE asks for: `local` (the default) below `data_dir`, or `s3`."""
    chosen = env.text("EVIDENCE_STORAGE", LOCAL)
    if chosen == LOCAL:
        return _folder(data_dir / "evidence")
    if chosen == S3:
        return _bucket()
    raise env.BadEnvironment(f"环境变量 EVIDENCE_STORAGE 应为 {LOCAL} 或 {S3}，现为“{chosen}”。")


def _folder(location: Path) -> dict[str, Any]:
    """Readable by the product's account alone."""
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": location,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    }


def _bucket() -> dict[str, Any]:
    """A private bucket; needs requirements-s3.txt. Files pass through the product, never by an address of theirs."""
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": env.text("EVIDENCE_S3_BUCKET"),
            "endpoint_url": env.text("EVIDENCE_S3_ENDPOINT", "") or None,
            "region_name": env.text("EVIDENCE_S3_REGION", "") or None,
            "access_key": env.text("EVIDENCE_S3_ACCESS_KEY"),
            "secret_key": env.text("EVIDENCE_S3_SECRET_KEY"),
            # Most servers other than Amazon's know a bucket by its path only.
            "addressing_style": "path",
            "default_acl": None,
            "file_overwrite": False,
            "max_memory_size": MEMORY,
        },
    }
