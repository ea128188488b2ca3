"""Trains a network of the street pack with PyTorch from the graph that our TypeScript builds; see README.md."""

import argparse
import json
import math
import os
import subprocess
import sys
import time

# Threads that wait by spinning take the cores from those that draw batches: 27 s a step in place of 1.3 on a busy
# machine. To be said before OpenMP is loaded.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import torch
from torch import distributed

from batches import Batches
from checkpoint import read_checkpoint, write_checkpoint
from graph import Forward
from memory import keep_memory
from optimiser import Optimiser, learning_rate_at

PROGRAMS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "dist", "training", "gpu")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    for folder, default in [
        ("data", "../shared/data"),
        ("models", "../shared/models"),
        ("drawn", ".cache/drawn"),
        ("cache", ".cache/street"),
    ]:
        parser.add_argument(f"--{folder}", default=default)
    parser.add_argument("--network", default="street", choices=["street", "heads", "garments"])
    parser.add_argument("--steps", type=int, help="steps in all; the recipe's unless given")
    parser.add_argument("--until", type=int, help="stop at this step, the schedule being that of --steps")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1, help="threads that draw batches")
    parser.add_argument("--replicas", type=int, default=1, help="processes that share each step, a batch each")
    parser.add_argument("--replica", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--bf16", action="store_true", help="convolutions and products in bfloat16")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--tell-every", type=int, help="steps between two lines of the log, each with a checkpoint")
    return parser.parse_args()


class Trainer:
    """One step after the other on batches of tensors."""

    def __init__(self, folder, device, low):
        with open(os.path.join(folder, "plan.json")) as file:
            self.plan = json.load(file)
        self.device, self.low, self.done = torch.device(device), low, 0
        self.forward = Forward(os.path.join(folder, "forward.onnx"), self.plan, self.device)
        self.optimiser = Optimiser(self.plan, self.forward.start, self.device)

    def step(self, batch, learning_rate):
        """Loss, length of the gradient and parts of the loss, before the weights moved."""
        optimiser = self.optimiser
        fed = {name: batch[name].to(self.device, non_blocking=True) for name in self.forward.inputs}
        optimiser.zero_gradients()
        outputs = self.forward({**fed, **optimiser.leaves, **optimiser.states}, self.low)
        outputs["loss"].backward()
        self.share_gradients()
        parts = [outputs[f"part {name}"].detach() for name in self.plan["parts"]]
        told = torch.stack([outputs["loss"].detach(), optimiser.norm(), *parts])
        loss, norm, *parts = told.tolist()
        if not math.isfinite(loss + norm):
            raise ArithmeticError(f"loss {loss}, gradient {norm} at step {self.done + 1}")
        with torch.no_grad():
            for state, output in self.forward.states.items():
                optimiser.states[state].copy_(outputs[output])
        self.done += 1
        optimiser.step(self.done, learning_rate, norm)
        return {"loss": loss, "gradient_norm": norm, **dict(zip(self.plan["parts"], parts))}

    def share_gradients(self):
        """Every replica goes on with the mean of all gradients, so that their weights stay the same."""
        if not distributed.is_initialized():
            return
        for group in self.optimiser.groups:
            distributed.all_reduce(group["gradient"])
            group["gradient"].div_(distributed.get_world_size())

    def load(self, path):
        header, vectors = read_checkpoint(path)
        if header["signature"] != self.plan["signature"]:
            raise ValueError(f"{path} is a checkpoint of another network")
        self.optimiser.load(vectors)
        self.done = header["step"]

    def save(self, path):
        vectors = {name: vector.cpu().numpy() for name, vector in self.optimiser.vectors.items()}
        write_checkpoint(path, self.done, self.plan["signature"], vectors)


class Log:
    """Means of what the steps told, in the lines of `training/street/training-log.ts`."""

    def __init__(self, path, step):
        self.path, self.step, self.sums, self.since = path, step, {}, time.perf_counter()

    def add(self, numbers):
        for name, value in numbers.items():
            self.sums[name] = self.sums.get(name, 0) + value

    def tell(self, step, rows):
        steps, seconds = step - self.step, time.perf_counter() - self.since
        means = {name: round(value / steps, 4) for name, value in self.sums.items()}
        numbers = {"step": step, "photos_per_second": round(steps * rows / seconds), **means}
        line = json.dumps(numbers, separators=(",", ":"))
        print(line, flush=True)
        with open(self.path, "a") as file:
            file.write(line + "\n")
        self.step, self.sums, self.since = step, {}, time.perf_counter()


def join_replicas(options, folder):
    """Starts the other replicas as processes of their own, on this machine, and waits until all have met."""
    if options.replicas == 1:
        return
    meeting = os.path.abspath(os.path.join(folder, "meeting"))
    if options.replica == 0:
        if os.path.exists(meeting):
            os.remove(meeting)
        for replica in range(1, options.replicas):
            subprocess.Popen([sys.executable, *sys.argv, "--replica", str(replica)])
    distributed.init_process_group(
        "gloo", init_method=f"file://{meeting}", rank=options.replica, world_size=options.replicas
    )


def train(options):
    keep_memory()
    torch.set_num_threads(options.threads)
    folder = os.path.join(options.cache, "gpu", options.network)
    if options.replica == 0:
        subprocess.run(["node", os.path.join(PROGRAMS, "export-graph.js"), "--network", options.network, "-o", folder], check=True)
    join_replicas(options, folder)
    trainer = Trainer(folder, options.device, options.bf16)
    plan = trainer.plan
    checkpoint = os.path.join(options.cache, plan["checkpoint"])
    if os.path.exists(checkpoint):
        trainer.load(checkpoint)
    steps = options.steps or plan["steps"]
    until = min(options.until or steps, steps)
    folders = [part for name in ("data", "models", "drawn", "cache") for part in (f"--{name}", getattr(options, name))]
    part = ["--replica", str(options.replica), "--replicas", str(options.replicas)]
    span = ["--from", str(trainer.done), "--to", str(until), "--workers", str(options.workers), *part]
    sender = ["node", os.path.join(PROGRAMS, "send-batches.js"), "--network", options.network, "--graph", folder]
    batches = Batches([*sender, *span, *folders], plan["batch"])
    log = Log(os.path.join(options.cache, plan["log"]), trainer.done)
    for batch in batches:
        log.add(trainer.step(batch, learning_rate_at(trainer.done, steps=steps, **plan["schedule"])))
        if options.replica > 0:
            continue
        if trainer.done % (options.tell_every or plan["tellEvery"]) == 0 or trainer.done == until:
            log.tell(trainer.done, plan["rows"] * options.replicas)
            trainer.save(checkpoint)


if __name__ == "__main__":
    train(arguments())
