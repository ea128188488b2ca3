"""Batches from `send-batches.js`, read ahead in a thread."""

import math
import queue
import subprocess
import threading

import numpy
import torch

AHEAD = 4


class Batches:
    """Starts the sender as a child process; iterating gives each batch as tensors by name."""

    def __init__(self, command, values):
        self.values = values
        self.bytes = sum(length_of(value) for value in values)
        self.child = subprocess.Popen(command, stdout=subprocess.PIPE)
        self.waiting = queue.Queue(AHEAD)
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        while True:
            data = bytearray(self.bytes)
            got = self.child.stdout.readinto(data)
            self.waiting.put(data if got == self.bytes else None)
            if got != self.bytes:
                return

    def __iter__(self):
        while (data := self.waiting.get()) is not None:
            yield self._tensors(data)
        if self.child.wait() != 0:
            raise RuntimeError(f"the sender of batches ended with {self.child.returncode}")

    def _tensors(self, data):
        tensors, offset = {}, 0
        for value in self.values:
            flat = numpy.frombuffer(data, value["dtype"], math.prod(value["shape"]), offset)
            tensors[value["name"]] = torch.from_numpy(flat.reshape(value["shape"]))
            offset += length_of(value)
        return tensors

    def close(self):
        self.child.terminate()


def length_of(value):
    return math.prod(value["shape"]) * numpy.dtype(value["dtype"]).itemsize
