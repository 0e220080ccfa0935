"""The texts that are marked in the code, and the files of their translations.

Only for who changes texts or translations: it needs Babel, which the bot itself runs without.
"""

from __future__ import annotations

from pathlib import Path
from typing import IO, Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from bot.speech.catalogue import CATALOGUES
from bot.speech.languages import ENGLISH, LANGUAGES

TEMPLATE: Final = CATALOGUES / "bot.pot"
LOCALES: Final = {code: code for code in LANGUAGES if code != ENGLISH} | {"pt": "pt_BR"}
"""What is translated into, by the code of a language: the locale that has its plural rule."""
_MARKS: Final = {"N_": None, "tr": None, "plural": (1, 2)}
_COMMENT: Final = "Translators:"
_HEAD: Final = {
    "pot": "What the bot says to people, in English; made by `python -m bot.speech`.",
    "po": "What the bot says to people; see `python -m bot.speech --help`.",
}
_ROOT: Final = CATALOGUES.parents[2]


def marked() -> Catalog:
    """All texts that are marked, as they are in the code now."""
    found = _empty("pot")
    for path in sorted((_ROOT / "bot").rglob("*.py")):
        name = path.relative_to(_ROOT).as_posix()
        for _, text, comments, _ in extract_from_file(
            "python", path, keywords=_MARKS, comment_tags=(_COMMENT,)
        ):
            said = [comment.removeprefix(_COMMENT).strip() for comment in comments]
            found.add(text, locations=[(name, 0)], auto_comments=said)
    for message in texts_of(found):
        message.flags.discard("python-format")  # a per cent sign is no field
    return found


def texts_of(catalogue: Catalog) -> list[Message]:
    """Its texts, without its head, which has the empty text as name."""
    return [message for message in catalogue if message.id]


def contents(catalogue: Catalog) -> list[tuple[object, ...]]:
    """What tells whether two have the same texts, with the same remarks, in the same places."""
    return [
        (message.id, message.auto_comments, [path for path, _ in message.locations])
        for message in texts_of(catalogue)
    ]


def path_of(language: str) -> Path:
    """Where the translation into a language is."""
    return CATALOGUES / f"{language}.po"


def read(path: Path, locale: str | None = None) -> Catalog:
    """A file of texts, or of their translation."""
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def translated(language: str) -> Catalog:
    """The translation into a language, empty where it has not been begun."""
    locale = LOCALES[language]
    if path_of(language).exists():
        return read(path_of(language), locale)
    begun = _empty("po", locale)
    if language == "id":  # nouns do not change, though Babel takes its rule for English's
        begun.mime_headers = [("Plural-Forms", "nplurals=1; plural=0;")]
    return begun


def update(language: str, template: Catalog) -> None:
    """Bring a translation up to date with the texts, and make of it what the bot loads.

    A translation whose English text has changed is kept, marked `fuzzy`; the bot speaks English
    there until somebody has looked at it and taken the mark away.
    """
    catalogue = translated(language)
    catalogue.update(template, update_header_comment=False, update_creation_date=False)
    with path_of(language).open("wb") as file:
        _write(file, catalogue)
    compile_into(path_of(language).with_suffix(".mo"), language)


def compile_into(path: Path, language: str) -> None:
    """Make of a translation what the bot loads; the same translation gives the same file."""
    with path.open("wb") as file:
        write_mo(file, translated(language))


def update_template(template: Catalog) -> None:
    """Write down the texts as they are in the code, if they have changed."""
    if TEMPLATE.exists() and contents(read(TEMPLATE)) == contents(template):
        return
    with TEMPLATE.open("wb") as file:
        _write(file, template)


def _empty(kind: str, locale: str | None = None) -> Catalog:
    return Catalog(
        locale,
        header_comment=f"# {_HEAD[kind]}",
        project="digit-reader-bot",
        version="1",
        msgid_bugs_address="-",
        last_translator="-",
        language_team="-",
        charset="utf-8",
        fuzzy=False,
    )


def _write(file: IO[bytes], catalogue: Catalog) -> None:
    # Line numbers would change with every change of the code.
    write_po(file, catalogue, width=100, include_lineno=False, ignore_obsolete=True)
