"""The whole evaluation as a NumPy script: numpy_script.py WEIGHTS LABELS IMAGES"""

import json
import sys

import numpy as np

WIDTHS = [784, 50, 100, 10]


def read_weights(file):
    if file.endswith(".pkl"):
        import pickle

        with open(file, "rb") as checkpoint:
            network = pickle.load(checkpoint)
        return [(network[f"W{i}"], network[f"b{i}"]) for i in (1, 2, 3)]
    values = np.fromfile(file, np.float32)
    layers = []
    for inputs, units in zip(WIDTHS, WIDTHS[1:]):
        weight, values = values[: inputs * units], values[inputs * units :]
        bias, values = values[:units], values[units:]
        layers.append((weight.reshape(inputs, units), bias))
    return layers


def read_images(file):
    if file.endswith(".gz"):
        import gzip

        with gzip.open(file) as images:
            return np.frombuffer(images.read(), np.uint8, offset=16)
    return np.fromfile(file, np.uint8, offset=16)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def main():
    weights, labels, images = sys.argv[1:]
    t = np.fromfile(labels, np.uint8, offset=8)
    x = read_images(images).reshape(-1, 784)
    (w1, b1), (w2, b2), (w3, b3) = read_weights(weights)
    correct = 0
    batch = 1000
    for i in range(0, len(x), batch):
        z = sigmoid(x[i : i + batch].astype(np.float32) / np.float32(255) @ w1 + b1)
        z = sigmoid(z @ w2 + b2)
        correct += int((np.argmax(z @ w3 + b3, axis=1) == t[i : i + batch]).sum())
    print(json.dumps({"accuracy": correct / len(x)}))


main()
