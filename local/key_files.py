"""Secrets of the local system: random texts in files that only their owner can read."""

import os
import secrets
from pathlib import Path

_BYTES = 32


def load_or_create(path: Path) -> str:
    """The secret in the file. The first call creates it, so that what it signed can be checked after a restart."""
    try:
        return path.read_text(encoding="ascii")
    except FileNotFoundError:
        secret = secrets.token_hex(_BYTES)
        write_privately(path, secret.encode())
        return secret


def write_privately(path: Path, content: bytes) -> None:
    """Write a partial file and rename it, so that a killed process leaves no incomplete secret."""
    partial = path.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    partial.rename(path)
