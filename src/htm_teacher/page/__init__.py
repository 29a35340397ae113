"""Page: the Python side of the interactive page. It takes commands and answers with plain data.

In reading order: protocol, session, trouble, field_names, renewal, commands, setups, inputs, machine, noisy,
live_run, looks, measures, burst, controls, chapters, reading, transfer, opening, first_run, given.
"""
