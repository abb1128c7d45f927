"""Boards: listings of a production's entities that stay in memory, brought up to date row by row.

A board is asked for through `show`, which looks for changes first and reads again what they touch, so that what it returns is never older
than the moment it was asked at. Memory is bounded in bytes; boards that were not asked for longest go first.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import current_app

from zou.caching.blocks import Block, Line, PatchedText, Text, make_blocks
from zou.caching.changes import Mark, News, look

#: Seconds after which a board is read whole again: changes are kept for longer than this.
LONGEST = 3600
#: Texts that a board keeps for people who follow tasks.
PERSONAL = 16

Load = Callable[[frozenset[str] | None], list[Line]]
"""Reads rows: all of the board, or those that the entities of these ids are or show."""
Follow = Callable[[Text, dict[str, frozenset[str]], "Mapping[Block, Block]"], PatchedText]
"""Makes the text of somebody who follows tasks, out of the board's; given the blocks that were made so before."""


@dataclass(frozen=True)
class Frame:
    """What stands around and between the rows of a reply."""

    head: bytes
    mark: bytes
    tail: bytes

    def around(self, lines: list[Line]) -> Text:
        """The reply with these rows, which are in order and hold their texts."""
        return Text(self.head, make_blocks(lines, self.mark), self.tail, self.mark)


class Board:
    """Rows of a listing and the moment they were read at. Its lock is held while it is read anew."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.mark: Mark | None = None
        self.read_at = 0.0
        self.text: Text | None = None
        self.personal: OrderedDict[Hashable, PatchedText] = OrderedDict()

    def bring_up_to_date(self, news: News, frame: Frame, load: Load) -> Text:
        """Read what the news touch, or all of it, and remember the moment."""
        if self.text is None or news.whole or len(news.ids) > sum(len(block.lines) for block in self.text.blocks) // 4 + 50:
            lines = sorted(load(None), key=lambda line: line.order)
            self.text = frame.around(lines)
            self.read_at = time.monotonic()
        elif news.ids:
            self.text = replace(self.text, news.ids, load(news.ids))
        self.mark = news.mark
        return self.text

    def text_for(self, news: News, follow: Follow) -> Text:
        """The text for somebody: the board's own, or one with the flags of the tasks that they follow."""
        assert self.text is not None
        if not news.followed:
            return self.text
        key = frozenset(news.followed.items())
        known = self.personal.get(key)
        if known is None or known.source() is not self.text:
            self.personal[key] = follow(self.text, news.followed, known.made if known else {})
            while len(self.personal) > PERSONAL:
                self.personal.popitem(last=False)
        self.personal.move_to_end(key)
        return self.personal[key]

    @property
    def weight(self) -> int:
        """About how many bytes of memory it takes."""
        blocks = {block for text in (self.text, *self.personal.values()) if text for block in text.blocks}
        for text in self.personal.values():
            blocks.update(text.made, text.made.values())
        return 2000 + sum(block.weight for block in blocks)


def replace(text: Text, ids: frozenset[str], fresh: list[Line]) -> Text:
    """`text` without the rows that are or show the entities of `ids`, and with the `fresh` ones."""
    coming = {line.id: line for line in fresh}
    blocks: list[Block] = []
    moved = False
    for block in text.blocks:
        lines: list[Line] = []
        touched = False
        for line in block.lines:
            if line.id not in ids and line.id not in coming and ids.isdisjoint(line.shows):
                lines.append(line)
                continue
            touched = True
            new = coming.pop(line.id, None)
            if new is not None:
                lines.append(new)
            moved = moved or new is None or new.order != line.order
        blocks.append(_with_texts(block, lines) if touched else block)
    if moved or coming:
        return _put_in_order(text, blocks, list(coming.values()))
    return Text(text.head, blocks, text.tail, text.mark)


def _with_texts(block: Block, lines: list[Line]) -> Block:
    return Block([Line(line.id, line.order, line.shows, line.text or block.text_of(line)) for line in lines], block.mark)


def _put_in_order(text: Text, blocks: list[Block], added: list[Line]) -> Text:
    """Rows have come, gone or moved: all blocks are made anew."""
    lines = [Line(line.id, line.order, line.shows, block.text_of(line)) for block in blocks for line in block.lines] + added
    lines.sort(key=lambda line: line.order)
    return Text(text.head, make_blocks(lines, text.mark), text.tail, text.mark)


class Boards:
    """The boards of one application, at most `limit` bytes of them."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.lock = threading.Lock()
        self.kept: OrderedDict[Hashable, Board] = OrderedDict()
        self.weights: dict[Hashable, int] = {}

    def board(self, key: Hashable) -> Board:
        """The board of this key, an empty one where there is none."""
        with self.lock:
            board = self.kept.setdefault(key, Board())
            self.kept.move_to_end(key)
            return board

    def weigh(self, key: Hashable, board: Board) -> None:
        """Take note of a board's weight, and let go of those that are one too many: of itself where it alone is too heavy."""
        weight = board.weight
        with self.lock:
            if key in self.kept:
                self.weights[key] = weight
            while self.kept and sum(self.weights.values()) > self.limit:
                gone = key if weight > self.limit else next(iter(self.kept))
                self.kept.pop(gone, None)
                self.weights.pop(gone, None)


def boards() -> Boards:
    """The boards of the application at hand."""
    store = current_app.extensions.get("boards")
    if store is None:
        store = current_app.extensions.setdefault("boards", Boards(current_app.config["SETTINGS"].board_cache_mb * 1024 * 1024))
    return store


def show(key: Hashable, project_id: UUID, person_id: UUID, frame: Frame, load: Load, follow: Follow) -> Text:
    """The board of this key as the person sees it now. One statement where nothing has changed."""
    store = boards()
    board = store.board(key)
    with board.lock:
        since = board.mark if time.monotonic() - board.read_at < LONGEST else None
        news = look(project_id, person_id, since)
        if news.writing:
            text = Board().bring_up_to_date(News(news.mark, True, True), frame, load)
            return follow(text, news.followed, {}) if news.followed else text
        board.bring_up_to_date(news, frame, load)
        text = board.text_for(news, follow)
    store.weigh(key, board)
    return text
