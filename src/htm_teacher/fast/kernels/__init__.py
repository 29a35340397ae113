"""Kernels: what Numba compiles to machine code, under the textbook's names.

A kernel sees numbers and arrays, no Python objects.
"""
