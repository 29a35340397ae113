"""How fast the two engines are: each part measures one thing, ``report`` says it, ``record`` keeps it."""
