"""Figures on a page, between the markers of their command."""


def replace(page, name, text):
    """Puts `text` between `<!-- begin name -->` and `<!-- end name -->` of the file `page`."""
    begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
    before, rest = page.read_text(encoding="utf-8").split(begin)
    _, after = rest.split(end)
    page.write_text(f"{before}{begin}\n\n{text.strip()}\n\n{end}{after}", encoding="utf-8")
