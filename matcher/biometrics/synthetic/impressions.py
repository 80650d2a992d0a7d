"""Print a grown finger: turned, bent by skin, pressed, smudged and cropped, as live scanners and ink do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.biometrics.synthetic.ridges import HEIGHT, WIDTH, Floats, MasterFinger, smooth_noise
from matcher.biometrics.types import Gray, Impression


@dataclass(frozen=True, slots=True)
class Handling:
    """How a print is made: deviations of turn (degrees), shift, bend (px), pressure; share of noise; contact size."""

    turn: float = 7.0
    shift: float = 12.0
    bend: float = 2.2
    pressure: float = 0.18
    noise: float = 0.16
    contact: float = 0.86


PLAIN = Handling()
ROLLED = Handling(turn=3.0, shift=8.0, bend=3.0, noise=0.13, contact=1.15)
POOR = Handling(turn=12.0, shift=25.0, bend=4.0, pressure=0.45, noise=0.5, contact=0.6)
"""Ready-made ways: a flat finger on a scanner, a rolled one, and one that should have been taken again."""
_HANDLING = {Impression.PLAIN: PLAIN, Impression.ROLLED: ROLLED}


def _warped(ridges: Floats, handling: Handling, rng: np.random.Generator) -> Floats:
    from scipy.ndimage import map_coordinates  # noqa: PLC0415 - only the generator needs it

    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float64)
    turn = np.radians(rng.normal(0, handling.turn))
    down, right = rng.normal(0, handling.shift, 2)
    y, x = rows - HEIGHT / 2 - down, columns - WIDTH / 2 - right
    source_y = np.cos(turn) * y - np.sin(turn) * x + HEIGHT / 2
    source_x = np.sin(turn) * y + np.cos(turn) * x + WIDTH / 2
    source_y += handling.bend * smooth_noise(rng, ridges.shape, 90)
    source_x += handling.bend * smooth_noise(rng, ridges.shape, 90)
    return np.asarray(map_coordinates(ridges, [source_y, source_x], order=1, mode="constant", cval=-1.0))


def _contact(handling: Handling, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Where skin touches the surface: an ellipse with a ragged edge."""
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float64)
    tall, wide = handling.contact * HEIGHT * 0.5, handling.contact * WIDTH * 0.46
    centre_y, centre_x = HEIGHT / 2 + rng.normal(0, 6), WIDTH / 2 + rng.normal(0, 6)
    distance = np.hypot((rows - centre_y) / tall, (columns - centre_x) / wide)
    return np.asarray(distance + 0.03 * smooth_noise(rng, (HEIGHT, WIDTH), 25) < 1)


def impression(
    finger: MasterFinger, seed: tuple[int, ...], kind: Impression = Impression.PLAIN, handling: Handling | None = None
) -> Gray:
    """Print a finger once: HEIGHT x WIDTH pixels at 500 ppi, dark ridges on white; one seed gives one print."""
    rng = np.random.default_rng(seed)
    how = handling or _HANDLING.get(kind, PLAIN)
    ridges = _warped(finger.ridges, how, rng)
    pressed = ridges + rng.normal(0, how.pressure) + 0.25 * smooth_noise(rng, ridges.shape, 60)
    ink = 1 / (1 + np.exp(-4 * pressed))
    specks = how.noise * smooth_noise(rng, ridges.shape, 2.0) + 0.5 * how.noise * rng.standard_normal(ridges.shape)
    gray = 215 - 175 * np.clip(ink + specks * 0.6, 0, 1)
    paper = 240 + 5 * rng.standard_normal(ridges.shape)
    return np.clip(np.where(_contact(how, rng), gray, paper), 0, 255).astype(np.uint8)
