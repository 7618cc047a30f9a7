"""Prints every link of a folder of HTML pages that leads to no page, file or anchor of it."""

import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit


class Page(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.anchors = set()
        self.links = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name == "id" or (tag, name) == ("a", "name"):
                self.anchors.add(value)
            elif name in ("href", "src") and value:
                self.links.append(value)


root = Path(sys.argv[1]).resolve()
pages = {path: Page(path.read_text("utf-8")) for path in root.rglob("*.html")}
checked = 0
for path, page in sorted(pages.items()):
    # The page for addresses that lead nowhere is shown under every address.
    if path.name == "404.html":
        continue
    for link in page.links:
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            continue
        checked += 1
        target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
        if target.is_dir():
            target /= "index.html"
        if not target.is_file():
            print(f"{path.relative_to(root)}: {link}: no such file")
        elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].anchors:
            print(f"{path.relative_to(root)}: {link}: no such anchor")
print(f"{checked} links of {len(pages)} pages", file=sys.stderr)
sys.exit(0 if checked else 1)
