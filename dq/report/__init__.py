"""Reports for people: one self-contained HTML file each. Templates, views that fill them, SVG charts."""
