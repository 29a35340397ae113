"""The textbook: the whole of HTM in Python's standard library.

In reading order: rng, numbers, sdr, encoders, parameters, topology, spatial_pooler, segments, cells,
temporal_memory, anomaly, classifier, model, explain; and what keeps it: history, state, snapshot.
"""
