"""Who wrote: one mailbox read strictly, because access hangs on it; when in doubt there is none."""

import re
from dataclasses import dataclass
from typing import Final

from common.text import clean_line
from mail.charsets import decode
from mail.heads import decode_words

LONGEST: Final = 2_000
# No quoted local parts, no comments inside, no letters beyond ASCII: nothing that two programs read in two ways.
ADDRESS: Final = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*"
)
LONGEST_LOCAL: Final = 64
LONGEST_ADDRESS: Final = 254


@dataclass(frozen=True)
class Mailbox:
    address: str
    name: str = ""


def clean_address(text: str) -> str:
    """The address in lower case, or nothing where it is not plainly one."""
    text = text.strip()
    if len(text) > LONGEST_ADDRESS or not ADDRESS.fullmatch(text) or text.index("@") > LONGEST_LOCAL:
        return ""
    return text.lower()


def read_mailboxes(value: bytes) -> list[Mailbox] | None:
    """The mailboxes of an address header; None when it can be read in more than one way."""
    if len(value) > LONGEST:
        return None
    pieces = _Scanner(decode(value)).pieces()
    if pieces is None:
        return None
    boxes = [_mailbox(piece) for piece in pieces if not piece.is_empty]
    return [box for box in boxes if box] if all(boxes) else None


def _mailbox(piece: "_Piece") -> Mailbox | None:
    address = clean_address(piece.angle if piece.has_angle else piece.outside)
    name = piece.outside if piece.has_angle else piece.comment
    if not address or piece.after.strip() or (piece.has_quote and not piece.has_angle):
        return None
    return Mailbox(address, clean_line(decode_words(name), limit=150))


@dataclass
class _Piece:
    outside: str = ""
    angle: str = ""
    after: str = ""
    comment: str = ""
    has_angle: bool = False
    has_quote: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.outside.strip() or self.has_angle or self.comment)


class _Scanner:
    """Walks an address header once, character by character."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = "outside"  # quote, comment, angle, after
        self.back = "outside"
        self.depth = 0
        self.done: list[_Piece] = [_Piece()]

    def pieces(self) -> list[_Piece] | None:
        characters = iter(self.text)
        for character in characters:
            if character == "\\" and self.place in {"quote", "comment"}:
                self._keep(next(characters, ""))
            elif not self._step(character):
                return None
        return self.done if self.place in {"outside", "after"} else None

    def _step(self, character: str) -> bool:
        match self.place:
            case "quote":
                return self._in_quote(character)
            case "comment":
                return self._in_comment(character)
            case "angle":
                return self._in_angle(character)
        return self._in_the_open(character)

    def _in_the_open(self, character: str) -> bool:
        match character:
            case ",":
                self.done.append(_Piece())
                self.place = "outside"
            case '"':
                self.back, self.place, self.done[-1].has_quote = self.place, "quote", True
            case "(":
                self.back, self.place, self.depth = self.place, "comment", 1
            case "<" if not self.done[-1].has_angle:
                self.done[-1].has_angle, self.place = True, "angle"
            case "<" | ">" | ")":
                return False
            case _:
                self._keep(character)
        return True

    def _in_quote(self, character: str) -> bool:
        if character == '"':
            self.place = self.back
        else:
            self._keep(character)
        return True

    def _in_comment(self, character: str) -> bool:
        self.depth += (character == "(") - (character == ")")
        if self.depth == 0:
            self.place = self.back
        else:
            self._keep(character)
        return True

    def _in_angle(self, character: str) -> bool:
        if character == ">":
            self.place = "after"
        elif character in '<"(),':
            return False
        else:
            self._keep(character)
        return True

    def _keep(self, character: str) -> None:
        field = self.back if self.place == "quote" else self.place
        setattr(self.done[-1], field, getattr(self.done[-1], field) + character)
