"""Pictures, drawn anew from their pixels: nothing of the file itself comes along, neither place, time nor device.

Runs in the confined process. All that Pillow could want to import later is imported here.
"""

import io

from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageFile,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from deontos.correspondence.viewing.failures import CannotShow
from deontos.correspondence.viewing.wire import Answer
from deontos.correspondence.vocabulary import ViewCode, ViewNote
from deontos.documents.confined.bounds import MEGABYTE

LONGEST_SIDE = 2400
"""Pixels of a side of what is shown."""
MOST_PIXELS = 80_000_000
"""What is unpacked at once; a JPEG is unpacked at a fraction of its size where that suffices."""
MOST_LOSSLESS = 4 * MEGABYTE
QUALITY = 88

FORMATS = {
    "image/jpeg": (JpegImagePlugin.JpegImageFile.format, MpoImagePlugin.MpoImageFile.format),
    "image/png": (PngImagePlugin.PngImageFile.format,),
    "image/gif": (GifImagePlugin.GifImageFile.format,),
    "image/webp": (WebPImagePlugin.WebPImageFile.format,),
    "image/bmp": (BmpImagePlugin.BmpImageFile.format, BmpImagePlugin.DibImageFile.format),
    "image/tiff": (TiffImagePlugin.TiffImageFile.format,),
    "image/avif": (AvifImagePlugin.AvifImageFile.format,),
}
PHOTOGRAPHS = {"image/jpeg", "image/avif", "image/webp"}
MOVING = {"image/gif", "image/webp", "image/png", "image/avif"}
PAGED = {"image/tiff"}

Image.preinit()
Image.MAX_IMAGE_PIXELS = None
AvifImagePlugin.DEFAULT_MAX_THREADS = 1
_ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What undoes the way in which a camera was held, by the number in the file."""

_WITH_ALPHA = {"RGBA", "LA", "PA", "La", "RGBa"}


def look(content: bytes, kind: str, page: int) -> Answer:
    """A picture of this type as one that was drawn anew. Raises CannotShow, or whatever Pillow raises."""
    if kind not in FORMATS:
        raise CannotShow(ViewCode.KIND)
    image = Image.open(io.BytesIO(content), formats=[each for each in FORMATS[kind] if each])
    pages = getattr(image, "n_frames", 1) if kind in PAGED else 1
    page = min(page, pages)
    if page > 1:
        image.seek(page - 1)
    notes = [ViewNote.FIRST_PICTURE] if kind in MOVING and getattr(image, "is_animated", False) else []
    if max(image.size) > LONGEST_SIDE:
        notes.append(ViewNote.SMALLER)
    picture, shown_as = drawn(_unpacked(image), is_photograph=kind in PHOTOGRAPHS)
    return Answer(picture, shown_as, page=page, pages=pages, notes=tuple(notes))


def _unpacked(image: ImageFile.ImageFile) -> Image.Image:
    """The pixels, in eight bits, upright."""
    image.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
    if image.width * image.height > MOST_PIXELS:
        raise CannotShow(ViewCode.TOO_MUCH)
    found: Image.Image = image
    if image.mode.startswith("I"):
        found = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    elif image.mode in _WITH_ALPHA or "transparency" in image.info:
        found = image.convert("RGBA")
    elif image.mode not in ("L", "RGB"):
        found = image.convert("RGB")
    turn = TURNS.get(image.getexif().get(_ORIENTATION, 1))
    found.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return found if turn is None else found.transpose(turn)


def drawn(image: Image.Image, *, is_photograph: bool) -> tuple[bytes, str]:
    """A picture and its type, made from the pixels alone."""
    fresh = Image.new(image.mode, image.size)
    fresh.paste(image)
    if not is_photograph or image.mode == "RGBA":
        made = io.BytesIO()
        fresh.save(made, "PNG", optimize=False)
        if made.tell() <= MOST_LOSSLESS:
            return made.getvalue(), "image/png"
    made = io.BytesIO()
    _on_white(fresh).save(made, "JPEG", quality=QUALITY)
    return made.getvalue(), "image/jpeg"


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image)
    return ground
