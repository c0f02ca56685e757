"""People, motorbikes with riders and cars as a few joints and faces in metres.

Local axes: f forward, r to the right, z up. A figure is a list of strokes: limbs (thick lines),
discs and faces, in the order in which they are painted unless their depth says otherwise.
"""

import math
from dataclasses import dataclass
from random import Random
from typing import Literal

Colour = tuple[int, int, int]  # blue, green, red
Joint = tuple[float, float, float]

SKIN: Colour = (120, 155, 200)
HAIR: Colour = (28, 26, 30)
TYRE: Colour = (32, 32, 34)
GLASS: Colour = (92, 78, 62)
LAMP: Colour = (225, 240, 250)
TAIL: Colour = (40, 40, 205)
SHIRTS: tuple[Colour, ...] = (
    *((225, 225, 228), (60, 70, 190), (150, 95, 45), (70, 130, 60), (60, 170, 215)),
    *((110, 60, 130), (190, 150, 90), (50, 50, 60), (130, 125, 215)),
)
TROUSERS: tuple[Colour, ...] = ((70, 52, 40), (45, 45, 48), (110, 95, 80), (120, 130, 150))
PAINTS: tuple[Colour, ...] = (
    *((205, 205, 208), (60, 60, 64), (45, 45, 170), (150, 80, 35), (150, 150, 152)),
    *((70, 105, 125), (235, 235, 238)),
)

WITH_HAT, WITH_PASSENGER = 0.35, 0.3  # shares
STRIDE = 1.35  # metres of two steps
TALL = {"person": 1.72, "motorbike": 1.66, "car": 1.5}
LONG = {"person": 0.8, "motorbike": 2.0, "car": 4.3}
WIDE = {"person": 0.5, "motorbike": 0.75, "car": 1.75}


@dataclass(frozen=True)
class Stroke:
    shape: Literal["line", "face", "disc"]
    joints: tuple[Joint, ...]
    colour: Colour
    width: float = 0.0  # metres: thickness of a line, radius of a disc
    sided: bool = False  # a face that is seen from its outer side only


def person(look: int, way: float) -> list[Stroke]:
    """Walks: legs and arms swing with the way behind."""
    chance = Random(look)
    shirt, trousers = chance.choice(SHIRTS), chance.choice(TROUSERS)
    phase = way / STRIDE * 2 * math.pi
    strokes = []
    for side, turn in ((-1, 0.0), (1, math.pi)):
        swing = 0.48 * math.sin(phase + turn)
        bend = 0.35 * max(0.0, math.cos(phase + turn))
        hip = (0.0, 0.09 * side, 0.86)
        knee = (0.43 * math.sin(swing + bend), 0.09 * side, 0.86 - 0.43 * math.cos(swing + bend))
        back = swing - bend
        foot = (knee[0] + 0.42 * math.sin(back), 0.09 * side, knee[2] - 0.4 * math.cos(back))
        strokes += [
            Stroke("line", (hip, knee), trousers, 0.17),
            Stroke("line", (knee, foot), trousers, 0.13),
            Stroke("line", (foot, (foot[0] + 0.13, foot[1], 0.03)), HAIR, 0.09),
        ]
        arm = -0.7 * swing
        elbow = (0.28 * math.sin(arm), 0.23 * side, 1.38 - 0.28 * math.cos(arm))
        hand = (elbow[0] + 0.25 * math.sin(arm + 0.3), 0.23 * side, elbow[2] - 0.23)
        strokes += [
            Stroke("line", ((0.0, 0.19 * side, 1.36), elbow), shirt, 0.11),
            Stroke("line", (elbow, hand), SKIN, 0.08),
        ]
    strokes += _torso((0.0, 0.86), (0.02, 1.34), shirt)
    return strokes + _head((0.03, 0.0, 1.56), chance)


def _torso(hips: tuple[float, float], neck: tuple[float, float], shirt: Colour) -> list[Stroke]:
    (low, low_z), (high, high_z) = hips, neck
    return [
        Stroke("line", ((low, -0.05, low_z + 0.06), (high, -0.09, high_z)), shirt, 0.22),
        Stroke("line", ((low, 0.05, low_z + 0.06), (high, 0.09, high_z)), shirt, 0.22),
    ]


