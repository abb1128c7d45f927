"""A long reply as blocks of rows, so that a changed row costs the work of its block: checking, compressing and hashing."""

import hashlib
import weakref
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

#: Rows of a block.
ROWS = 64
_LEVEL = 2
_GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"


@dataclass(slots=True)
class Line:
    """A row: its id, its place in the order, the ids of the other entities that it shows, its text and where that is in its block."""

    id: str
    order: tuple[str, ...]
    shows: tuple[str, ...]
    text: bytes = b""
    start: int = 0
    end: int = 0


class Block:
    """Rows that stand together, as one text. `mark` is what separates rows."""

    __slots__ = ("_deflated", "_digest", "lines", "mark", "raw")

    def __init__(self, lines: list[Line], mark: bytes) -> None:
        self.lines, self.mark = lines, mark
        self.raw = mark.join([line.text for line in lines])
        place = 0
        for line in lines:
            line.start, line.end = place, place + len(line.text)
            place = line.end + len(mark)
            line.text = b""
        self._digest = b""
        self._deflated: dict[bool, bytes] = {}

    def text_of(self, line: Line) -> bytes:
        """The text of one of its rows."""
        return self.raw[line.start : line.end]

    def pieces(self) -> list[bytes]:
        """The text, in pieces."""
        return [self.raw]

    @property
    def digest(self) -> bytes:
        """A digest of the text."""
        if not self._digest:
            made = hashlib.blake2b(digest_size=16)
            for piece in self.pieces():
                made.update(piece)
            self._digest = made.digest()
        return self._digest

    def deflated(self, *, first: bool) -> bytes:
        """The text as a piece of a gzip file, with the separator before it unless it is the first."""
        if first not in self._deflated:
            text = b"".join(self.pieces())
            self._deflated[first] = deflate(text if first else self.mark + text)
        return self._deflated[first]

    @property
    def weight(self) -> int:
        """About how many bytes of memory it takes."""
        return len(self.raw) + sum(map(len, self._deflated.values())) + 200 * len(self.lines)


class Patched(Block):
    """A block with `new` in place of some stretches of another one's text, which is shared and not copied."""

    __slots__ = ("new", "places")

    def __init__(self, source: Block, places: list[tuple[int, int]], new: bytes) -> None:
        self.lines, self.mark, self.raw = source.lines, source.mark, source.raw
        self.places, self.new = places, new
        self._digest, self._deflated = b"", {}

    def pieces(self) -> list[bytes]:
        """The text, in pieces."""
        made: list[bytes] = []
        done = 0
        for start, end in self.places:
            made += (self.raw[done:start], self.new)
            done = end
        made.append(self.raw[done:])
        return made

    @property
    def weight(self) -> int:
        """About how many bytes of memory it takes besides the block that it shares."""
        return sum(map(len, self._deflated.values())) + 100 * len(self.places)


def make_blocks(lines: list[Line], mark: bytes) -> list[Block]:
    """Blocks of `lines`, which are in order and hold their texts."""
    return [Block(lines[start : start + ROWS], mark) for start in range(0, len(lines), ROWS)]


def deflate(text: bytes) -> bytes:
    """A piece of a gzip file that can stand anywhere in it: it refers to nothing before."""
    compressor = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    return compressor.compress(text) + compressor.flush(zlib.Z_FULL_FLUSH)


Find = Callable[[str, bytes], list[tuple[int, int]]]
"""Finds stretches of a row, given its id and text."""


@dataclass
class Text:
    """A whole reply: a head, blocks and a tail."""

    head: bytes
    blocks: list[Block]
    tail: bytes
    mark: bytes
    _gzip: list[bytes] = field(default_factory=list)

    def pieces(self) -> list[bytes]:
        """The reply, in pieces that are not copied."""
        made = [self.head]
        for block in self.blocks:
            made += (self.mark, *block.pieces()) if len(made) > 1 else block.pieces()
        # Where the tail only ends the last row, it has nothing to end without rows.
        made.append(self.tail if self.blocks or self.tail != self.mark else b"")
        return made

    def gzip(self) -> list[bytes]:
        """The reply as a gzip file, in pieces; compressed once."""
        if not self._gzip:
            body = [deflate(self.head)]
            body += [block.deflated(first=place == 0) for place, block in enumerate(self.blocks)]
            ending = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
            body.append(ending.compress(self.pieces()[-1]) + ending.flush())
            checksum, size = 0, 0
            for piece in self.pieces():
                checksum, size = zlib.crc32(piece, checksum), size + len(piece)
            self._gzip = [_GZIP_HEADER, *body, checksum.to_bytes(4, "little"), (size & 0xFFFFFFFF).to_bytes(4, "little")]
        return self._gzip

    def digest(self) -> bytes:
        """A digest of the reply."""
        made = hashlib.blake2b(self.head, digest_size=16)
        for block in self.blocks:
            made.update(block.digest)
        return made.digest()

    def patched(self, touched: Iterable[str], find: Find, new: bytes, known: "Mapping[Block, Block] | None" = None) -> "PatchedText":
        """The reply with `new` in place of what `find(id, text)` finds in the rows of these ids. `known`: blocks that were patched so before."""
        wanted, before = frozenset(touched), known or {}
        made = {block: before.get(block) or _patched(block, wanted, find, new) for block in self.blocks if any(line.id in wanted for line in block.lines)}
        return PatchedText(self, made)


class PatchedText(Text):
    """A reply made of another one, `source`, by patching some of its blocks; it remembers which became which."""

    def __init__(self, source: Text, made: dict[Block, Block]) -> None:
        super().__init__(source.head, [made.get(block, block) for block in source.blocks], source.tail, source.mark)
        self.source, self.made = weakref.ref(source), made


def _patched(block: Block, wanted: frozenset[str], find: Find, new: bytes) -> Block:
    places = []
    for line in block.lines:
        if line.id in wanted:
            places += [(line.start + start, line.start + end) for start, end in find(line.id, block.text_of(line))]
    return Patched(block, places, new)
