"""Usernames that look like others are refused."""

import pytest
from pydantic import TypeAdapter, ValidationError

from ledger.cashier.usernames import Username, username_key

USERNAME: TypeAdapter[str] = TypeAdapter(Username)
INVISIBLE = {
    "zero-width space": "\u200b",
    "zero-width non-joiner": "\u200c",
    "zero-width joiner": "\u200d",
    "word joiner": "\u2060",
    "byte order mark": "\ufeff",
    "soft hyphen": "\u00ad",
    "left-to-right mark": "\u200e",
    "right-to-left mark": "\u200f",
    "Arabic letter mark": "\u061c",
    "right-to-left embedding": "\u202b",
    "right-to-left override": "\u202e",
    "pop directional formatting": "\u202c",
    "right-to-left isolate": "\u2067",
    "pop directional isolate": "\u2069",
    "combining grapheme joiner": "\u034f",
    "variation selector": "\ufe0f",
    "variation selector 17": "\U000e0100",
    "Mongolian vowel separator": "\u180e",
    "Hangul filler": "\u3164",
    "halfwidth Hangul filler": "\uffa0",
    "empty Braille pattern": "\u2800",
    "tag": "\U000e0061",
    "Khitan filler": "\U00016fe4",
    "object replacement character": "\ufffc",
    "musical null notehead": "\U0001d159",
    "escape": "\x1b",
    "newline": "\n",
    "line separator": "\u2028",
    "no-break space": "\u00a0",
    "em space": "\u2003",
    "ideographic space": "\u3000",
    "private use": "\ue000",
    "unassigned": "\U000e0fff",
}


@pytest.mark.parametrize("character", INVISIBLE.values(), ids=INVISIBLE)
def test_an_invisible_character_is_refused(character: str) -> None:
    with pytest.raises(ValidationError, match="invisible"):
        USERNAME.validate_python(f"al{character}ice")


@pytest.mark.parametrize(
    "username",
    [
        "\u0430lice",  # Cyrillic a
        "al\u0456ce",  # Cyrillic i
        "\u03bfscar",  # Greek omicron
        "p\u0430yp\u0430l",
        "\u0430\u0431c",
        "ali\u0581e",  # Armenian
        "\u13aalice",  # Cherokee
        "ann\u0665",  # an Arabic digit that looks like an o
        "\u0441\u03bf\u0441\u03bf",  # Cyrillic and Greek
        "\u5de5\u0430",  # Chinese and Cyrillic
    ],
)
def test_letters_of_several_scripts_are_refused(username: str) -> None:
    with pytest.raises(ValidationError, match="script"):
        USERNAME.validate_python(username)


@pytest.mark.parametrize(
    "username",
    [
        "alice",
        "Alice B. O'Neil-Smith 3rd",
        "j.doe+7@example.com",
        "Zoë",
        "Zoe\u0308",
        "Nguy\u1ec5n",
        "Straße",
        "ΣΊΣΥΦΟΣ",
        "Саша 7",
        "דוד",
        "محمد \u0665",
        "สมชาย",
        "रवि ५",
        "田中さくら",
        "スズキ 2号 Suzuki",
        "김민준 Kim",
        "\uff21\uff4e\uff4e",
        "Ⅷ",
        "\U0001f600",
        "Ann ♥",
        "42",
    ],
)
def test_a_username_of_any_one_script_is_accepted(username: str) -> None:
    assert USERNAME.validate_python(f" {username} ") == username


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ann", "aNN"),
        ("Straße", "STRASSE"),
        ("Zoë", "Zoe\u0308"),
        ("Ⅷ", "viii"),
        ("\uff21nn", "ann"),
        ("ﬁona", "fiona"),
        ("\U0001d400nn", "ann"),
        ("①", "1"),
        ("Ann Lee", "Ann  Lee"),
        ("Ann Lee", "ann   lee"),
    ],
)
def test_spellings_that_look_alike_are_one_username(one: str, other: str) -> None:
    assert username_key(USERNAME.validate_python(one)) == username_key(USERNAME.validate_python(other))
