"""Braille by the liblouis library, where it is installed."""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import sys
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from publish.errors import ToolError
from publish.phrases import primary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from publish.model import Span

_NAMED: Final = "LIBLOUIS"
"""The variable of the environment that may name the library's file."""
_NAMES: Final = ("louis", "liblouis")
"""That it goes by, on Windows the second."""
_HINTS: Final = {
    "linux": "Run: sudo apt install liblouis20 liblouis-data",
    "darwin": "Run: brew install liblouis",
    "win32": f"Unpack liblouis for Windows, and set {_NAMED} to its liblouis.dll and LOUIS_TABLEPATH to its tables.",
}

# From liblouis.h: modes, forms of type, and the level at which it says nothing.
_DOTS: Final = 4
_UNICODE: Final = 64
_NOTHING_FOR_UNKNOWN: Final = 128
_ITALIC: Final = 0x1
_BOLD: Final = 0x4
_UNCONTRACTED: Final = 0x1000
_SILENT: Final = 60_000
_ANY_TABLE: Final = b"en-ueb-g1.ctb"
"""One that every liblouis brings."""

_FIRST_CELL: Final = 0x2800
# North American ASCII braille, by the number of its dots (1 is 1, 2 is 2, 3 is 4 …).
_ASCII: Final = " A1B'K2L@CIF/MSP\"E3H9O6R^DJG>NTQ,*5<-U8V.%[$+X!&;:4\\0Z7(_?W]#Y)="
# What a code without a sign of its own for it writes instead.
_INSTEAD: Final = {
    "—": "-", "–": "-", "\u2011": "-", "‐": "-", "−": "-", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "‘": "'", "’": "'", "‚": "'", "‹": "'", "›": "'", "״": '"', "׳": "'", "…": "...", "•": "*", "·": "*", "×": "x",
    # The Italian table has the hyphen under this name alone.
    "-": "\u00ad",
}  # fmt: skip


class Liblouis:
    """Satisfies model.Braille; reads braille back, too."""

    def __init__(self) -> None:
        self._library = _library()
        self._encoding = f"utf-{8 * self._library.lou_charSize()}-{'le' if sys.byteorder == 'little' else 'be'}"
        self._known: dict[tuple[str, str], bool] = {}
        self._found: dict[str, bool] = {}

    def grades(self, language: str) -> tuple[int, ...]:
        """Return 1 where a language can be written uncontracted, and 2 where contracted."""
        tables = [(grade, _code(language).get(f"g{grade}")) for grade in (1, 2)]
        return tuple(grade for grade, table in tables if table and self._there(str(table)))

    def __call__(self, runs: Sequence[Span], language: str, grade: int, /) -> str:
        """Return runs of text as ASCII braille, in one line.

        A run in another language is not contracted; one in letters that the code does not know is written in the code
        of its own language, within the signs that the code has for that.

        Raises:
            ToolError: liblouis failed.
        """
        table = str(_code(language)[f"g{grade}"])
        made = []
        for own, group in groupby(runs, key=lambda run: self._switched(run, table, language)):
            if own:
                made.append(self._in_code_of(own, "".join(run.text for run in group), _code(language)))
            else:
                made.append(self._translated(table, self._formed(group, table, language)))
        return "".join(made)

    def continues(self, language: str) -> str:
        """Return what ends a line on which a long word is not finished."""
        return str(_code(language).get("continues", "-"))

    def read(self, braille: str, language: str, grade: int) -> str:
        """Return what ASCII braille says, as far as its code can be read back.

        Raises:
            ToolError: liblouis failed.
        """
        cells = "".join(chr(_FIRST_CELL + _ASCII.index(letter)) for letter in braille)
        return self._called("lou_backTranslateString", str(_code(language)[f"g{grade}"]), cells, None, 0)

    def _switched(self, run: Span, table: str, language: str) -> str:
        """Return the language in whose code a run is written, where it is not the block's."""
        if not run.language or primary(run.language) == primary(language) or 1 not in self.grades(run.language):
            return ""
        letters = [letter for letter in run.text if letter.isalpha()]
        strange = sum(not self._knows(table, letter) for letter in letters)
        return run.language if strange > len(letters) / 2 else ""

    def _in_code_of(self, language: str, text: str, code: Mapping[str, Any]) -> str:
        inner = text.strip()
        before, _, after = text.partition(inner)
        table = str(_code(language)["g1"])
        said = self._translated(table, [(letter, 0) for part in inner for letter in self._spelt(table, part)])
        opens, closes = str(code.get("opens", "")), str(code.get("closes", ""))
        return before + opens.format(primary(language).upper()) + said + closes + after

    def _formed(self, runs: Iterable[Span], table: str, language: str) -> Iterator[tuple[str, int]]:
        """Yield the letters of runs, each with its form."""
        emphasis = bool(_code(language).get("emphasis"))
        for run in runs:
            foreign = run.language and primary(run.language) != primary(language)
            form = _UNCONTRACTED if foreign or "code" in run.styles else 0
            if emphasis:
                form |= (_ITALIC if "emphasis" in run.styles else 0) | (_BOLD if "strong" in run.styles else 0)
            for letter in run.text:
                yield from ((each, form) for each in self._spelt(table, letter))

    def _spelt(self, table: str, letter: str) -> str:
        """Return a letter as a table can write it: itself, what is nearest to it, or its number in Unicode."""
        if self._knows(table, letter):
            return letter
        bare = "".join(c for c in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(c))
        instead = _INSTEAD.get(letter, bare)
        if instead not in {letter, ""}:
            return "".join(self._spelt(table, each) for each in instead)
        # A code has no sign for marks and for what cannot be seen: what it writes is whole without.
        unseen = unicodedata.combining(letter) or unicodedata.category(letter) in {"Cf", "Cc"}
        return "" if unseen else f"U+{ord(letter):04X}"

    def _knows(self, table: str, letter: str) -> bool:
        if (table, letter) not in self._known:
            mode = _DOTS | _UNICODE | _NOTHING_FOR_UNKNOWN
            self._known[table, letter] = bool(self._called("lou_translateString", table, letter, None, mode))
        return self._known[table, letter]

    def _translated(self, table: str, formed: Iterable[tuple[str, int]]) -> str:
        letters, forms = [], []
        for letter, form in formed:
            letters.append(letter)
            forms.append(form)
        cells = self._called("lou_translateString", table, "".join(letters), forms, _DOTS | _UNICODE)
        return "".join(_ASCII[(ord(cell) - _FIRST_CELL) % len(_ASCII)] for cell in cells)

    def _called(self, function: str, table: str, text: str, forms: Sequence[int] | None, mode: int) -> str:
        room = 8 * len(text) + 64
        units = self._library.lou_charSize()
        given, taken, made = text.encode(self._encoding), ctypes.c_int(), ctypes.c_int(room)
        taken.value = len(given) // units
        out = ctypes.create_string_buffer(room * units)
        # It writes into the forms, as far as what it makes of them reaches.
        typed = (ctypes.c_ushort * room)(*forms) if forms is not None else None
        call = getattr(self._library, function)
        done = call(table.encode(), given, ctypes.byref(taken), out, ctypes.byref(made), typed, None, mode)
        if not done or taken.value != len(given) // units:
            msg = f"liblouis cannot write this in braille: {text[:60]}"
            raise ToolError(msg, where=table, hint="Please report it, with your version of liblouis.")
        return out.raw[: made.value * units].decode(self._encoding)

    def _there(self, table: str) -> bool:
        if table not in self._found:
            self._found[table] = bool(self._library.lou_checkTable(table.encode()))
        return self._found[table]


