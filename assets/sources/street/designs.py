"""The houses of Corner Street: who lives where, in what. Each is a description that
house.py draws; x runs to the right as one stands before the house."""
from .dress import PAINT, STONE
from kitbag.shape import srgb

WHITE = PAINT.tint(0.92)


def tone(text):
    return STONE.tint(*(min(1.0, c * 1.55) for c in srgb(text)))


# name: (row, place of the left edge, width, description)
LEFT_ROW = {
    "lindenhof": (34.0, 13.0, dict(
        label="Lindenhof, No. 3", wall="render", colour="#e0cfae", base=("ashlar", None), ground=4.2, storeys=[3.4, 3.1, 2.7], bays=4, frame="#efece4",
        win=dict(w=1.05, kind="cross", surround="flat"), wins={0: dict(hood="gable", h=2.0), 1: dict(hood="level")},
        shops=[(0.5, 6.0, "tailor", dict(wood="#39424a", door_at=0.9)), (6.5, 10.4, "barber", dict(wood="#7f9c97", door_at=0.1))], doors=[(11.6, 1.15, 2.9, "#3d4f44", 3)],
        strings=[0, 1], roof="tiles", dormers=[2.2, 6.5, 10.8], chimneys=[(1.5, 2), (11.5, 3)], pipes=[0.2])),
    "brickhouse": (21.0, 11.0, dict(
        label="Brick house, No. 7", wall="brick", colour=None, base=("brick", "#d9cfc8"), ground=4.1, storeys=[3.2, 3.0], bays=4, frame="#e9e5da",
        win=dict(w=1.0, kind="sash", arch=0.18, surround="lintel", key=True), lit=0.3,
        shops=[(0.4, 5.4, "books", dict(wood="#1f2c46", awning=("#27406b", "#e9e2cf"), blade=True))], doors=[(6.6, 1.1, 2.8, "#6e2a24", 7)], lowbays=[9.2], low=dict(w=1.1, kind="sash", arch=0.18, surround="lintel", flowers=1),
        strings=[0], roof="slates", gable="#a89e90", chimneys=[(0.6, 4), (9.3, 4)], dormers=[3.0, 7.0], pipes=[10.8], cornice=0.8)),
    "greenhouse": (10.0, 11.0, dict(
        label="Green house, No. 12", wall="render", colour="#9fae92", base=("render", "#8d9a82"), ground=3.9, storeys=[3.0], bays=4, frame="#f1eee6",
        win=dict(w=1.0, h=1.7, kind="casement", shutters="#4c5f4a", surround="none", flowers=0.6),
        shops=[(0.5, 4.8, "flowers", dict(wood="#d9d5c6", awning=("#5d8a5c", "#efe9d8"), door_at=0.0)), (6.9, 10.5, "optician", dict(wood="#e2dfd8", door_at=1.0))], doors=[(5.75, 1.0, 2.7, "#5b4030", 12)],
        roof="tiles", pitch=46, dormers=[2.3, 5.0, 7.7], chimneys=[(8.5, 2)], pipes=[0.15], cornice=0.6, dentils=False)),
    "narrow": (-11.0, 8.0, dict(
        label="Narrow house, No. 14", wall="ashlar", colour="#f3ead9", ground=4.0, storeys=[3.0], bays=3, frame="#3a3f3c",
        win=dict(w=1.05, h=1.9, kind="french", y=0.35, guard=True, surround="flat", hood="level"), lit=0.4,
        shops=[(2.2, 7.6, "cafe", dict(wood="#24382f", awning=("#24523f", "#ece4cf"), door_at=0.5, blade=True))], doors=[(1.15, 1.0, 2.75, "#24382f", 14)],
        roof="slates", pitch=38, chimneys=[(7.4, 2)], dormers=[2.5, 5.5], pipes=[7.85], cornice=0.8)),
    "radio": (-19.0, 11.0, dict(
        label="Radio house, No. 18", wall="render", colour="#c98f6a", ground=4.0, storeys=[3.0], bays=5, frame="#f0ece2", trim=WHITE,
        win=dict(w=0.95, h=1.75, kind="cross", surround="flat", shutters="#6b4a3a"), special={},
        shops=[(0.5, 4.9, "radio", dict(wood="#4a3a2a", awning=("#c98a2c", "#efe6d0")))], doors=[(6.0, 1.1, 2.8, "#2f4a4a", 18)], lowbays=[8.0, 9.8], low=dict(w=1.0, h=1.8, kind="cross", surround="flat", flowers=0.8),
        roof="tiles", dormers=[2.4, 5.5, 8.6], chimneys=[(3.8, 2), (10.3, 3)], pipes=[0.2], cornice=0.7)),
    "stonefront": (-30.0, 10.0, dict(
        label="Stone front, No. 21", wall="ashlar", colour=None, ground=4.4, storeys=[3.5, 3.1], bays=3, margin=0.9, frame="#4a3b2f",
        win=dict(w=1.25, kind="french", h=2.35, y=0.3, surround="flat", key=True), wins={0: dict(hood="arch"), 1: dict(h=1.9, y=0.6, kind="casement")},
        shops=[(0.6, 6.3, "wine", dict(wood="#3c1a22", door_at=0.1, blade=True))], doors=[(8.2, 1.4, 3.0, "#2c2420", 21)], doorhood="arch",
        balconies={(0, 0): dict(w=2.0), (0, 1): dict(w=2.0), (0, 2): dict(w=2.0)}, strings=[0, 1], quoins=True, roof="slates", pitch=48, dormers=[2.4, 7.6], chimneys=[(5.0, 3)], pipes=[9.8])),
    "ochre": (-40.0, 11.0, dict(
        label="Ochre house", wall="render", colour="#d6b06a", base=("render", "#bfa681"), ground=4.0, storeys=[3.1, 2.9], bays=5, frame="#e9e5da",
        win=dict(w=0.95, kind="sash", surround="flat"), shops=[(5.9, 10.5, "paper", dict(wood="#a14a37", awning=("#b9543f", "#f0e7d3")))], doors=[(4.6, 1.1, 2.8, "#44342a", 26)], lowbays=[1.3, 3.0],
        low=dict(w=1.0, kind="sash"), roof="tiles", dormers=[3, 8], chimneys=[(1.0, 2), (10.2, 2)], pipes=[0.2], cornice=0.9)),
    "inn": (-51.0, 12.0, dict(
        label="Inn", wall="render", colour="#e5ddca", base=("render", "#7a6a58"), ground=4.0, storeys=[3.0, 2.8], bays=5, frame="#5a3a2a", trim=PAINT.tint(*srgb("#6b4a36")),
        win=dict(w=0.95, h=1.55, kind="cross", surround="flat", shutters="#7a2f2a", flowers=0.9), shops=[(3.8, 9.4, "inn", dict(wood="#31261d", door_at=0.5, blade=True))], lowbays=[1.6, 10.6], low=dict(w=1.0, h=1.6, kind="cross", flowers=1),
        lit=0.5, roof="tiles", pitch=48, dormers=[2, 6, 10], chimneys=[(3.5, 3)], pipes=[11.8], cornice=0.7, dentils=False)),
}
RIGHT_ROW = {
    "hotel": (23.0, 11.0, dict(
        label="Hotel Vesper", wall="render", colour="#cfc7b8", base=("ashlar", None), ground=4.4, storeys=[3.4, 3.2, 3.0], bays=4, frame="#33302c",
        win=dict(w=1.2, kind="french", h=2.2, y=0.25, surround="flat", guard=True), wins={0: dict(hood="arch")}, lit=0.45,
        shops=[(3.2, 8.6, "hotel", dict(wood="#22272b", door_at=0.5, awning=("#2c3338", "#d8cfb8")))], lowbays=[1.6, 9.8], low=dict(w=1.2, h=2.1, kind="casement", y=0.9),
        balconies={(0, (1, 2)): dict(w=4.6, out=1.0)}, strings=[0, 1, 2], quoins=True, roof="slates", pitch=50, dormers=[2, 5.5, 9], chimneys=[(0.8, 3), (10, 3)], pipes=[0.2])),
    "bluehouse": (13.0, 10.0, dict(
        label="Blue house", wall="render", colour="#9db0ba", ground=4.0, storeys=[3.1, 2.9], bays=4, frame="#f4f2ec", trim=WHITE,
        win=dict(w=1.0, kind="cross", surround="flat"), wins={0: dict(hood="level")}, shops=[(0.5, 4.6, "antiques", dict(wood="#4a3a28", door_at=1.0)), (6.6, 9.6, "grocer", dict(wood="#3f5f34", awning=("#4d7a3f", "#f1ead6"), door_at=0.0))], doors=[(5.6, 1.05, 2.8, "#26394a", 14)],
        roof="tiles", dormers=[3, 7], chimneys=[(9.4, 3)], pipes=[9.85])),
    "bakery": (4.0, 9.0, dict(
        label="Bakery", wall="brick", colour="#f0dcc8", base=("brick", "#fff0e0"), ground=4.0, storeys=[3.2, 3.0, 2.7], bays=3, frame="#e6dfcf",
        win=dict(w=1.1, kind="sash", arch=0.5, h=1.5, surround="flat", key=True), wins={2: dict(h=1.2)}, shops=[(0.4, 5.9, "bakery", dict(wood="#6b2f22", awning=("#8a3a2a", "#efe2c6"), door_at=0.85, blade=True))], doors=[(7.3, 1.2, 2.9, "#2d3a33", 7)],
        strings=[0, 2], roof="slates", chimneys=[(0.8, 3), (8.2, 3)], dormers=[4.5], pipes=[0.2], balconies={(1, 1): dict(w=2.0)}, special={(1, 1): dict(kind="french", y=0.2, h=1.9)})),
    "yellow": (-44.0, 11.0, dict(
        label="Yellow house", wall="render", colour="#e0c489", base=("render", "#cdbb97"), ground=4.2, storeys=[3.2, 3.0, 2.6], bays=4, frame="#f1eee4", trim=WHITE,
        win=dict(w=1.05, kind="cross", surround="flat"), wins={0: dict(hood="gable", h=2.0)}, shops=[(0.5, 5.0, "cycles", dict(wood="#2f5d50"))], gates=[(6.2, 9.6, 3.5)],
        strings=[0, 1], roof="tiles", dormers=[2.5, 5.5, 8.5], chimneys=[(6, 3)], pipes=[0.2])),
    "slim": (-52.0, 8.0, dict(
        label="Slim house", wall="brick", colour="#f4e2d4", ground=4.0, storeys=[3.2, 3.0, 2.8], bays=3, frame="#efebe0", win=dict(w=1.0, kind="sash", surround="lintel"), lowbays=[1.6, 3.6], low=dict(w=1.05, kind="sash", surround="lintel", flowers=1), doors=[(6.1, 1.2, 2.9, "#234a4a", 26)],
        roof="slates", dormers=[4], chimneys=[(0.8, 2)], pipes=[7.8], strings=[0], cornice=0.9)),
    "parsonage": (-60.0, 8.0, dict(
        label="Parsonage", wall="render", colour="#d8cdb9", ground=3.8, storeys=[3.0], bays=3, frame="#5b4a3a", win=dict(w=1.0, h=1.7, kind="cross", shutters="#44564a", surround="flat"), lowbays=[1.6, 6.4], low=dict(w=1.0, h=1.7, kind="cross", flowers=1), doors=[(4.0, 1.2, 2.8, "#44564a", 3)],
        roof="tiles", pitch=48, dormers=[2.4, 5.6], chimneys=[(7.2, 2)], pipes=[0.2], cornice=0.7)),
}
# corner houses: façades are placed by houses.py
CORNER_SOUTH = dict(
    label="Corner house, pharmacy", wall="render", colour="#cdb49a", base=("ashlar", None), ground=4.4, storeys=[3.5, 3.2, 2.9], frame="#efebe1", trim=STONE,
    win=dict(w=1.1, kind="cross", surround="flat"), wins={0: dict(hood="gable", h=2.1), 1: dict(hood="level", h=1.95)}, strings=[0, 1], quoins=True, roof="slates", lit=0.35)
