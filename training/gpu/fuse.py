"""Finds batch normalisation, which our graph writes as its parts, and makes one node of it."""

from operators import Node


def fuse_batch_norms(nodes, constants, states):
    """
    Nodes with every batch normalisation in one (`BatchNorm`), and the states that those move by themselves.
    `states` names for each running state the value it has after the step. What the parts made is left to be dropped.
    """
    makers = {output: node for node in nodes for output in node.outputs}
    fused, moved = {}, set()

    def made_by(name, op):
        node = makers.get(name)
        return node if node is not None and node.op == op else None

    def fuse(node):
        x, slope, shift = node.inputs[:3]
        division = made_by(slope, "Div")
        deviation = made_by(division.inputs[1], "Sqrt") if division else None
        sum_ = made_by(deviation.inputs[0], "Add") if deviation else None
        variance = made_by(sum_.inputs[0], "Sub") if sum_ else None
        squares = made_by(variance.inputs[1], "Mul") if variance else None
        difference = made_by(shift, "Sub")
        mean = made_by(squares.inputs[0], "ReduceMean") if squares else None
        if mean is None or difference is None or mean.inputs[0] != x or sum_.inputs[1] not in constants:
            return None
        running_mean, momentum = running(mean.outputs[0])
        running_variance, _ = running(variance.outputs[0], scaled=True)
        if running_mean is None or running_variance is None:
            return None
        moved.update((running_mean, running_variance))
        inputs = [x, division.inputs[0], difference.inputs[0], running_mean, running_variance]
        attributes = {"epsilon": float(constants[sum_.inputs[1]]), "momentum": 1 - momentum}
        return Node("BatchNorm", inputs, node.outputs, attributes, constants)

    def running(value, scaled=False):
        """The state that `value` is mixed into, and the share of the old one that is kept."""
        for state, output in states.items():
            mix = made_by(output, "Add")
            old, new = (made_by(name, "Mul") for name in mix.inputs) if mix else (None, None)
            inner = made_by(new.inputs[0], "Mul") if new and scaled else new
            if old and inner and old.inputs[0] == state and inner.inputs[0] == value:
                return state, float(constants[old.inputs[1]])
        return None, None

    for node in nodes:
        one = fuse(node) if node.op == "BatchNormalization" else None
        if one is not None:
            fused[node.outputs[0]] = one
    return [fused.get(node.outputs[0], node) for node in nodes], moved
