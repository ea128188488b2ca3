"""AdamW with clipping and averaged weights on flat vectors, as in `src/learning/train/optimiser.ts`."""

import math

import torch


def learning_rate_at(step, peak, steps, warmUp=0, floor=0):
    """Learning rate of a step, counted from 0 (`src/learning/train/schedule.ts`)."""
    if step < warmUp:
        return peak * (step + 1) / warmUp
    share = min(1, (step - warmUp) / max(1, steps - warmUp))
    return floor + (peak - floor) * 0.5 * (1 + math.cos(math.pi * share))


class Optimiser:
    """Owns every vector of a checkpoint; `leaves` are views of the weights, `states` of the running averages."""

    def __init__(self, plan, start, device):
        self.options = plan["optimiser"]
        self.vectors, self.leaves, self.states, self.groups = {}, {}, {}, []
        group = {}
        for vector in plan["vectors"]:
            name, role, entries = vector["name"], vector["role"], vector["entries"]
            flat = torch.cat([start[entry["name"]].reshape(-1) for entry in entries]).to(device)
            self.vectors[name] = torch.zeros_like(flat) if role in ("first", "second") else flat
            if role == "averages":
                self.states.update(views(flat, entries))
            elif role == "frozen":
                self.leaves.update(views(flat, entries))
            elif role == "parameters":
                gradient = torch.zeros_like(flat)
                leaves = views(flat, entries)
                for leaf, part in zip(leaves.values(), views(gradient, entries).values()):
                    leaf.requires_grad_().grad = part
                self.leaves.update(leaves)
                group = {"parameters": flat, "gradient": gradient, "plan": vector}
                self.groups.append(group)
            else:
                group[role] = self.vectors[name]

    def load(self, vectors):
        for name, vector in self.vectors.items():
            vector.copy_(torch.from_numpy(vectors[name]))

    def zero_gradients(self):
        torch._foreach_zero_([group["gradient"] for group in self.groups])

    def norm(self):
        return torch.stack([group["gradient"].square().sum() for group in self.groups]).sum().sqrt()

    @torch.no_grad()
    def step(self, step, learning_rate, norm):
        """Step number `step`, counted from 1, with gradients of length `norm`."""
        options = self.options
        beta1, beta2 = options["beta1"], options["beta2"]
        correction = math.sqrt(1 - beta2**step)
        rate = learning_rate * correction / (1 - beta1**step)
        renewed = 1 - min(options.get("averageDecay", 0), (1 + step) / (10 + step))
        share = min(options["clipNorm"] / (norm + 1e-6), 1) if "clipNorm" in options else 1
        for group in self.groups:
            weights, gradient, first, second = (group[role] for role in ("parameters", "gradient", "first", "second"))
            own = group["plan"]["learningRate"]
            first.mul_(beta1).add_(gradient, alpha=share * (1 - beta1))
            second.mul_(beta2).addcmul_(gradient, gradient, value=share * share * (1 - beta2))
            if options["weightDecay"] > 0 and group["plan"]["decay"]:
                weights.mul_(1 - learning_rate * options["weightDecay"] * own)
            weights.addcdiv_(first, second.sqrt().add_(options["epsilon"] * correction), value=-rate * own)
            if "average" in group:
                group["average"].lerp_(weights, renewed)


def views(flat, entries):
    """The named parts of a vector, sharing its memory."""
    parts, offset = {}, 0
    for entry in entries:
        count = math.prod(entry["shape"])
        parts[entry["name"]] = flat[offset : offset + count].view(entry["shape"]).detach()
        offset += count
    return parts
