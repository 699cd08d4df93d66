"""What may be said about a file in words: date forms, units, decimal marks, encodings, separators.

One list each, for the settings that check them and the rooms that act on them.
"""

import codecs

# Date forms that can be declared for a column. The first two are read without being declared.
DATE_FORMS = ("yyyy-mm-dd", "yyyymmdd", "d/m/yyyy", "dd.mm.yyyy", "m/d/yyyy", "yy-mm-dd")
UNITS = ("percent", "fraction")
DECIMALS = (",", ".")
PASTED = "pasted"
TABLE_FORMS = (PASTED,)  # all other forms are told from the bytes
EVERY_COLUMN = "*"

ENCODINGS = ("utf-8", "utf-16", "windows-1252", "iso-8859-1")
_CODECS = {
    "utf-8": "utf-8",
    "utf-16": "utf-16",
    "utf-16-le": "utf-16",
    "utf-16-be": "utf-16",
    "cp1252": "windows-1252",
    "iso8859-1": "iso-8859-1",
}
SEPARATORS = {"semikolon": ";", "semicolon": ";", "komma": ",", "comma": ",", "tabb": "\t", "tab": "\t"}
SEPARATORS |= {";": ";", ",": ",", "\t": "\t", "\\t": "\t", "|": "|"}


def encoding_name(said: str) -> str:
    """Return the encoding of `ENCODINGS` that is meant by a name as people write it, or ""."""
    try:
        return _CODECS.get(codecs.lookup(said.strip().replace("utf-8-sig", "utf-8")).name, "")
    except (LookupError, ValueError):
        return ""


def separator_mark(said: str) -> str:
    """Return the mark that is meant by a separator as people write it, or ""."""
    return SEPARATORS.get(said.strip(" ").casefold(), "")
