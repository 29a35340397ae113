"""What the columns of a sheet hold, and what each is for.

In reading order: asked, sheet_column, roles, label_columns, time_columns, several, sheet_series. Numbers are
read by numbers, number_format and number_reading, times by time_format and calendar_columns. The other files
serve these.
"""
