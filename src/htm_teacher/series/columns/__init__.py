"""What the columns of a table hold, judged by all of their cells: numbers or times, and how written."""
