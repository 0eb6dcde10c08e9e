"""An organisation's own theme as a style sheet of this origin; its address changes with what it says."""

from deontos.administration.models import HouseTheme
from deontos.administration.vocabulary import Corner, TitleFont
from deontos.organisations.models import Organisation
from deontos.ui.contrast import COLOUR, complete
from deontos.vault.digests import digest

PIXELS = {Corner.SQUARE: 0, Corner.SLIGHT: 6, Corner.ROUND: 14}
FONTS = {
    TitleFont.SERIF: '"Source Serif 4", Georgia, "Times New Roman", serif',
    TitleFont.SANS: '"Source Sans 3", "Segoe UI", system-ui, sans-serif',
}
DIGEST_SIGNS = 16


def theme_of(organisation: Organisation) -> HouseTheme | None:
    """The own theme of an organisation. No query where it was loaded with it."""
    theme: HouseTheme | None = getattr(organisation, "house_theme", None)
    return theme


def brand_of(theme: HouseTheme) -> dict[str, str]:
    """The five colours by the name of their token."""
    return {
        "brand": theme.brand,
        "brand-strong": theme.brand_strong,
        "brand-tint": theme.brand_tint,
        "brand-line": theme.brand_line,
        "on-brand": theme.on_brand,
    }


def style_sheet(theme: HouseTheme) -> str:
    """The style sheet: tokens only. What is no colour was put in by somebody else, and is left out."""
    brand = brand_of(theme)
    colours = complete(brand) if all(COLOUR.fullmatch(colour) for colour in brand.values()) else {}
    lines = [f"  --deontos-color-{name}: {colour};" for name, colour in colours.items()]
    if theme.corner in set(Corner):
        lines.append(f"  --deontos-radius: {PIXELS[Corner(theme.corner)]}px;")
    if theme.title_font in set(TitleFont):
        lines.append(f"  --deontos-font-title: {FONTS[TitleFont(theme.title_font)]};")
    return "\n".join([":root[data-theme] {", *lines, "}", ""])


def digest_of(theme: HouseTheme) -> str:
    """What the address of the style sheet ends in."""
    return digest("theme", style_sheet(theme)).hex()[:DIGEST_SIGNS]
