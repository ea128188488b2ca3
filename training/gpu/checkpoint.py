"""Reads and writes the checkpoints of `src/learning/train/checkpoint.ts`."""

import json
import os
import struct

import numpy

MAGIC = b"wearabouts checkpoint 1\n"


def read_checkpoint(path):
    """Header (step, signature, note) and vectors by name."""
    with open(path, "rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise ValueError(f"{path} is not a checkpoint")
        (length,) = struct.unpack("<I", file.read(4))
        header = json.loads(file.read(length))
        vectors = {entry["name"]: numpy.fromfile(file, "<f4", entry["length"]) for entry in header.pop("tensors")}
    return header, vectors


def write_checkpoint(path, step, signature, vectors):
    """The file is there whole or not at all."""
    entries = [{"name": name, "length": len(vector)} for name, vector in vectors.items()]
    header = {"step": step, "signature": signature, "note": None, "tensors": entries}
    encoded = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
    partial = f"{path}.partial"
    with open(partial, "wb") as file:
        file.write(MAGIC + struct.pack("<I", len(encoded)) + encoded)
        for vector in vectors.values():
            vector.astype("<f4").tofile(file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(partial, path)
