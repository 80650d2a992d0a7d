"""How fast and how large: loading, index, queries end to end, from ten thousand to ten million records."""
