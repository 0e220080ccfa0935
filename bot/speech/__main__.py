"""Brings the translations up to date with the texts in the code, and says what they lack.

    python -m bot.speech            # after a text was changed, or a translation
    python -m bot.speech --check    # changes nothing; ends with 1 where something is wrong
    python -m bot.speech de fr      # the same for some languages alone

It needs Babel, from the development dependencies.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from bot.speech import LANGUAGES
from bot.speech.checks import problems
from bot.speech.texts import LOCALES, marked, path_of, translated, update, update_template

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str]) -> int:
    """Do it, and tell.

    Args:
        arguments: of the command line.

    Returns:
        The exit status: 1 where a translation lacks something.
    """
    parser = argparse.ArgumentParser(
        prog="python -m bot.speech",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("languages", nargs="*", metavar="LANGUAGE", help=", ".join(LOCALES))
    parser.add_argument("--check", action="store_true", help="change nothing")
    options = parser.parse_args(arguments)
    if unknown := [code for code in options.languages if code not in LOCALES]:
        parser.error(f"{', '.join(unknown)}: one of {', '.join(LOCALES)}")
    template = marked()
    if not options.check:
        update_template(template)
    wrong = 0
    for language in options.languages or LOCALES:
        if not options.check:
            update(language, template)
        found = problems(translated(language), template)
        wrong += len(found)
        state = f"{len(found)} to do" if found else "complete"
        print(f"{path_of(language).name} ({LANGUAGES[language]}): {state}")  # noqa: T201
        for line in found:
            print(f"    {line}")  # noqa: T201
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
