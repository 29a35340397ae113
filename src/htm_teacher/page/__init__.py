"""Page: the Python side of the interactive page; commands in, plain data out, no browser needed.

In reading order: session, trouble, renewal, commands, setups, inputs, machine, noisy, run, past, looks,
measures, burst, controls, sources, files, opening, first_run, given.
"""
