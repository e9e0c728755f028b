"""The commands that hand on what was made: packed, signed, and verified where it arrives."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from publish import console
from publish.console import JsonLines
from publish.errors import ConfigError, OutputError
from publish.options import Fit, Json, Sign
from publish.outcome import print_json, telling
from publish.phrases import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publish.console import Tell
    from publish.outside.minisign import SecretKey

app = typer.Typer(rich_markup_mode=None)
keys_app = typer.Typer(rich_markup_mode=None, help="Make a key that signs packs.", no_args_is_help=True)
app.add_typer(keys_app, name="keys")


@keys_app.callback()
def keys() -> None:
    """Make a key that signs packs."""


@keys_app.command()
def new(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Of the secret key; its public one goes beside it.")],
    *,
    password: Annotated[bool, typer.Option("--password", help="Keep it under a password, which is asked for.")] = False,
) -> None:
    """Make a secret key, which signs, and a public key, which tells others whose it is (minisign's format)."""
    with telling(None):
        from publish.outside import minisign

        public = minisign.new(file, password=_asked(twice=True) if password else "")
        typer.echo(f"Wrote {file}: keep it to yourself")
        typer.echo(f"Wrote {public}: give it to those who get your packs, by another way than the packs")


@app.command()
def pack(
    folders: Annotated[
        list[Path], typer.Argument(metavar="FOLDER...", help="Finished books, or a folder of them: output.")
    ],
    *,
    out: Annotated[Path, typer.Option(metavar="FOLDER", help="The pack; FOLDER.zip lies beside it.")] = Path("pack"),
    fit: Fit = None,
    sign: Sign = None,
    json: Json = False,
) -> None:
    """Put finished books in one folder and one .zip, for a memory card or to send."""
    events = JsonLines(sys.stdout) if json else None
    with telling(events) as tell:
        from publish.fitting import limit

        packed(folders, out, tell, events, limit=limit(fit, "--fit") if fit else 0, key=signer(sign))


@app.command()
def verify(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="A pack: its folder, or its .zip.")],
    *,
    key: Annotated[
        Path | None, typer.Option(metavar="PUB", help="The public key of whoever should have signed it.")
    ] = None,
    json: Json = False,
) -> None:
    """Check that a pack is whole, and with --key whose it is; exit code 9 where a byte differs."""
    with telling(JsonLines(sys.stdout) if json else None, quiet=json):
        from publish import packing

        found = packing.verify(path, key)
        for problem in found.problems:
            if json:
                print_json(asdict(problem))
            else:
                # Whoever made the pack chose the names in it.
                typer.echo(console.one_line(f"{problem.where}: {problem.what}"))
        if found.problems:
            msg = f"{counted(len(found.problems), 'difference')}: it is not the pack that was made"
            raise OutputError(msg, where=str(path), hint="Copy it again from where it came.")
        if json:
            print_json({"whole": True, "files": found.files, "key": found.signed_by, "verified": key is not None})
            return
        typer.echo(f"{path} is whole: {counted(found.files, 'file')}, each as it was made")
        if key:
            typer.echo(f"It was signed with the key of {key} ({found.signed_by})")
        elif found.judged:
            typer.echo(
                f"Its signature is whole, by the key {found.signed_by} that came with it; --key PUB checks whose it is"
            )
        elif found.signed_by:
            typer.echo(f"It says that the key {found.signed_by} signed it; --key PUB checks that")
        else:
            typer.echo("Nobody signed it: this says nothing of who made it")


def packed(
    folders: Sequence[Path],
    out: Path,
    tell: Tell,
    events: JsonLines | None,
    *,
    limit: int,
    key: SecretKey | None,
) -> None:
    """Make a pack, and say what is in it and what it gave up."""
    from publish import packing

    made = packing.pack(folders, out, tell, limit=limit, key=key)
    if events:
        facts = {"folder": str(made.folder), "zip": str(made.zip), "size": made.size, "files": made.files}
        events.event("pack", **facts, given_up=list(made.given_up))
        return
    within = f", {console.size(limit)} allowed" if limit else ""
    typer.echo(f"Wrote {made.folder} ({counted(made.files, 'file')})")
    typer.echo(f"Wrote {made.zip} ({console.size(made.size)}{within})")
    for line in made.given_up:
        typer.echo(f"Given up so that it fits: {line}")
    typer.echo(f"To read and hear it, open {made.folder / 'index.html'}")


def signer(path: Path | None) -> SecretKey | None:
    """Return the key that signs; its password is asked for before anything is made."""
    if path is None:
        return None
    from publish.outside import minisign

    return minisign.secret_key(path, _asked)


def _asked(*, twice: bool = False) -> str:
    """Return a key's password, of the environment or of the person; it is never shown."""
    from publish.outside import minisign

    if given := minisign.password_given():
        return given
    if not sys.stdin.isatty():
        msg = "The key wants a password, and nobody can be asked"
        raise ConfigError(msg, hint=f"Set {minisign.VARIABLE}.")
    return str(typer.prompt("Password of the key", hide_input=True, confirmation_prompt=twice, err=True))
