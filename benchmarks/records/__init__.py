"""How well records are identified: registers and queries with a truth, asked through the real store and search."""
