#!/usr/bin/env bash
# opencv-python-headless 5.0.0.93, and 4.12.0.88 beside it
#
# Training pictures are drawn on float32 canvases, 0 to 1: strokes, frames, rings, and printed labels.
#
# What one would guess: `putText` draws on a float32 picture with `line`'s colours, as OpenCV 4 does.
# What happens: OpenCV 5's new text drawing takes pictures of 8 bits only, and raises on a float32
# one; `line`, `circle` and `fillPoly` still draw on it.
#
# Output seen:
#   4.12.0: line 1.0, circle 1.0, fillPoly 1.0, putText 1.0
#   5.0.0: line 1.0, circle 1.0, fillPoly 1.0, putText error: img.depth() == CV_8U
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/draw.py" <<'PYTHON'
import sys

import cv2
import numpy as np

CORNERS = np.array([[10, 10], [50, 10], [30, 50]])
WAYS = {
    "line": lambda paper: cv2.line(paper, (5, 5), (60, 60), 1.0, 3),
    "circle": lambda paper: cv2.circle(paper, (40, 40), 20, 1.0, 3),
    "fillPoly": lambda paper: cv2.fillPoly(paper, [CORNERS], 1.0),
    "putText": lambda paper: cv2.putText(paper, "7", (10, 60), 0, 1.5, 1.0, 3),
}
seen = []
for name, draw in WAYS.items():
    paper = np.zeros((80, 80), np.float32)
    try:
        draw(paper)
    except cv2.error as error:
        seen.append(f"{name} error: {'img.depth() == CV_8U' if 'CV_8U' in str(error) else error}")
    else:
        seen.append(f"{name} {paper.max()}")
print(f"{cv2.__version__}: {', '.join(seen)}")
drawn = seen[3] == "putText 1.0"
assert seen[:3] == ["line 1.0", "circle 1.0", "fillPoly 1.0"], "this has changed"
assert drawn is (sys.argv[1] == "draws"), "this has changed"
PYTHON
for pair in "4.12.0.88 2.2.6 draws" "5.0.0.93 2.4.6 raises"; do
    read -r version numpy expected <<<"$pair"
    python3 -m pip install --quiet --disable-pip-version-check --target "$folder/$version" \
        "opencv-python-headless==$version" "numpy==$numpy"
    PYTHONPATH=$folder/$version python3 "$folder/draw.py" "$expected"
done