CORNER_NORTH = dict(
    label="Turret house", wall="brick", colour="#f3e0cc", base=("ashlar", "#f0e6d6"), ground=4.5, storeys=[3.6, 3.3, 3.0], frame="#f0ece0", trim=STONE,
    win=dict(w=1.15, kind="sash", surround="flat", key=True), wins={0: dict(hood="arch", h=2.2), 1: dict(hood="level", h=2.0)}, strings=[0, 1, 2], roof="slates", lit=0.35)
SIDE_SOUTH = {  # faces -Z; place is the higher x
    "side-rose": (32.0, 12.0, dict(
        label="Rose house", wall="render", colour="#c99a8c", ground=3.9, storeys=[3.0, 2.8], bays=5, frame="#efeae0", trim=WHITE, win=dict(w=0.95, kind="cross", surround="flat"), doors=[(6.0, 1.1, 2.8, "#3c4a52", 3)], lowbays=[1.6, 3.8, 8.3, 10.4], low=dict(w=1.0, kind="cross", surround="flat"),
        roof="tiles", dormers=[3, 6, 9], chimneys=[(1, 2), (11, 2)], pipes=[0.2], cornice=0.8)),
    "side-works": (46.0, 14.0, dict(
        label="Works", wall="brick", colour="#e6d2c6", ground=4.2, storeys=[3.4], bays=5, frame="#3b4642", win=dict(w=1.6, h=2.0, kind="sash", arch=0.16, surround="lintel"), gates=[(8.6, 11.8, 3.4)], lowbays=[1.9, 4.4, 6.8], low=dict(w=1.5, h=1.9, kind="sash", arch=0.16, surround="lintel"),
        roof="slates", pitch=32, chimneys=[(13, 3)], pipes=[0.2, 13.8], cornice=0.7)),
}
SIDE_NORTH = {  # faces +Z; place is the lower x
    "side-cream": (20.0, 11.0, dict(
        label="Cream house", wall="render", colour="#e3d8c0", base=("render", "#c5b9a2"), ground=4.0, storeys=[3.2, 3.0], bays=4, frame="#6b4a34", win=dict(w=1.05, kind="casement", surround="flat", shutters="#5d7a6c", flowers=0.4), shops=[(5.6, 10.4, "grocer", dict(wood="#3f5f34", awning=("#4d7a3f", "#f1ead6")))], doors=[(4.4, 1.1, 2.8, "#5d3a2c", 7)], lowbays=[1.8], low=dict(w=1.05, kind="casement"),
        roof="tiles", dormers=[2.6, 5.5, 8.4], chimneys=[(10, 3)], pipes=[10.8])),
    "side-grey": (31.0, 15.0, dict(
        label="Grey house", wall="ashlar", colour="#e2dccf", ground=4.1, storeys=[3.2, 2.9], bays=6, frame="#e8e4da", win=dict(w=1.0, kind="sash", surround="flat"), wins={0: dict(hood="level")}, doors=[(7.5, 1.3, 2.9, "#27323d", 12)], lowbays=[1.6, 4.0, 11.0, 13.4], low=dict(w=1.05, kind="sash", surround="flat"),
        roof="slates", chimneys=[(2, 3), (13, 3)], dormers=[4, 11], pipes=[14.8])),
}
EAST_END = dict(
    label="Coach house", wall="render", colour="#d9c29a", base=("render", "#bda985"), ground=4.4, storeys=[3.0], bays=4, frame="#efebe0", win=dict(w=1.0, kind="cross", surround="flat", flowers=0.5), gates=[(3.6, 7.4, 3.9)], lowbays=[1.7, 9.3], low=dict(w=1.05, kind="cross", surround="flat"), roof="tiles", pitch=45, dormers=[2.5, 5.5, 8.5], chimneys=[(9.6, 3)], pipes=[0.2, 10.8])
GARDEN_BACK = dict(
    label="Garden house", wall="render", colour="#d4c2a2", ground=3.3, storeys=[2.5], bays=4, frame="#efe9dc", win=dict(w=1.0, kind="cross", shutters="#5f7a5a", surround="flat", flowers=0.6), doors=[(5.0, 1.2, 2.6, "#5f7a5a", 18)], lowbays=[1.6, 3.2, 7.0, 8.6], low=dict(w=1.0, h=1.7, kind="cross", surround="flat"), roof="tiles", pitch=30, chimneys=[(8.6, 2)], cornice=0.6)
LANE_END = dict(
    label="House behind the gate", wall="render", colour="#bfae94", base=("render", "#a89a84"), ground=4.0, storeys=[3.1, 2.9], bays=12, frame="#ece7db", win=dict(w=1.0, kind="cross", surround="flat"), doors=[(17.0, 1.3, 2.8, "#3b3029", 14)], lowbays=[11.5, 13.8, 20.2, 22.5], low=dict(w=1.0, kind="cross", surround="flat"), roof="tiles", dormers=[9, 15, 21, 27], chimneys=[(12, 3), (24, 3)], pipes=[])
