"""The operators that our graphs are made of, as PyTorch functions."""

from typing import Callable

import torch
import torch.nn.functional as F

DTYPES = {
    1: torch.float32,
    2: torch.uint8,
    3: torch.int8,
    6: torch.int32,
    7: torch.int64,
    9: torch.bool,
    10: torch.float16,
}

Function = Callable[..., object]


class Node:
    """One operator: names of its values, attributes, and a way to read inputs that are constants."""

    def __init__(self, op, inputs, outputs, attributes, constants):
        self.op, self.inputs, self.outputs, self.attributes = op, list(inputs), list(outputs), attributes
        self.constants = constants

    def numbers(self, index):
        """An input that must be a constant (a shape, axes, limits), as Python numbers."""
        name = self.inputs[index]
        if name not in self.constants:
            raise ValueError(f"{self.op}: input {index} ({name}) is not a constant")
        return self.constants[name].tolist()


def window(node):
    """Strides, symmetric padding (or what F.pad needs first) and dilations of a convolution or a pool."""
    top, left, bottom, right = node.attributes.get("pads", [0, 0, 0, 0])
    even = (top, left) == (bottom, right)
    padding, before = ((top, left), None) if even else (0, (left, right, top, bottom))
    return node.attributes.get("strides", [1, 1]), padding, before


def conv(node):
    stride, padding, before = window(node)
    dilation, groups = node.attributes.get("dilations", [1, 1]), node.attributes.get("group", 1)

    def run(x, weight, bias=None):
        x = x if before is None else F.pad(x, before)
        return F.conv2d(x, weight, bias, stride, padding, dilation, groups)

    return run


def conv_transpose(node):
    stride, padding, before = window(node)
    if before is not None:
        raise ValueError("ConvTranspose: uneven pads")
    extra, groups = node.attributes.get("output_padding", [0, 0]), node.attributes.get("group", 1)
    dilation = node.attributes.get("dilations", [1, 1])
    return lambda x, weight, bias=None: F.conv_transpose2d(x, weight, bias, stride, padding, extra, groups, dilation)


def pool(node):
    stride, padding, before = window(node)
    if before is not None:
        raise ValueError(f"{node.op}: uneven pads")
    kernel = node.attributes["kernel_shape"]
    if node.op == "AveragePool":
        return lambda x: F.avg_pool2d(x, kernel, stride, padding)
    if len(node.outputs) == 1:
        return lambda x: F.max_pool2d(x, kernel, stride, padding)
    return lambda x: F.max_pool2d(x, kernel, stride, padding, return_indices=True)


def channel_affine(node):
    if node.attributes["epsilon"] != 0:
        raise ValueError("BatchNormalization: only as scale and bias of channels")

    def run(x, scale, bias, _mean, _variance):
        shape = [1, -1] + [1] * (x.dim() - 2)
        return x * scale.view(shape) + bias.view(shape)

    return run


def batch_norm(node):
    """Written by fuse.py: normalises with the batch's own statistics and moves the running ones in place."""
    epsilon, momentum = node.attributes["epsilon"], node.attributes["momentum"]

    def run(x, scale, bias, mean, variance):
        # With channels last, the CPU's sums over 200,000 pixels are off by 1e-4, which turns a first gradient by 8 %;
        # bfloat16 is off by more anyway.
        if x.device.type == "cpu" and x.dtype == torch.float32:
            x = x.contiguous()
        return F.batch_norm(x, mean, variance, scale, bias, True, momentum, epsilon)

    return run


def slice_(node):
    starts, ends, axes, steps = (node.numbers(index) for index in range(1, 5))

    def run(x, *_):
        for start, end, axis, step in zip(starts, ends, axes, steps):
            if step == 1:
                x = x.narrow(axis, start, end - start)
            else:
                x = x[(slice(None),) * axis + (slice(start, end, step),)]
        return x

    return run


def pad(node):
    amounts = node.numbers(1)
    rank = len(amounts) // 2
    value = node.numbers(2) if len(node.inputs) > 2 else 0
    torch_order = [amounts[axis + side * rank] for axis in reversed(range(rank)) for side in (0, 1)]
    return lambda x, *_: F.pad(x, torch_order, value=value)


def resize(node):
    scales = node.numbers(2)
    if node.attributes["mode"] != "nearest" or scales[:2] != [1, 1]:
        raise ValueError(f"Resize: {node.attributes['mode']} by {scales}")
    return lambda x, *_: F.interpolate(x, scale_factor=scales[2:], mode="nearest")


