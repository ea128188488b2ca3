"""
Steps on batches from a file, for comparison with our own trainer: a line of JSON for each, and a checkpoint.

`python steps.py FOLDER`, in which there are `forward.onnx`, `plan.json`, `batches.bin` and `rates.json` (the learning
rate of each step). Writes `checkpoint.bin` there.
"""

import argparse
import json
import os
import time

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import torch

from batches import Batches
from memory import keep_memory
from train import Trainer


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--bf16", action="store_true")
    parser.add_argument("--device", default="cpu")
    options = parser.parse_args()
    keep_memory()
    torch.set_num_threads(options.threads)
    trainer = Trainer(options.folder, options.device, options.bf16)
    with open(os.path.join(options.folder, "rates.json")) as file:
        rates = json.load(file)
    batches = Batches(["cat", os.path.join(options.folder, "batches.bin")], trainer.plan["batch"])
    for batch, rate in zip(batches, rates, strict=True):
        start = time.perf_counter()
        told = trainer.step(batch, rate)
        print(json.dumps({**told, "seconds": time.perf_counter() - start}), flush=True)
    trainer.save(os.path.join(options.folder, "checkpoint.bin"))


if __name__ == "__main__":
    main()
