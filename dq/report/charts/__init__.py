"""Charts as SVG text from plain numbers, styled by classes. Every label is escaped here."""
