"""What each column of a table holds, judged by all of its cells: numbers or times."""
