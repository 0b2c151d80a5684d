"""The doors to the models: text -> vectors, question and passage -> relevance.

No other package knows torch, onnxruntime or the model hub.
"""
