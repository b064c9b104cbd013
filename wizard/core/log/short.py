"""A short log in a file of its own, read whole and at once: nearly every log of a folder is one.

It goes through the engine as one block, without what only long, packed and several files need: so it says
what :func:`wizard.core.log.joining.read_log` says.
"""

from __future__ import annotations

import io

from wizard.core.log.again import FileBytes
from wizard.core.log.blocks import BLOCK, Block, Spare, cleaned
from wizard.core.log.encoding import change_of, encoding_of
from wizard.core.log.engine import Stretch, drop_blank_end, take
from wizard.core.log.finder import Log
from wizard.core.log.large import Piece
from wizard.core.log.modules import Modules
from wizard.core.log.opening import is_text
from wizard.core.log.origin import HEAD, SAMPLE, STANDARD_INPUT
from wizard.core.regular import no_pipe, refuse_no_file


def read_short(log: Log, spare: Spare, modules: Modules) -> Piece | None:
    """What a log says that is one plain file and fits into one block.

    None of every other log, also of one that cannot be read: ``read_log`` reads it, or says why it cannot.
    """
    (part, *others) = log.parts
    if others or part.entry or part.path == STANDARD_INPUT:
        return None
    data = spare.taken()
    try:
        size = _read(part.path, data)
        head = bytes(data[: min(HEAD, size)])
        if not size or not is_text(head) or encoding_of(head):
            return None
        if change_of(head, lambda: bytes(data[: min(SAMPLE, size)])) is not None:
            return None
        stretch = Stretch(modules)
        drop_blank_end(stretch, take(stretch, Block(0, size, *cleaned(data, size))))
    finally:
        spare.give(data)
    return Piece(part.name, stretch, FileBytes(part.path))


def _read(path: str, data: bytearray) -> int:
    """Reads a whole file. Gives how many bytes it has, 0 for one that is long or cannot be read."""
    try:
        size = refuse_no_file(path).st_size
        if not 0 < size < BLOCK:
            return 0
        with io.FileIO(path, opener=no_pipe) as file, memoryview(data) as view:
            count = file.readinto(view[:BLOCK])
    except OSError:
        return 0
    return count if count == size else 0  # Else it is being written, or cut.
