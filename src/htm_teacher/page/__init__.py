"""Page: the Python side of the interactive page; commands in, plain data out, no browser needed.

In reading order: session, trouble, renewal, commands, setups, inputs, machine, noisy, live_run, looks,
measures, burst, controls, chapters, transfer, opening, first_run, given.
"""
