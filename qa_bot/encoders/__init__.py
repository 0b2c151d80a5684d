"""The models: text -> vectors, question and passage -> relevance.

Only this package uses torch, onnxruntime and the model hub.
"""
