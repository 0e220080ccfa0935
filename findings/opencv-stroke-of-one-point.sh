#!/usr/bin/env bash
# opencv-python-headless 5.0.0.93 (4.12 does the same)
#
# Pen strokes are lists of points; a tap, such as a decimal point, is a list of one.
#
# What one would guess: `polylines` draws a stroke of one point as a dot of the pen's thickness, as
# it does where the point is there twice, and as `line` from a point to itself and `drawContours` do.
# What happens: an open polyline of one point draws nothing, without an error. With isClosed=True, or
# the point stored twice, the same dot is drawn.
#
# Output seen (pixels drawn with a pen of 9):
#   open: 0, closed: 81, open, stored twice: 81, line to itself: 81, drawContours: 81
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --target "$folder" \
    opencv-python-headless==5.0.0.93 numpy==2.4.6
PYTHONPATH=$folder python3 - <<'PYTHON'
import cv2
import numpy as np

POINT, PEN = (20, 20), 9


def pixels(draw):
    paper = np.zeros((40, 40), np.uint8)
    draw(paper)
    return int(np.count_nonzero(paper))


tap, twice = np.array([POINT]), np.array([POINT, POINT])
opened = pixels(lambda paper: cv2.polylines(paper, [tap], False, 255, PEN))
closed = pixels(lambda paper: cv2.polylines(paper, [tap], True, 255, PEN))
doubled = pixels(lambda paper: cv2.polylines(paper, [twice], False, 255, PEN))
line = pixels(lambda paper: cv2.line(paper, POINT, POINT, 255, PEN))
contour = pixels(lambda paper: cv2.drawContours(paper, [tap[:, None]], -1, 255, PEN))
print(
    f"open: {opened}, closed: {closed}, open, stored twice: {doubled}, "
    f"line to itself: {line}, drawContours: {contour}"
)
assert opened == 0 and closed == doubled == line == contour == 81, "this has changed"
PYTHON
