"""Writes the default model's ONNX graph straight from its weights, which takes a second and needs no torch.

The graph is that of BERT with mean pooling, in the standard operators of ONNX and a few of onnxruntime's; its
fused attention and normalization gain nothing. Inputs are `input_ids` and `attention_mask`, int64, (texts,
tokens); outputs are `vector`, float32, (texts, width), of unit length, and `token_vectors`, float32, (texts,
tokens, width).

In int8 most products with weights are computed in 8-bit integers: weights have one scale for each output, the
other factor has one for all texts that run together. `_EXACT` names those that stay in float32.

Sources: Devlin et al., 2018, "BERT: Pre-training of Deep Bidirectional Transformers for Language
Understanding"; Reimers & Gurevych, 2019, "Sentence-BERT: Sentence Embeddings using Siamese BERT-Networks".
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from qa_bot.encoders.precision import Precision

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

WEIGHTS: Final = "weights.bin"
"""The file of the weights."""

_OPSET: Final = 17
_IR_VERSION: Final = 8
_CONTRIB: Final = "com.microsoft"
_HIDDEN: Final = -1e9
"""Added to the logits of padding, which the softmax then makes zero."""
_LEAST_COUNT: Final = 1e-9
"""Least number of tokens that a mean is divided by, as in sentence-transformers."""
_LARGEST_WEIGHT: Final = 127
_EXACT: Final = ("encoder.layer.0.output.dense", "encoder.layer.2.output.dense")
"""What comes in here has a few large values, whose scale leaves most others a step or two. In float32 these
two cost an eighth of the speed and save two fifths of the error (tests/benchmarks/EXPERIMENTS.md)."""


def write_bert_graph(model: Path, path: Path, precision: Precision) -> None:
    """Write the graph of the model in the folder `model` to `path`, and its weights to a file next to it.

    onnxruntime maps that file into memory instead of copying 90 MB out of the graph's, so that a session
    starts in a third of the time.

    Raises:
        KeyError: it is not BERT, and lacks one of its weights.
        OSError: a file cannot be read or written.
    """
    import onnx
    import safetensors.numpy

    config = json.loads((model / "config.json").read_text(encoding="utf-8"))
    graph = _Graph(safetensors.numpy.load_file(model / "model.safetensors"), config, precision)
    graph.write()
    onnx.save_model(graph.model(onnx), path, save_as_external_data=True, location=WEIGHTS)
    path.with_name(WEIGHTS).chmod(path.stat().st_mode)  # written as a temporary file, for its owner alone


class _Graph:
    """Nodes and weights, added in the order in which they are computed."""

    def __init__(
        self, weights: dict[str, NDArray[np.float32]], config: dict[str, Any], precision: Precision
    ) -> None:
        from onnx import helper, numpy_helper

        self._weights, self._config, self._precision = weights, config, precision
        self._node, self._tensor = helper.make_node, numpy_helper.from_array
        self._nodes: list[Any] = []
        self._constants: list[Any] = []

    def model(self, onnx: Any) -> Any:
        """Return the model."""
        helper, types = onnx.helper, onnx.TensorProto
        texts, width = ["texts", "tokens"], self._config["hidden_size"]
        inputs = [
            helper.make_tensor_value_info(name, types.INT64, texts)
            for name in ("input_ids", "attention_mask")
        ]
        outputs = [
            helper.make_tensor_value_info("vector", types.FLOAT, [texts[0], width]),
            helper.make_tensor_value_info("token_vectors", types.FLOAT, [*texts, width]),
        ]
        made = helper.make_graph(self._nodes, "bert", inputs, outputs, self._constants)
        opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_CONTRIB, 1)]
        return helper.make_model(made, opset_imports=opsets, ir_version=_IR_VERSION, producer_name="qa_bot")

    def write(self) -> None:
        """Add all nodes, from the ids to the vectors."""
        self._prepare()
        hidden = self._embedded()
        last = self._config["num_hidden_layers"] - 1
        for layer in range(last + 1):
            hidden = self._layer(layer, hidden, "token_vectors" if layer == last else f"hidden{layer}")
        self._pooled()

    def _prepare(self) -> None:
        """Add what all layers need: what hides the padding, and the shapes with and without heads."""
        heads, width = self._config["num_attention_heads"], self._config["hidden_size"]
        self._constant("heads_shape", np.array([0, 0, heads, self._head_width], np.int64))
        self._constant("joined_shape", np.array([0, 0, width], np.int64))
        inner = self._constant("inner_axes", np.array([1, 2], np.int64))
        one, low = (self._constant(n, np.array(v, np.float32)) for n, v in (("one", 1), ("low", _HIDDEN)))
        self._add("Cast", ["attention_mask"], "kept_tokens", to=1)  # float32
        self._add("Unsqueeze", ["kept_tokens", inner], "kept_keys")
        self._add("Sub", [one, "kept_keys"], "padding")
        self._add("Mul", ["padding", low], "hidden_padding")

    def _embedded(self) -> str:
        """Add the sum of word, position and type embeddings; every token is of the first type."""
        positions = self._weight("embeddings.position_embeddings.weight")
        types = self._weight("embeddings.token_type_embeddings.weight")
        words = self._constant("words", self._weight("embeddings.word_embeddings.weight"))
        places = self._constant("places", positions + types[0])
        self._add("Gather", [words, "input_ids"], "word_vectors")
        self._add("Shape", ["input_ids"], "length", start=1, end=2)
        zero = self._constant("zero", np.array([0], np.int64))
        self._add("Slice", [places, zero, "length"], "place_vectors")
        self._add("Add", ["word_vectors", "place_vectors"], "sum")
        self._normalize("embeddings.LayerNorm", "sum", "embedded")
        return "embedded"

    def _layer(self, number: int, hidden: str, output: str) -> str:
        """Add self-attention and the feed-forward network, each with its residual sum and normalization."""
        prefix, own = f"encoder.layer.{number}", f"layer{number}."
        attended = self._attention(f"{prefix}.attention.self", hidden, own)
        self._project(f"{prefix}.attention.output.dense", attended, f"{own}mixed")
        self._add_and_normalize(f"{prefix}.attention.output", f"{own}mixed", hidden, f"{own}middle")
        wide = self._multiply(f"{prefix}.intermediate.dense", f"{own}middle", f"{own}wide")
        self._add(
            "BiasGelu", [wide, self._bias(f"{prefix}.intermediate.dense")], f"{own}active", domain=_CONTRIB
        )
        self._project(f"{prefix}.output.dense", f"{own}active", f"{own}narrow")
        self._add_and_normalize(f"{prefix}.output", f"{own}narrow", f"{own}middle", output)
        return output

    def _attention(self, prefix: str, hidden: str, own: str) -> str:
        """Add multi-head attention: softmax(q k / sqrt(head width) + mask) v, heads joined again."""
        query, key, value = (
            self._heads(f"{prefix}.{part}", hidden, f"{own}{part}", order)
            for part, order in (("query", (0, 2, 1, 3)), ("key", (0, 2, 3, 1)), ("value", (0, 2, 1, 3)))
        )
        self._add("MatMul", [query, key], f"{own}products")
        self._add("Add", [f"{own}products", "hidden_padding"], f"{own}masked")
        self._add("Softmax", [f"{own}masked"], f"{own}attention", axis=-1)
        self._add("MatMul", [f"{own}attention", value], f"{own}weighted")
        self._add("Transpose", [f"{own}weighted"], f"{own}by_token", perm=(0, 2, 1, 3))
        self._add("Reshape", [f"{own}by_token", "joined_shape"], f"{own}joined")
        return f"{own}joined"

    def _heads(self, name: str, hidden: str, output: str, order: tuple[int, ...]) -> str:
        self._project(name, hidden, f"{output}.projected")
        self._add("Reshape", [f"{output}.projected", "heads_shape"], f"{output}.heads")
        self._add("Transpose", [f"{output}.heads"], output, perm=order)
        return output

    def _pooled(self) -> None:
        """Add the mean of the token vectors that the mask keeps, scaled to unit length."""
        last, tokens = (self._constant(f"axis{n}", np.array([n], np.int64)) for n in (2, 1))
        least = self._constant("least", np.array(_LEAST_COUNT, np.float32))
        self._add("Unsqueeze", ["kept_tokens", last], "kept")
        self._add("Mul", ["token_vectors", "kept"], "kept_vectors")
        self._add("ReduceSum", ["kept_vectors", tokens], "summed", keepdims=0)
        self._add("ReduceSum", ["kept", tokens], "counted", keepdims=0)
        self._add("Max", ["counted", least], "count")
        self._add("Div", ["summed", "count"], "mean")
        self._add("LpNormalization", ["mean"], "vector", axis=-1, p=2)

    def _multiply(self, name: str, source: str, output: str) -> str:
        """Add the product with a weight."""
        weight = self._weight(f"{name}.weight").T
        if self._precision == Precision.INT8 and name not in _EXACT:
            inputs = [source, *self._quantized(name, weight)]
            self._add("DynamicQuantizeMatMul", inputs, output, domain=_CONTRIB)
        else:
            self._add("MatMul", [source, self._constant(name, weight)], output)
        return output

    def _quantized(self, name: str, weight: NDArray[np.float32]) -> list[str]:
        """Add a weight as integers, with the scale and the zero point of each output."""
        scale = np.abs(weight).max(axis=0) / np.float32(_LARGEST_WEIGHT)
        parts = {"integers": np.rint(weight / scale), "scale": scale, "zero": np.zeros_like(scale)}
        types = {"integers": np.int8, "scale": np.float32, "zero": np.int8}
        return [self._constant(f"{name}.{part}", value.astype(types[part])) for part, value in parts.items()]

    def _project(self, name: str, source: str, output: str) -> None:
        product = self._multiply(name, source, f"{output}.product")
        self._add("Add", [product, self._bias(name)], output)

    def _bias(self, name: str) -> str:
        return self._constant(f"{name}.bias", self._weight(f"{name}.bias"))

    def _add_and_normalize(self, prefix: str, source: str, residual: str, output: str) -> None:
        self._add("Add", [source, residual], f"{output}.sum")
        self._normalize(f"{prefix}.LayerNorm", f"{output}.sum", output)

    def _normalize(self, name: str, source: str, output: str) -> None:
        scale = self._constant(f"{name}.scale", self._weight(f"{name}.weight"))
        shift = self._constant(f"{name}.shift", self._weight(f"{name}.bias"))
        epsilon = self._config["layer_norm_eps"]
        self._add("LayerNormalization", [source, scale, shift], output, epsilon=epsilon, axis=-1)

    @property
    def _head_width(self) -> int:
        width: int = self._config["hidden_size"] // self._config["num_attention_heads"]
        return width

    def _weight(self, name: str) -> NDArray[np.float32]:
        value = self._weights[name]
        if ".self.query." in name:  # scaled here once instead of at each product
            value = value / np.float32(np.sqrt(self._head_width))
        return value

    def _constant(self, name: str, value: NDArray[Any]) -> str:
        self._constants.append(self._tensor(np.ascontiguousarray(value), name))
        return name

    def _add(self, operator: str, inputs: list[str], output: str, **attributes: Any) -> None:
        self._nodes.append(self._node(operator, inputs, [output], **attributes))
