"""What Corner Street is dressed in: its sheet (trim, signs, pictures, palette), its walls
and its materials. In: nothing. Out: Surfaces by name, and `materials()` that makes them."""
import math
import random

from kitbag import materials as mat
from kitbag import sheet as kit
from kitbag.shape import Surface
from kitbag.surfaces import CACHE
from PIL import Image, ImageDraw, ImageFilter, ImageFont

SHEET = kit.Sheet("sheet")
BRICK = Surface("brick", metres=2)
RENDER = Surface("render", metres=3)
ASHLAR = Surface("ashlar", metres=2.4)
ASPHALT = Surface("asphalt", metres=4)
PAVING = Surface("paving", metres=2.4)
COBBLES = Surface("cobbles", metres=2)
GLASS = Surface("glass")
STONE, PAINT, BOARDS, STEEL, ZINC = (SHEET[n] for n in ("limestone", "painted", "boards", "steel", "zinc"))
TILES, SLATES, CLOTH, STRIPES = (SHEET[n] for n in ("tiles", "slates", "cloth", "stripes"))
KERB, TRUNK, MARKING = SHEET["granite"], SHEET["trunk"], SHEET["roadpaint"]


def night(surface):
    """The same picture or colour, made of what glows after dark."""
    from dataclasses import replace

    return replace(surface, material="night")


def spot(text, rough=0.6, metal=0.0):
    return SHEET.spot(text, rough, metal)


def font(face, size, weight=700):
    folder = CACHE / "fonts" / face / "files"
    return ImageFont.truetype(str(folder / f"{face}-latin-{weight}-normal.woff"), size)


# name: (words, typeface, weight, ground, letters)
SIGNS = {
    "cafe": ("Café Aurelia", "pacifico", 400, "#24382f", "#e9d9a8"),
    "bakery": ("BÄCKEREI HOLM", "josefin-sans", 700, "#6b2f22", "#f1e3c4"),
    "books": ("Buchhandlung Nove", "playfair-display", 700, "#1f2c46", "#e6d6a6"),
    "flowers": ("Blumen Marta", "pacifico", 400, "#e8e2d2", "#3f6b45"),
    "optician": ("OPTIK SANDER", "oswald", 600, "#e9e7e1", "#27425e"),
    "pharmacy": ("HIRSCH-APOTHEKE", "playfair-display", 900, "#efe9dc", "#8c1f24"),
    "wine": ("Weinhaus Arden", "lora", 700, "#3c1a22", "#dcc38d"),
    "radio": ("RADIO KESSLER", "oswald", 700, "#d9a33a", "#2a2622"),
    "hotel": ("HOTEL VESPER", "playfair-display", 700, "#22272b", "#e3c987"),
    "tailor": ("Schneiderei Vesely", "lora", 600, "#39424a", "#e8e4da"),
    "barber": ("FRISEUR TILDA", "josefin-sans", 600, "#a9c2bd", "#2b3a3a"),
    "cycles": ("FAHRRAD BRANDT", "oswald", 700, "#2f5d50", "#f0ead8"),
    "antiques": ("Antiquariat Lüders", "playfair-display", 700, "#4a3a28", "#e5d3a3"),
    "grocer": ("Obst & Gemüse Petrow", "lora", 700, "#3f5f34", "#f3ecd2"),
    "inn": ("Gasthof zur Linde", "playfair-display", 900, "#31261d", "#d8b668"),
    "paper": ("PAPETERIE ODILE", "josefin-sans", 600, "#b9543f", "#f5eee0"),
}


def sign(words, face, weight, ground, letters):
    w, h = 1020, 128
    im = Image.new("RGB", (w * 2, h * 2), ground)
    d = ImageDraw.Draw(im)
    size = 170
    while True:
        f = font(face, size, weight)
        box = d.textbbox((0, 0), words, font=f)
        if box[2] - box[0] < w * 2 - 220 and box[3] - box[1] < h * 2 - 70:
            break
        size -= 4
    d.rectangle((14, 14, w * 2 - 15, h * 2 - 15), outline=letters, width=5)
    d.text((w - (box[0] + box[2]) / 2, h - (box[1] + box[3]) / 2), words, font=f, fill=letters)
    im = im.resize((w, h), Image.LANCZOS)
    return age(im, words)


