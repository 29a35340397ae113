"""Adapters: HTM behind the interfaces of other libraries. Each needs its library, so import it by its name.

Scores have the direction of their library. frames, River, PyOD and Spark: high is anomalous.
scikit-learn: low is anomalous.

In reading order: frames; rows, river, replay, sklearn, pyod; spark.
"""