def _head(at: Joint, chance: Random) -> list[Stroke]:
    f, r, z = at
    strokes = [
        Stroke("line", ((f - 0.02, r, z - 0.2), at), SKIN, 0.1),
        Stroke("disc", (at,), SKIN, 0.11),
        Stroke("disc", ((f - 0.03, r, z + 0.04),), HAIR, 0.11),
    ]
    if chance.random() < WITH_HAT:  # a conical hat of palm leaves
        rim = [
            (f + 0.24 * math.cos(a), r + 0.24 * math.sin(a), z + 0.05)
            for a in (k * math.pi / 5 for k in range(10))
        ]
        top = (f, r, z + 0.24)
        strokes.append(Stroke("face", tuple(rim), (120, 165, 185)))
        strokes += [
            Stroke("face", (left, right, top), (165, 205, 222))
            for left, right in zip(rim, [*rim[1:], rim[0]], strict=True)
        ]
    return strokes


def motorbike(look: int, way: float) -> list[Stroke]:
    """A scooter with a helmeted rider, now and then with a passenger."""
    chance = Random(look)
    paint, shirt, trousers = (chance.choice(c) for c in (PAINTS, SHIRTS, TROUSERS))
    strokes = [*_wheel(-0.62, way), *_wheel(0.64, way)]
    strokes += [
        Stroke("line", ((-0.3, 0.0, 0.42), (0.22, 0.0, 0.36)), (60, 60, 62), 0.2),
        Stroke("line", ((-0.78, 0.0, 0.66), (-0.1, 0.0, 0.6)), paint, 0.26),
        Stroke("line", ((0.2, 0.0, 0.36), (0.46, 0.0, 0.92)), paint, 0.22),
        Stroke("line", ((0.46, 0.0, 0.9), (0.64, 0.0, 0.3)), (70, 70, 72), 0.1),
        Stroke("line", ((-0.7, 0.0, 0.8), (0.0, 0.0, 0.76)), (38, 38, 40), 0.14),
        Stroke("line", ((0.44, -0.3, 1.0), (0.44, 0.3, 1.0)), (50, 50, 52), 0.06),
        Stroke("disc", ((0.58, 0.0, 0.86),), LAMP, 0.09),
        Stroke("disc", ((-0.92, 0.0, 0.68),), TAIL, 0.07),
    ]
    if chance.random() < WITH_PASSENGER:
        strokes += _rider(-0.42, chance.choice(SHIRTS), trousers, chance)
    return strokes + _rider(0.0, shirt, trousers, chance)


def _wheel(f: float, way: float) -> list[Stroke]:
    corners = [k * math.pi / 6 for k in range(12)]
    rim = tuple((f + 0.28 * math.cos(a), 0.0, 0.28 + 0.28 * math.sin(a)) for a in corners)
    turn = way / 0.28
    spoke = (0.2 * math.cos(turn), 0.2 * math.sin(turn))
    ends = ((f - spoke[0], 0.0, 0.28 - spoke[1]), (f + spoke[0], 0.0, 0.28 + spoke[1]))
    return [
        Stroke("face", rim, TYRE),
        Stroke("line", ((f, 0.0, 0.02), (f, 0.0, 0.54)), TYRE, 0.11),
        Stroke("line", ends, (120, 120, 122), 0.05),
    ]


def _rider(f: float, shirt: Colour, trousers: Colour, chance: Random) -> list[Stroke]:
    strokes = []
    for side in (-1, 1):
        hip = (f - 0.2, 0.12 * side, 0.84)
        knee = (f + 0.22, 0.19 * side, 0.78)
        strokes += [
            Stroke("line", (hip, knee), trousers, 0.17),
            Stroke("line", (knee, (f + 0.1, 0.2 * side, 0.4)), trousers, 0.14),
            Stroke(
                "line", ((f - 0.08, 0.2 * side, 1.3), (f + 0.38, 0.27 * side, 1.04)), shirt, 0.11
            ),
        ]
    strokes += _torso((f - 0.22, 0.84), (f - 0.08, 1.3), shirt)
    helmet = chance.choice(PAINTS)
    strokes += [
        Stroke("disc", ((f - 0.02, 0.0, 1.48),), SKIN, 0.11),
        Stroke("disc", ((f - 0.04, 0.0, 1.53),), helmet, 0.14),
    ]
    return strokes


