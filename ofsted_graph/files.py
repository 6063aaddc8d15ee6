"""Files written whole or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

from ofsted_graph.errors import InputError


def replace_file(path: Path, content: bytes, *, durably: bool = True) -> bool:
    """Put `content` at `path` in one step, so that a reader or a crash never meets half a file.

    A link stays a link to what it names, and a file keeps its permissions. What is no file, such as
    `/dev/stdout` or a named pipe, is written to as it is.

    Args:
        path: Where to write.
        content: What to write.
        durably: Whether to wait until it is on the disk; of thousands of files that can be made
            again nobody needs that.

    Returns:
        Whether the content differs from what was there.

    Raises:
        InputError: The folder cannot be written, or the disk is full; the old file is untouched.
    """
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)
            return True
        if path.is_file() and path.read_bytes() == content:
            return False
        target = path.resolve()
        mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o644
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                if durably:
                    os.fsync(file.fileno())
            temporary.chmod(mode)
            temporary.replace(target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise InputError(
            f"cannot be written ({error.strerror}); what was there before is unchanged.", path=path
        ) from error
    return True
