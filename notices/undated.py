"""Archives without the time of writing, so that the same content gives the same bytes. Pure."""

import io
import zipfile

_EPOCH = (1980, 1, 1, 0, 0, 0)


def undated(data: bytes) -> bytes:
    """The same archive with every file dated to the first day the format knows."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return buffer.getvalue()
