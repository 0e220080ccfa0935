"""Small files of pen strokes, as UNIPEN and UCI publish them."""

from __future__ import annotations

import io
import tarfile

HEAD = """.VERSION 1.0
.INCLUDE abc/abc.doc
.INCLUDE abc/data/w1.dat
"""
DOC = """.COMMENT the tablet
.COORD T X Y
.HIERARCHY CHARACTER
"""
INK = """.PEN_UP
1 500 500
2 400 400
.PEN_DOWN
0 10 20
1 10 20
2 20 40
3 10 60
.PEN_UP
.PEN_DOWN
0 0 40
1 30 40
.PEN_UP
7 30 40
.PEN_DOWN
0 100 0
1 100 8
2 100 16
3 100 24
"""
UNIPEN = {
    "cd/train/data/1a/abc/w1.dat": HEAD
    + '.SEGMENT CHARACTER 1-2 OK "4"\n.SEGMENT CHARACTER 4:1-4:2 ? "1"\n',
    "cd/train/data/1d/abc/w1.dat": HEAD + '.SEGMENT CHARACTER 1,4 OK "\\""\n',
    "cd/train/data/1a/abd/w1.dat": HEAD + '.SEGMENT CHARACTER 3-4 OK "7"\n',
    "cd/train/data/2/abc/w1.dat": HEAD + '.SEGMENT WORD 1-4 OK "not taken"\n',
    "cd/train/include/abc/abc.doc": DOC,
    "cd/train/include/abc/data/w1.dat": INK,
}
PENDIGITS = """.SEGMENT DIGIT 0-0 ? "8"
.COMMENT 8 12
.PEN_DOWN
 10 90
 10 40
 60 40
.PEN_UP
.DT 100
.SEGMENT DIGIT 1-2 ? "5"
.COMMENT 5 3
.PEN_DOWN
0 0
0 50
.PEN_UP
.PEN_DOWN
0 50
25 50
.PEN_UP
"""


def tar(path, files):
    """Packs texts by their names."""
    with tarfile.open(path, "w:gz") as archive:
        for name, text in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text.encode("latin-1")))
    return path


def damaged(path, data):
    """A file with what it should not hold."""
    path.write_bytes(data)
    return path
