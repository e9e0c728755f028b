"""A finished book put in a pack that fits, and known again where it arrives."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from publish import packing
from publish.config import Order
from publish.errors import OutputError, SourceError
from publish.fitting import LADDER
from publish.outside import minisign, packs
from publish.outside.encoders import decoded, rate_of
from publish.pipeline import make
from publish.sharing import app
from publish.writing import proof_pack

TEXT = """The ferry and the bell

By Ana Roe

Every morning the ferry crosses the river. The bell rings twice before it leaves.

Nobody in the village owns a clock, and nobody is late.

El transbordador y la campana

Por Ana Roe

Cada mañana el transbordador cruza el río. La campana suena dos veces antes de salir.

Nadie en el pueblo tiene reloj, y nadie llega tarde.
"""


class Silence:
    def stage(self, text: str) -> None: ...
    def progress(self, what: str, done: float, total: float) -> None: ...
    def warn(self, text: str) -> None:
        raise AssertionError(text)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("book")
    (folder / "ferry.txt").write_text(TEXT, "utf-8")
    order = Order(
        sources=(str(folder / "ferry.txt"),),
        out=folder / "output",
        to=("pack",),
        voices={"en": "tone", "es": "tone"},
        voices_said=frozenset({"en", "es"}),
        workers=1,
        no_memory=True,
    )
    return make(order, Silence()).folder


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    secret = tmp_path_factory.mktemp("key") / "ana.key"
    minisign.new(secret)
    return secret


@pytest.fixture(scope="module")
def pack(book: Path, key: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("pack") / "ferry"
    packing.pack([book], out, Silence(), key=minisign.secret_key(key, str))
    return out


def test_a_pack_holds_the_book_its_sound_and_its_words_by_names_that_go_anywhere(pack: Path) -> None:
    names = sorted(path.relative_to(pack).as_posix() for path in pack.rglob("*") if path.is_file())
    assert names == [
        "LICENCE.txt",
        "PROVENANCE.json",
        "README-en.txt",
        "README-es.txt",
        "SHA256SUMS",
        "SHA256SUMS.minisig",
        "SIGNED-BY.pub",
        "index.html",
        *(
            f"the-ferry-and-the-bell/the-ferry-and-the-bell{end}"
            for end in ("-en.mp3", "-en.txt", "-en.vtt", "-es.mp3", "-es.txt", "-es.vtt", "-text.epub", ".epub")
        ),
    ]
    found = packs.contents(pack)
    assert proof_pack.problems(found.sums, found.digests, (pack / "index.html").read_bytes()) == ()


def test_the_zip_holds_the_folder_and_nothing_of_when_or_where_it_was_made(
    book: Path, pack: Path, tmp_path: Path
) -> None:
    one, other = (packing.pack([book], tmp_path / place / "same", Silence()) for place in ("a", "b"))
    assert one.zip.read_bytes() == other.zip.read_bytes()
    with ZipFile(one.zip) as found:
        assert found.namelist() == sorted(found.namelist())
        assert {entry.date_time for entry in found.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert (
        one.size
        == one.zip.stat().st_size
        == packs.zipped_size(
            {path.relative_to(one.folder).as_posix(): path.stat().st_size for path in one.folder.rglob("*.*")}
            | {"SHA256SUMS": (one.folder / "SHA256SUMS").stat().st_size},
            "same",
        )
    )


def test_the_page_is_in_both_languages_and_says_where_everything_is(pack: Path) -> None:
    page = (pack / "index.html").read_text("utf-8")
    assert '<html lang="en" dir="ltr">' in page
    assert ">Talking book (EPUB)<" in page
    assert '<span lang="es" xml:lang="es">Libro hablado (EPUB)</span>' in page
    assert "http" not in page.replace("http-equiv", "")


@pytest.fixture(scope="module")
def whole(book: Path, tmp_path_factory: pytest.TempPathFactory) -> packing.Pack:
    return packing.pack([book], tmp_path_factory.mktemp("whole") / "whole", Silence())


def test_a_pack_never_goes_over_says_what_it_gave_up_and_plays(book: Path, whole: packing.Pack, tmp_path: Path) -> None:
    limit = whole.size // 2
    made = packing.pack([book], tmp_path / "p", Silence(), limit=limit)
    assert made.zip.stat().st_size <= limit
    assert sum(path.stat().st_size for path in made.folder.rglob("*") if path.is_file()) <= limit
    assert made.given_up
    assert "made smaller" in (made.folder / "index.html").read_text("utf-8")
    heard = sorted(path for path in made.folder.rglob("*") if path.suffix in {".mp3", ".opus"})
    sounds = {path.stem.rpartition("-")[2]: path for path in heard}
    assert list(sounds) == ["en", "es"]
    for language, sound in sounds.items():
        (spoken,) = (book / "audio").glob(f"*.{language}.mp3")
        lasts_s, lasted_s = (sum(map(len, decoded(path))) / 2 / rate_of(path) for path in (sound, spoken))
        assert lasts_s == pytest.approx(lasted_s, abs=0.001)
    assert packing.verify(made.zip).problems == ()


def test_what_cannot_fit_says_the_least_that_it_takes_and_that_much_does(book: Path, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be made to fit into 1,000 bytes") as caught:
        packing.pack([book], tmp_path / "p", Silence(), limit=1000)
    least = int("".join(filter(str.isdigit, caught.value.hint)))
    assert packing.pack([book], tmp_path / "p", Silence(), limit=least).size == least
    assert not (tmp_path / "p" / "the-ferry-and-the-bell" / "the-ferry-and-the-bell-en.mp3").exists()


def test_a_talking_book_is_not_left_out_where_nothing_stands_in_for_it(book: Path, tmp_path: Path) -> None:
    shutil.copytree(book, tmp_path / "b")
    next((tmp_path / "b").glob("*.text.epub")).unlink()
    told: list[str] = []

    class Told(Silence):
        def warn(self, text: str) -> None:
            told.append(text)

    with pytest.raises(OutputError, match="cannot be made to fit") as caught:
        packing.pack([tmp_path / "b"], tmp_path / "p", Told(), limit=100_000)
    assert "make them again with --to pack" in caught.value.hint
    assert int("".join(filter(str.isdigit, caught.value.hint))) > 100_000
    assert told == [f"{tmp_path / 'b' / 'the-ferry-and-the-bell.text.epub'} is not as it was made"]


def test_a_zip_that_another_program_packed_again_is_told(pack: Path, tmp_path: Path) -> None:
    again = Path(shutil.make_archive(str(tmp_path / "again"), "zip", pack.parent, pack.name))
    assert [problem.where for problem in packing.verify(again).problems] == ["again.zip"]


def test_one_language_is_heard_where_two_would_be_too_much() -> None:
    assert [rung.heard for rung in LADDER] == ["all"] * 11 + ["first"] * 4 + ["none"]


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_one_flipped_byte_in_any_file_is_found_and_named(data: st.DataObject, pack: Path) -> None:
    files = sorted(path for path in pack.rglob("*") if path.is_file())
    file = data.draw(st.sampled_from(files))
    at = data.draw(st.integers(0, file.stat().st_size - 1))
    flip = data.draw(st.integers(1, 255))
    content = file.read_bytes()
    try:
        file.write_bytes(content[:at] + bytes([content[at] ^ flip]) + content[at + 1 :])
        found = packing.verify(pack)
    finally:
        file.write_bytes(content)
    assert file.relative_to(pack).as_posix() in {problem.where for problem in found.problems}


@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_one_flipped_byte_anywhere_in_the_zip_is_found(data: st.DataObject, pack: Path) -> None:
    zipped = pack.with_name("ferry.zip")
    content = zipped.read_bytes()
    # Most of a zip is sound: as often as not, look at its end, where it says what is in it.
    at = data.draw(st.integers(0, len(content) - 1) | st.integers(len(content) - 3000, len(content) - 1))
    flip = data.draw(st.integers(1, 255))
    try:
        zipped.write_bytes(content[:at] + bytes([content[at] ^ flip]) + content[at + 1 :])
        found = packing.verify(zipped)
    finally:
        zipped.write_bytes(content)
    assert found.problems


def test_a_zip_whose_sums_cannot_be_read_is_damaged_and_not_no_pack(pack: Path, tmp_path: Path) -> None:
    content = pack.with_name("ferry.zip").read_bytes()
    # Its name in the directory at the end, where it no longer is what stands before the file itself.
    at = content.rindex(b"ferry/SHA256SUMS", 0, content.rindex(b"ferry/SHA256SUMS.minisig")) + len("ferry/")
    (tmp_path / "ferry.zip").write_bytes(content[:at] + b"R" + content[at + 1 :])
    (problem,) = packing.verify(tmp_path / "ferry.zip").problems
    assert problem.where == "ferry.zip"
    assert problem.what == "It has no SHA256SUMS that can be read: it is damaged, or no pack"


def test_what_is_gone_and_what_was_put_in_are_named(pack: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(pack, copy)
    (copy / "LICENCE.txt").unlink()
    (copy / "autorun.inf").write_bytes(b"[autorun]")
    assert [(problem.rule, problem.where) for problem in packing.verify(copy).problems] == [
        ("pack-gone", "LICENCE.txt"),
        ("pack-extra", "autorun.inf"),
    ]


def test_a_pack_whose_sums_were_made_anew_is_not_its_owners(pack: Path, key: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(pack, copy)
    (copy / "LICENCE.txt").write_bytes(b"Mine.")
    sums = (copy / "SHA256SUMS").read_text().splitlines(keepends=True)
    sums[0] = f"{packs.digest(b'Mine.')}  LICENCE.txt\n"
    (copy / "SHA256SUMS").write_text("".join(sums))
    # The key that came with it sees that much; not that of somebody who puts in a key and signs anew.
    touched, sums_too = packing.verify(copy).problems
    assert (touched.where, touched.what) == ("SHA256SUMS.minisig", "The signature is not of this file")
    assert sums_too.where == "SHA256SUMS"
    others = minisign.new(tmp_path / "other.key")
    (copy / "SIGNED-BY.pub").write_bytes(others.read_bytes())
    sums = [line for line in sums if "SIGNED-BY" not in line] + [f"{packs.digest(others)}  SIGNED-BY.pub\n"]
    content = "".join(sorted(sums, key=lambda line: line.partition("  ")[2])).encode()
    (copy / "SHA256SUMS").write_bytes(content)
    theirs = minisign.secret_key(tmp_path / "other.key", str)
    (copy / "SHA256SUMS.minisig").write_bytes(minisign.signed(content, theirs, "Enface pack: mine"))
    assert packing.verify(copy).problems == ()
    (problem,) = packing.verify(copy, key.with_suffix(".pub")).problems
    assert (problem.where, problem.what[:30]) == ("SHA256SUMS.minisig", "It was signed with another key")


def test_a_folder_that_is_no_pack_is_not_replaced(book: Path, tmp_path: Path) -> None:
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "letters.txt").write_text("mine")
    with pytest.raises(OutputError, match="taken by something else"):
        packing.pack([book], tmp_path / "pack", Silence())
    assert (tmp_path / "pack" / "letters.txt").read_text() == "mine"


def test_somebodys_own_zip_beside_the_pack_is_not_written_over(book: Path, tmp_path: Path) -> None:
    (tmp_path / "pack.zip").write_text("my letters")
    with pytest.raises(OutputError, match="taken by something else") as caught:
        packing.pack([book], tmp_path / "pack", Silence())
    assert caught.value.where == str(tmp_path / "pack.zip")
    assert [path.name for path in tmp_path.iterdir()] == ["pack.zip"]


def test_a_pack_into_the_folder_where_one_is_needs_a_name(book: Path) -> None:
    with pytest.raises(OutputError, match="A pack needs a name"):
        packing.pack([book], Path(), Silence())


def test_folders_that_somebody_renamed_have_names_that_a_card_keeps(book: Path, tmp_path: Path) -> None:
    for name in ("Ferry", "Пароход", "con", "ferry"):
        shutil.copytree(book, tmp_path / "books" / name)
    made = packing.pack([tmp_path / "books"], tmp_path / "pack", Silence())
    folders = sorted(path.name for path in made.folder.iterdir() if path.is_dir())
    assert folders == ["article-541720", "article-con", "ferry", "ferry-2"]
    found = packs.contents(made.folder)
    assert proof_pack.problems(found.sums, found.digests, (made.folder / "index.html").read_bytes()) == ()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_put_in_a_pack_is_named_and_not_waited_for(pack: Path, tmp_path: Path) -> None:
    shutil.copytree(pack, tmp_path / "copy")
    os.mkfifo(tmp_path / "copy" / "pipe")
    assert [problem.where for problem in packing.verify(tmp_path / "copy").problems] == ["pipe"]


def test_a_name_in_a_strangers_pack_does_not_move_the_cursor(pack: Path, tmp_path: Path) -> None:
    shutil.copytree(pack, tmp_path / "copy")
    with ZipFile(tmp_path / "copy.zip", "w") as zipped:
        zipped.writestr("copy/SHA256SUMS", (pack / "SHA256SUMS").read_bytes())
        zipped.writestr("copy/\x1b[2Jit is whole", "")
    done = CliRunner().invoke(app, ["verify", str(tmp_path / "copy.zip")])
    assert done.exit_code == 9
    assert "\x1b" not in done.output


def test_a_pack_that_was_compressed_and_then_damaged_is_no_bug_of_ours(pack: Path, tmp_path: Path) -> None:
    with ZipFile(tmp_path / "p.zip", "w", ZIP_DEFLATED) as zipped:
        zipped.write(pack / "SHA256SUMS", "p/SHA256SUMS")
        at = zipped.infolist()[0].compress_size // 2
    content = bytearray((tmp_path / "p.zip").read_bytes())
    content[44:] = content[44:44] + bytes([content[44] ^ 6]) + content[45:]
    content[44 + at : 48 + at] = b"\xff\xff\xff\xff"
    (tmp_path / "p.zip").write_bytes(content)
    (problem,) = packing.verify(tmp_path / "p.zip").problems
    assert problem.what == "It has no SHA256SUMS that can be read: it is damaged, or no pack"


def test_a_folder_without_a_finished_book_makes_no_pack(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no finished book here"):
        packing.pack([tmp_path], tmp_path / "pack", Silence())