def age(im, seed, amount=14):
    """Uneven fading, so that nothing painted is flat."""
    rng = random.Random(str(seed))
    w, h = im.size
    small = Image.new("L", (max(2, w // 24), max(2, h // 24)))
    small.putdata([rng.randint(128 - amount, 128 + amount) for _ in range(small.width * small.height)])
    k = small.resize((w, h), Image.BICUBIC)
    out = Image.merge("RGB", [Image.composite(c.point(lambda v: min(255, int(v * 1.08))), c.point(lambda v: int(v * 0.90)), k.point(lambda v: max(0, min(255, (v - 128) * 8 + 128)))) for c in im.split()])
    return out.filter(ImageFilter.GaussianBlur(0.3))


def manhole():
    n = 256
    im = Image.new("RGB", (n, n), "#4a4846")
    d = ImageDraw.Draw(im)
    d.ellipse((4, 4, n - 5, n - 5), fill="#5d5a57", outline="#2c2b2a", width=5)
    d.ellipse((22, 22, n - 23, n - 23), outline="#35332f", width=4)
    for i in range(-8, 9):
        for j in range(-8, 9):
            x, y = n / 2 + i * 13 + (j % 2) * 6, n / 2 + j * 13
            if math.hypot(x - n / 2, y - n / 2) < 92 and not (abs(y - n / 2) < 16):
                d.rectangle((x - 4, y - 3, x + 4, y + 3), fill="#6f6b66", outline="#3b3936")
    d.text((n / 2, n / 2), "STADTWERKE", font=font("oswald", 26, 600), fill="#78746e", anchor="mm")
    return im


def drain():
    im = Image.new("RGB", (192, 128), "#565350")
    d = ImageDraw.Draw(im)
    d.rectangle((2, 2, 189, 125), outline="#2d2b2a", width=4)
    for i in range(9):
        d.rectangle((14 + i * 19, 14, 24 + i * 19, 58), fill="#141312")
        d.rectangle((14 + i * 19, 70, 24 + i * 19, 114), fill="#141312")
    return im


def clock():
    n = 512
    im = Image.new("RGB", (n, n), "#efe9d8")
    d = ImageDraw.Draw(im)
    d.ellipse((6, 6, n - 7, n - 7), fill="#f1ecdd", outline="#2a2a2c", width=16)
    for i in range(60):
        a = i * math.pi / 30
        r0, wd = (200, 12) if i % 5 == 0 else (222, 4)
        d.line([n / 2 + r0 * math.sin(a), n / 2 - r0 * math.cos(a), n / 2 + 236 * math.sin(a), n / 2 - 236 * math.cos(a)], fill="#222225", width=wd)
    for a, r, wd in ((math.radians(30 * 6.92), 130, 16), (math.radians(55 * 6), 205, 10)):
        d.line([n / 2 - 30 * math.sin(a), n / 2 + 30 * math.cos(a), n / 2 + r * math.sin(a), n / 2 - r * math.cos(a)], fill="#1c1c1e", width=wd)
    d.ellipse((n / 2 - 14, n / 2 - 14, n / 2 + 14, n / 2 + 14), fill="#1c1c1e")
    return im.resize((256, 256), Image.LANCZOS)


POSTERS = [
    ("KONZERT", "IM HOF", "#c9452f", "#f3e6c8"), ("NACHT", "DER BÜCHER", "#20365a", "#e8c766"),
    ("MARKT", "SAMSTAG", "#e5b63c", "#33281d"), ("TANZ", "TEE", "#2d6b62", "#f0e4cf"),
]


def poster(a, b, ground, ink):
    im = Image.new("RGB", (256, 384), ground)
    d = ImageDraw.Draw(im)
    rng = random.Random(a)
    for i in range(6):
        x, y, r = rng.randint(0, 256), rng.randint(90, 300), rng.randint(20, 80)
        c = tuple(min(255, max(0, int(v * rng.uniform(0.7, 1.3)))) for v in im.getpixel((0, 0)))
        d.ellipse((x - r, y - r, x + r, y + r), fill=c)
    d.text((128, 56), a, font=font("oswald", 60), fill=ink, anchor="mm")
    d.text((128, 330), b, font=font("oswald", 38, 600), fill=ink, anchor="mm")
    d.rectangle((8, 8, 247, 375), outline=ink, width=3)
    return age(im, a).resize((192, 288))


def paper(i):
    rng = random.Random(i)
    im = Image.new("RGB", (192, 128), "#e4dfd2")
    d = ImageDraw.Draw(im)
    d.text((96, 16), ["Tagblatt", "Der Bote", "Abendpost"][i], font=font("playfair-display", 26, 900), fill="#222", anchor="mm")
    d.rectangle((10, 36, 90, 90), fill=rng.choice(["#8a8a88", "#6d7580", "#94897a"]))
    for y in range(36, 122, 5):
        d.line((98, y, 98 + rng.randint(60, 84), y), fill="#77736b")
        if y > 94:
            d.line((10, y, 10 + rng.randint(60, 80), y), fill="#77736b")
    return im


def menu():
    im = Image.new("RGB", (192, 288), "#23302b")
    d = ImageDraw.Draw(im)
    d.text((96, 34), "Heute", font=font("pacifico", 40, 400), fill="#efe8d4", anchor="mm")
    for i, t in enumerate(["Kürbissuppe 5,80", "Quiche & Salat 9,50", "Apfelkuchen 4,20", "Kaffee 2,90", "Hauswein 4,50"]):
        d.text((96, 90 + i * 38), t, font=font("josefin-sans", 20, 600), fill="#d9d4c4", anchor="mm")
    return im


def plate(words, w=320, ground="#1d3f7a", ink="#f2f0ea"):
    im = Image.new("RGB", (w, 80), ground)
    d = ImageDraw.Draw(im)
    d.rectangle((4, 4, w - 5, 75), outline=ink, width=3)
    d.text((w / 2, 40), words, font=font("oswald", 42, 400), fill=ink, anchor="mm")
    return im


def round_sign(kind):
    n = 192
    im = Image.new("RGB", (n, n), "#8b8d8e")
    d = ImageDraw.Draw(im)
    if kind == "thirty":
        d.ellipse((2, 2, n - 3, n - 3), fill="#c4161c")
        d.ellipse((24, 24, n - 25, n - 25), fill="#f4f2ee")
        d.text((n / 2, n / 2 - 4), "30", font=font("oswald", 92, 600), fill="#17181a", anchor="mm")
    elif kind == "crossing":
        d.rectangle((0, 0, n, n), fill="#1c4fa0")
        d.polygon([(n / 2, 18), (n - 22, n - 26), (22, n - 26)], fill="#f4f2ee")
        d.ellipse((88, 56, 104, 72), fill="#17181a")
        d.line([(96, 72), (94, 112), (78, 146)], fill="#17181a", width=9)
        d.line([(94, 110), (112, 146)], fill="#17181a", width=9)
        d.line([(96, 82), (78, 104)], fill="#17181a", width=7)
        d.line([(96, 82), (116, 100)], fill="#17181a", width=7)
    else:
        d.ellipse((2, 2, n - 3, n - 3), fill="#c4161c")
        d.ellipse((20, 20, n - 21, n - 21), fill="#20479a")
        d.line([(40, 40), (n - 40, n - 40)], fill="#c4161c", width=20)
    return im


def room(i):
    """The far wall of a room upstairs, with its lamp on: what glows behind a curtain."""
    rng = random.Random(f"room{i}")
    n = 256
    wall = rng.choice([(186, 150, 104), (168, 146, 118), (150, 128, 96), (176, 132, 96)])
    im = Image.new("RGB", (n, n), wall)
    px = im.load()
    lx, ly = rng.randint(50, 206), rng.randint(70, 130)
    for y in range(n):
        for x in range(n):
            k = 0.34 + 0.9 * math.exp(-(((x - lx) / 90) ** 2 + ((y - ly) / 80) ** 2))
            px[x, y] = tuple(min(255, int(c * k)) for c in wall)
    d = ImageDraw.Draw(im)
    for _ in range(2):
        x, y, w, h = rng.randint(10, 190), rng.randint(50, 110), rng.randint(26, 56), rng.randint(30, 56)
        d.rectangle((x, y, x + w, y + h), fill=(74, 56, 38), outline=(40, 30, 22), width=4)
        d.rectangle((x + 8, y + 8, x + w - 8, y + h - 8), fill=tuple(rng.randint(70, 150) for _ in range(3)))
    x = rng.randint(10, 140)
    d.rectangle((x, 176, x + 100, 256), fill=(62, 42, 28))
    if rng.random() < 0.6:
        d.rectangle((x + 6, 120, x + 60, 176), fill=(52, 38, 28))
        for k in range(8):
            d.rectangle((x + 9 + k * 6, 128 + rng.randint(0, 10), x + 13 + k * 6, 172), fill=tuple(rng.randint(50, 140) for _ in range(3)))
    d.polygon([(lx - 20, ly + 16), (lx + 20, ly + 16), (lx + 12, ly - 14), (lx - 12, ly - 14)], fill=(255, 226, 160))
    d.line([(lx, ly + 16), (lx, 200)], fill=(50, 36, 26), width=3)
    return im.filter(ImageFilter.GaussianBlur(1.2)).resize((192, 192), Image.LANCZOS)


def wash(colour):
    """A wall lit from lamps above: brightest at head height, falling off to floor and corners."""
    n = 120
    rgb = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    im = Image.new("RGB", (n, n))
    for y in range(n):
        for x in range(n):
            u, v = x / (n - 1), 1 - y / (n - 1)
            k = 0.30 + 0.70 * math.exp(-(((v - 0.66) / 0.36) ** 2)) * (0.55 + 0.45 * math.sin(math.pi * u) ** 0.7)
            im.putpixel((x, y), tuple(int(c * k) for c in rgb))
    return im


def leaf_atlas():
    """Four 512-pixel cards: three twigs in leaf and one in flower, with alpha."""
    n, k = 512, 2
    folder = CACHE / "textures"
    folder.mkdir(parents=True, exist_ok=True)
    out = Image.new("RGBA", (n * 2, n * 2))
    for q in range(4):
        rng = random.Random(f"leaf{q}")
        im = Image.new("RGBA", (n * k, n * k), (74, 92, 44, 0))
        d = ImageDraw.Draw(im)
        N = n * k
        leaves = []
        for b in range(9):
            a = rng.uniform(-1.25, 1.25) if b else 0
            L = rng.uniform(0.30, 0.46) * N
            x0, y0 = N / 2, N * (0.97 - 0.05 * b)
            pts = [(x0 + math.sin(a) * L * t, y0 - math.cos(a) * L * t - 0.1 * L * t * t) for t in (0, 0.3, 0.6, 1)]
            d.line(pts, fill=(70, 58, 40, 255), width=7)
            for t in [i / 7 for i in range(1, 9)]:
                px, py = x0 + math.sin(a) * L * t, y0 - math.cos(a) * L * t - 0.1 * L * t * t
                for side in (-1, 1):
                    leaves.append((px, py, a + side * rng.uniform(0.4, 1.2), rng.uniform(0.055, 0.085) * N))
        rng.shuffle(leaves)
        for x, y, a, L in leaves:
            g = rng.uniform(0.72, 1.15)
            if q == 3 and rng.random() < 0.5:
                c = rng.choice([(196, 60, 74), (214, 96, 120), (226, 206, 190), (190, 48, 52)])
                for p in range(5):
                    t = a + p * 1.257
                    cx, cy, r = x + math.cos(t) * L * 0.28, y + math.sin(t) * L * 0.28, L * 0.26
                    d.ellipse((cx - r, cy - r, cx + r, cy + r), fill=tuple(min(255, int(v * g)) for v in c) + (255,))
                d.ellipse((x - L * 0.1, y - L * 0.1, x + L * 0.1, y + L * 0.1), fill=(224, 186, 80, 255))
                continue
            c = (int(rng.uniform(78, 104) * g), int(rng.uniform(104, 128) * g), int(rng.uniform(42, 58) * g))
            dx, dy = math.sin(a), -math.cos(a)
            left, right = [], []
            for t in (0, 0.15, 0.35, 0.55, 0.75, 0.9, 1):
                w = 0.30 * L * math.sin(math.pi * t**0.8) ** 0.9
                mx, my = x + dx * L * t, y + dy * L * t
                left.append((mx - dy * w, my + dx * w))
                right.append((mx + dy * w, my - dx * w))
            d.polygon(left + right[::-1], fill=(*c, 255))
            d.polygon(left + [(x + dx * L, y + dy * L), (x, y)], fill=(*[int(v * 0.86) for v in c], 255))
            d.line([(x, y), (x + dx * L, y + dy * L)], fill=(*[min(255, int(v * 1.22)) for v in c], 255), width=3)
        im = im.resize((n, n), Image.LANCZOS)
        # colour runs on under the cut, so that edges do not go black in the mips
        base = Image.new("RGBA", (n, n), (82, 102, 48, 0))
        r, g, b, a = im.split()
        solid = Image.composite(Image.merge("RGB", (r, g, b)), Image.new("RGB", (n, n), (82, 102, 48)), a.point(lambda v: 255 if v > 100 else 0))
        base = Image.merge("RGBA", (*solid.split(), a))
        out.paste(base, ((q % 2) * n, (q // 2) * n))
    path = folder / "leaves-colour.png"
    out.save(path)
    return str(path)


def leaf(q):
    u, v = (q % 2) * 0.5, 0.5 - (q // 2) * 0.5
    return Surface("leaves", rect=(u + 0.004, v + 0.004, u + 0.496, v + 0.496))


WASHES = {"cream": "#dccdac", "warm": "#c9a474", "wood": "#94704c", "cool": "#c3c8bb"}


def pictures():
    for name, args in SIGNS.items():
        SHEET.put(f"sign-{name}", sign(*args), 0.45)
    for i in range(6):
        SHEET.put(f"room-{i}", room(i), 0.8)
    SHEET.put("clock", clock(), 0.4)
    SHEET.put("manhole", manhole(), 0.55, 0.6)
    for i, p in enumerate(POSTERS):
        SHEET.put(f"poster-{i}", poster(*p), 0.5)
    SHEET.put("menu", menu(), 0.6)
    for k in ("thirty", "crossing", "nostop"):
        SHEET.put(k, round_sign(k), 0.35)
    SHEET.put("drain", drain(), 0.5, 0.6)
    for i in range(3):
        SHEET.put(f"paper-{i}", paper(i), 0.8)
    SHEET.put("street-a", plate("Lindengasse"), 0.3)
    SHEET.put("street-b", plate("Am Brunnen"), 0.3)
    for name, colour in WASHES.items():
        SHEET.put(f"wash-{name}", wash(colour), 0.9)
    for n in (3, 7, 12, 14, 18, 21, 26):
        SHEET.put(f"number-{n}", plate(str(n), 96), 0.3)


pictures()
ROOMS = [SHEET.picture(f"room-{i}") for i in range(6)]


def materials():
    """Makes every material of the set; call after all geometry, when the palette is known."""
    for name in ("brick", "render", "ashlar", "asphalt", "paving", "cobbles"):
        mat.tiling(name, name)
    paths = SHEET.write()
    mat.textured("sheet", paths)
    mat.textured("night", {"colour": paths["colour"]}, emissive=((1.0, 0.74, 0.46), 0.8))
    mat.glass()
    mat.textured("leaves", {"colour": leaf_atlas()}, mask=True, double=True)


__all__ = [n for n in dir() if not n.startswith("_")]
