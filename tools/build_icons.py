"""Draw the sprite of icons from a folder with Lucide's SVG files.

    npm pack lucide-static && tar xzf lucide-static-*.tgz
    python tools/build_icons.py package

Only the icons named in deontos.ui.icons are taken; the licence is copied beside the sprite.
"""

import argparse
import shutil
import sys
from pathlib import Path
from xml.etree import ElementTree

from deontos.ui.icons import ICONS

SVG = "http://www.w3.org/2000/svg"
TARGET = Path(__file__).parents[1] / "src/deontos/ui/static/ui"


def symbol(name: str, drawing: Path) -> str:
    """The inner shapes of one icon as a symbol; stroke and colour come from the page that uses it."""
    root = ElementTree.parse(drawing).getroot()
    shapes = [ElementTree.tostring(shape, encoding="unicode").strip() for shape in root]
    inner = "".join(shape.replace(f' xmlns="{SVG}"', "").replace(" />", "/>") for shape in shapes)
    return f'<symbol id="i-{name}" viewBox="{root.get("viewBox")}">{inner}</symbol>'


def main() -> int:
    """Write the sprite and its licence; 1 when an icon is missing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=Path, help="the unpacked npm package lucide-static")
    package: Path = parser.parse_args().package
    ElementTree.register_namespace("", SVG)
    missing = [name for name in sorted(ICONS) if not (package / "icons" / f"{name}.svg").is_file()]
    if missing:
        print("not in the package: " + ", ".join(missing), file=sys.stderr)
        return 1
    symbols = [symbol(name, package / "icons" / f"{name}.svg") for name in sorted(ICONS)]
    (TARGET / "icons.svg").write_text(f'<svg xmlns="{SVG}">\n' + "\n".join(symbols) + "\n</svg>\n")
    shutil.copyfile(package / "LICENSE", TARGET / "icons-LICENSE.txt")
    return 0


if __name__ == "__main__":
    sys.exit(main())
