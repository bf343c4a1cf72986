#!/usr/bin/env python3
"""Draws icon.png: the ball of L2, the ellipses of a least-squares problem, and the point where they touch. Standard library only.

usage: draw.py OUT.png [SIZE]"""
import math
import struct
import sys
import zlib

NAVY, WHITE, ORANGE, BLUE = (20, 33, 61), (255, 255, 255), (252, 163, 17), (120, 170, 230)
BALL, RADIUS = (0.38, 0.62), 0.255           # centre and radius of the constraint, in parts of the picture, y downwards
MINIMUM, AXES, TURN = (0.72, 0.27), (0.9, 0.45), math.radians(-32)


def level(x, y):
    """Distance from the unconstrained minimum in the metric of the ellipses."""
    dx, dy = x - MINIMUM[0], y - MINIMUM[1]
    u, v = dx * math.cos(TURN) - dy * math.sin(TURN), dx * math.sin(TURN) + dy * math.cos(TURN)
    return math.hypot(u / AXES[0], v / AXES[1])


def touching():
    """The point of the circle with the least level: the constrained solution."""
    points = [(BALL[0] + RADIUS * math.cos(t), BALL[1] + RADIUS * math.sin(t)) for t in (i * math.tau / 20000 for i in range(20000))]
    return min(points, key=lambda p: level(*p))


TOUCH = touching()
CONTACT = level(*TOUCH)


def colour(x, y):
    corner = 0.2
    cx, cy = min(max(x, corner), 1 - corner), min(max(y, corner), 1 - corner)
    if math.hypot(x - cx, y - cy) > corner:
        return None
    if math.hypot(x - TOUCH[0], y - TOUCH[1]) < 0.055:
        return ORANGE
    if abs(math.hypot(x - BALL[0], y - BALL[1]) - RADIUS) < 0.018:
        return WHITE
    distance = level(x, y)
    if distance < 0.045:
        return BLUE
    if any(abs(distance - CONTACT * share) < 0.018 for share in (1 / 3, 2 / 3, 1)):
        return BLUE
    return NAVY


def render(size, samples=5):
    rows = []
    for j in range(size):
        row = bytearray([0])
        for i in range(size):
            total, covered = [0, 0, 0], 0
            for b in range(samples):
                for a in range(samples):
                    c = colour((i + (a + 0.5) / samples) / size, (j + (b + 0.5) / samples) / size)
                    if c:
                        covered += 1
                        total = [t + part for t, part in zip(total, c)]
            row += bytes(round(t / covered) if covered else 0 for t in total) + bytes([round(255 * covered / samples ** 2)])
        rows.append(bytes(row))
    return b"".join(rows)


def png(size):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(render(size), 9)) + chunk(b"IEND", b"")


if __name__ == "__main__":
    with open(sys.argv[1], "wb") as file:
        file.write(png(int(sys.argv[2]) if len(sys.argv) > 2 else 128))
