"""How fast the two engines are: one module for each measurement; ``report`` and ``record`` write them."""