def gemm(node):
    turn_a, turn_b = node.attributes.get("transA", 0), node.attributes.get("transB", 0)

    def run(a, b, bias=None):
        a, b = a.t() if turn_a else a, b.t() if turn_b else b
        return a @ b if bias is None else torch.addmm(bias, a, b)

    return run


def reduce(node):
    axes = node.numbers(1) if node.op == "ReduceSum" else node.attributes["axes"]
    keep = bool(node.attributes["keepdims"])
    function = {"ReduceSum": torch.sum, "ReduceMean": torch.mean, "ReduceMax": torch.amax}[node.op]
    return lambda x, *_: function(x, axes, keep)


def clip(node):
    low, high = node.numbers(1), node.numbers(2)
    return lambda x, *_: x.clamp(low, high)


def gather(node):
    axis = node.attributes["axis"]

    def run(x, indices):
        if axis == 0 and x.dim() == 2:
            return F.embedding(indices, x)
        return x.index_select(axis, indices.reshape(-1)).unflatten(axis, indices.shape)

    return run


def one_hot(node):
    depth = int(node.numbers(1))
    return lambda indices, *_: (indices.unsqueeze(-1) == torch.arange(depth, device=indices.device)).float()


def with_numbers(make):
    """For operators that need nothing but one constant input, e.g. a shape."""

    def build(node):
        numbers = node.numbers(1)
        return lambda x, *_: make(x, numbers, node.attributes)

    return build


def plain(function: Function):
    return lambda _node: function


def with_attributes(function):
    return lambda node: lambda x, *rest: function(x, *rest, **node.attributes)


BUILDERS = {
    "Add": plain(torch.add),
    "Sub": plain(torch.sub),
    "Mul": plain(torch.mul),
    "Div": plain(torch.div),
    "Min": plain(torch.minimum),
    "Max": plain(torch.maximum),
    "Pow": with_numbers(lambda x, exponent, _: x.pow(exponent)),
    "Equal": plain(torch.eq),
    "Greater": plain(torch.gt),
    "Less": plain(torch.lt),
    "Where": plain(torch.where),
    "Neg": plain(torch.neg),
    "Exp": plain(torch.exp),
    "Log": plain(torch.log),
    "Sqrt": plain(torch.sqrt),
    "Abs": plain(torch.abs),
    "Sign": plain(torch.sign),
    "Relu": plain(torch.relu),
    "Sigmoid": plain(torch.sigmoid),
    "Tanh": plain(torch.tanh),
    "Softplus": plain(F.softplus),
    "LeakyRelu": with_attributes(lambda x, alpha: F.leaky_relu(x, alpha)),
    "Clip": clip,
    "Identity": plain(lambda x: x),
    "Stop": plain(torch.Tensor.detach),
    "Cast": lambda node: lambda x: x.to(DTYPES[node.attributes["to"]]),
    "Conv": conv,
    "ConvTranspose": conv_transpose,
    "MaxPool": pool,
    "AveragePool": pool,
    "BatchNormalization": channel_affine,
    "BatchNorm": batch_norm,
    "MatMul": plain(torch.matmul),
    "Gemm": gemm,
    "Reshape": with_numbers(lambda x, shape, _: x.reshape(shape)),
    "Expand": with_numbers(lambda x, shape, _: x.expand(shape)),
    "Transpose": with_attributes(lambda x, perm: x.permute(perm)),
    "Concat": lambda node: lambda *parts: torch.cat(parts, node.attributes["axis"]),
    "Split": with_numbers(lambda x, sizes, attributes: x.split(sizes, attributes["axis"])),
    "Slice": slice_,
    "Pad": pad,
    "Resize": resize,
    "ReduceSum": reduce,
    "ReduceMean": reduce,
    "ReduceMax": reduce,
    "Softmax": with_attributes(lambda x, axis: x.softmax(axis)),
    "LogSoftmax": with_attributes(lambda x, axis: x.log_softmax(axis)),
    "ArgMax": with_attributes(lambda x, axis, keepdims: x.argmax(axis, bool(keepdims))),
    "Gather": gather,
    "GatherElements": with_attributes(lambda x, indices, axis: x.gather(axis, indices.long())),
    "OneHot": one_hot,
}


def function_of(node: Node) -> Function:
    """The PyTorch function of a node; an operator that is not known is named."""
    if node.op not in BUILDERS:
        raise NotImplementedError(f"operator {node.op} (makes {node.outputs[0]}) is not known: add it to operators.py")
    return BUILDERS[node.op](node)