def tool() -> Liblouis:
    """Return what writes braille here.

    Raises:
        ToolError: it is not here.
    """
    return Liblouis()


def version() -> str:
    """Return the version of liblouis, which decides what is written.

    Raises:
        ToolError: it is not here.
    """
    library = _library()
    library.lou_version.restype = ctypes.c_char_p
    return str(library.lou_version().decode())


@cache
def _library() -> ctypes.CDLL:
    """Load liblouis: the one that a person named, and no other in its place.

    Raises:
        ToolError: it is not here, or without its tables.
    """
    named = os.environ.get(_NAMED)
    hint = _HINTS.get(sys.platform, _HINTS["linux"])
    for path in filter(None, (named,) if named else (*map(ctypes.util.find_library, _NAMES), _brewed())):
        try:
            library = ctypes.CDLL(path)
            library.lou_setLogLevel(_SILENT)
        except (OSError, AttributeError):
            # It is no library, or one of something else.
            continue
        if not library.lou_checkTable(_ANY_TABLE):
            msg = "Braille needs the tables of liblouis, which are not where it looks for them"
            raise ToolError(msg, hint=hint)
        return library
    if named:
        msg = f"{_NAMED} does not name liblouis: {named}"
        raise ToolError(msg, hint="Let it name the library's file, or unset it.")
    msg = "Braille needs liblouis, which is not here"
    raise ToolError(msg, hint=hint)


def _brewed() -> str:
    """Return where Homebrew puts it, for Python does not look there."""
    prefix = os.environ.get("HOMEBREW_PREFIX")
    return f"{prefix}/lib/liblouis.dylib" if prefix else ""


@cache
def _codes() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files("publish.outside").joinpath("braille.toml").read_text("utf-8"))


def _code(language: str) -> dict[str, Any]:
    """Return what is known of a language's code, by its tag or the longest beginning of it; empty where nothing is."""
    subtags = language.lower().split("-")
    tags = ("-".join(subtags[:length]) for length in range(len(subtags), 0, -1))
    return next((_codes()[tag] for tag in tags if tag in _codes()), {})
