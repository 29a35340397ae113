"""Adapters: HTM behind the interfaces of other libraries. Each needs its library, so import it by its name.

Scores have the direction of their library. scikit-learn: low is anomalous.

In reading order: rows, replay, sklearn.
"""
