"""Runs an ONNX graph of ours node by node with PyTorch, so that autograd gives its gradients."""

import onnx
import torch
from onnx import numpy_helper

from fuse import fuse_batch_norms
from operators import Node, function_of

# What may stay in bfloat16 between two convolutions; everything else is computed from float32.
LOW = set("Conv ConvTranspose BatchNorm Relu Add Resize Concat Reshape Transpose MatMul Gemm".split())


class Forward:
    """The forward pass: values by name in, wanted outputs by name out."""

    def __init__(self, path, plan, device):
        model = onnx.load(path).graph
        self.device = device
        known = {entry["name"] for vector in plan["vectors"] for entry in vector["entries"]}
        self.start, self.constants = {}, {}
        for tensor in model.initializer:
            value = torch.from_numpy(numpy_helper.to_array(tensor).copy())
            (self.start if tensor.name in known else self.constants)[tensor.name] = value
        nodes = [
            Node(
                "Stop" if node.output[0] in plan["stopped"] else node.op_type,
                node.input,
                node.output,
                {attribute.name: plain(onnx.helper.get_attribute_value(attribute)) for attribute in node.attribute},
                self.constants,
            )
            for node in model.node
        ]
        nodes, moved = fuse_batch_norms(nodes, self.constants, plan["states"])
        self.states = {state: output for state, output in plan["states"].items() if state not in moved}
        self.outputs = ["loss", *(f"part {name}" for name in plan["parts"]), *self.states.values()]
        self.steps = self._steps(needed(self._folded(nodes), self.outputs))
        self.constants = {name: value.to(device) for name, value in self.constants.items()}
        self.inputs = [value.name for value in model.input]

    def _folded(self, nodes):
        """Computes at once what depends on constants only; gives back the rest."""
        rest = []
        for node in nodes:
            if not all(name == "" or name in self.constants for name in node.inputs):
                rest.append(node)
                continue
            made = function_of(node)(*(self.constants.get(name) for name in node.inputs))
            self.constants.update(zip(node.outputs, made if isinstance(made, (tuple, list)) else [made]))
        return rest

    def _steps(self, nodes):
        """For each node: function, inputs, outputs, whether it may read bfloat16, and values not needed after it."""
        last = {name: index for index, node in enumerate(nodes) for name in node.inputs}
        last.update({name: len(nodes) for name in self.outputs})
        made, steps = set(), []
        for index, node in enumerate(nodes):
            made.update(node.outputs)
            over = [name for name in {*node.inputs, *node.outputs} if name in made and last.get(name, index) == index]
            steps.append((function_of(node), node.inputs, node.outputs, node.op in LOW, over))
        return steps

    def __call__(self, values, low=False):
        """`low`: convolutions and products in bfloat16. Gives the outputs by name."""
        at = {**self.constants, **values, "": None}
        with torch.autocast(self.device.type, torch.bfloat16, enabled=low):
            for function, inputs, outputs, may_be_low, over in self.steps:
                arguments = [at[name] for name in inputs]
                if low and not may_be_low:
                    arguments = [
                        x.float() if x is not None and x.dtype == torch.bfloat16 else x for x in arguments
                    ]
                made = function(*arguments)
                if isinstance(made, (tuple, list)):
                    at.update(zip(outputs, made))
                else:
                    at[outputs[0]] = made
                for name in over:
                    del at[name]
        return {name: at[name] for name in self.outputs}


def plain(value):
    """An attribute as Python numbers and strings."""
    if isinstance(value, bytes):
        return value.decode()
    return value if isinstance(value, (int, float)) else list(value)


def needed(nodes, outputs):
    """The nodes that the outputs depend on."""
    wanted, kept = set(outputs), []
    for node in reversed(nodes):
        if wanted.intersection(node.outputs):
            wanted.update(node.inputs)
            kept.append(node)
    return kept[::-1]