def car(look: int, way: float) -> list[Stroke]:
    """Body and cabin as faces seen from outside; hidden ones are left out by the painter."""
    paint = Random(look).choice(PAINTS)
    body = _box((-2.1, 2.1), 0.86, (0.28, 0.82), 0.0)
    cabin = _box((-1.6, 1.0), 0.8, (0.82, 1.46), 0.5)
    strokes = [_panel(face, _shaded(paint, shade)) for face, shade in body]
    for f in (-1.32, 1.32):
        strokes += [s for side in (-0.87, 0.87) for s in _car_wheel(f, side, way)]
    *walls, (roof, roof_shade) = cabin
    for face, shade in walls:
        strokes += [
            _panel(face, _shaded(paint, shade)),
            _panel(_inner(face), _shaded(GLASS, shade + 0.1)),
        ]
    strokes.append(_panel(roof, _shaded(paint, roof_shade)))
    for side in (-0.62, 0.62):
        strokes.append(_panel(_plate(2.11, side, 0.62), LAMP))
        strokes.append(_panel(tuple(reversed(_plate(-2.11, side, 0.66))), TAIL))
    return strokes


def _panel(face: tuple[Joint, ...], colour: Colour) -> Stroke:
    return Stroke("face", face, colour, sided=True)


def _box(
    f: tuple[float, float], half: float, z: tuple[float, float], lean: float
) -> list[tuple[tuple[Joint, ...], float]]:
    """Front, back, right, left, top; each turns clockwise seen from outside, with its shade."""
    (back, front), (low, high) = f, z
    b, t, inside = back + lean * 0.8, front - lean, half - lean * 0.3
    corner = {
        "flr": (front, half, low), "fll": (front, -half, low),
        "blr": (back, half, low), "bll": (back, -half, low),
        "fhr": (t, inside, high), "fhl": (t, -inside, high),
        "bhr": (b, inside, high), "bhl": (b, -inside, high),
    }  # fmt: skip
    faces = (
        ("fhr fhl fll flr", 0.85),
        ("bhl bhr blr bll", 0.75),
        ("bhr fhr flr blr", 0.7),
        ("fhl bhl bll fll", 0.9),
        ("fhl fhr bhr bhl", 1.08),
    )
    return [(tuple(corner[name] for name in names.split()), shade) for names, shade in faces]


def _inner(face: tuple[Joint, ...]) -> tuple[Joint, ...]:
    """The face drawn in towards its middle: a window with its frame around."""
    middle = tuple(sum(axis) / len(face) for axis in zip(*face, strict=True))
    return tuple(
        (
            m[0] * 0.82 + middle[0] * 0.18,
            m[1] * 0.82 + middle[1] * 0.18,
            m[2] * 0.78 + middle[2] * 0.22,
        )
        for m in face
    )


def _plate(f: float, r: float, z: float) -> tuple[Joint, ...]:
    corners = ((0.17, 0.07), (-0.17, 0.07), (-0.17, -0.07), (0.17, -0.07))
    return tuple((f, r + across, z + up) for across, up in corners)


def _car_wheel(f: float, side: float, way: float) -> list[Stroke]:
    turn = 1 if side > 0 else -1
    strokes = []
    for radius, colour, corners in ((0.33, TYRE, 12), (0.19, (150, 150, 152), 6)):
        angles = [turn * k * 2 * math.pi / corners + way / 0.33 for k in range(corners)]
        ring = tuple((f - radius * math.cos(a), side, 0.33 + radius * math.sin(a)) for a in angles)
        strokes.append(_panel(ring, colour))
    return strokes


def _shaded(colour: Colour, shade: float) -> Colour:
    blue, green, red = (min(255, int(part * shade)) for part in colour)
    return blue, green, red
