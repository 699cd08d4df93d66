"""The parts of a rule's docstring: what it says, what it examines, when it fails, what nulls mean."""

LABELS = {"Examined:": "examined", "Fails:": "fails", "Nulls:": "nulls"}


def sections(doc: str) -> list[tuple[str, str]]:
    """Split a docstring into (label, text) in its own order; the label of free text is empty.

    Labels are `examined`, `fails` and `nulls`. Lines of one part are joined with a space.
    """
    parts: list[tuple[str, list[str]]] = []
    for line in doc.splitlines():
        start = next((label for label in LABELS if line.startswith(label)), "")
        if start:
            parts.append((LABELS[start], [line.removeprefix(start).strip()]))
        elif not line.strip():
            parts.append(("", []))
        elif parts and (line.startswith(" ") or parts[-1][1] or not parts[-1][0]):
            parts[-1][1].append(line.strip())
        else:
            parts.append(("", [line.strip()]))
    return [(label, " ".join(lines)) for label, lines in parts if lines]
