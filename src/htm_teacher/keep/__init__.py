"""What keeps a machine: its state in one file, its history, and the way back; standard library only."""
